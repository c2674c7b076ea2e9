package stoa.rooms;

import stoa.core.entity.Decision;

/**
 * Whether the room is kept when the last one leaves, section 4.2. It is, unless somebody says
 * otherwise: in an organisation a room is a place, and not a phone call.
 */
final class Persistent {
    static final ConfigField<Boolean> PERSISTENT =
            ConfigField.bool("muc#roomconfig_persistentroom", "Kept when empty", true);

    private Persistent() {}

    /** Nobody came back to a room that is not kept, after the server was started again. */
    static Decision<RoomEvent, RoomEffect> abandoned(Room room) {
        return Leaving.finish(new Draft(room));
    }

    static String feature(Room room) {
        return room.config(PERSISTENT) ? "muc_persistent" : "muc_temporary";
    }
}
