package stoa.rooms;

/** Rooms in which a newcomer who is no member may only listen, sections 4.2 and 8.3. */
final class Moderated {
    static final ConfigField<Boolean> MODERATED =
            ConfigField.bool(
                    "muc#roomconfig_moderatedroom", "Newcomers have to ask for voice", false);

    private Moderated() {}

    static String feature(Room room) {
        return room.config(MODERATED) ? "muc_moderated" : "muc_unmoderated";
    }
}
