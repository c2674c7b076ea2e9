package stoa.rooms;

/** Whether the directory lists the room, section 4.2; who knows its address can still ask it. */
final class Hidden {
    static final ConfigField<Boolean> PUBLIC =
            ConfigField.bool("muc#roomconfig_publicroom", "Listed in the directory", true);

    private Hidden() {}

    static String feature(Room room) {
        return room.config(PUBLIC) ? "muc_public" : "muc_hidden";
    }
}
