package stoa.rooms;

/**
 * Whether what is said is public beyond the room, section 10.2.1: newcomers are told (status 170),
 * and so are those present when it changes (170, 171). The archive itself is always on.
 */
final class Logging {
    static final ConfigField<Boolean> PUBLICLY =
            ConfigField.bool("muc#roomconfig_enablelogging", "The talk is logged publicly", false);

    private Logging() {}

    /** The status of a change, or 0. */
    static int changeCode(RoomConfig before, RoomConfig after) {
        if (!after.differsIn(PUBLICLY, before)) {
            return 0;
        }
        return after.get(PUBLICLY) ? StatusCode.LOGGED : StatusCode.NO_LONGER_LOGGED;
    }
}
