package stoa.rooms;

import stoa.xmpp.form.FormField;

/** What a room is called and what it is about, section 10.2. */
final class Naming {
    static final ConfigField<String> NAME =
            ConfigField.text(
                    FormField.Type.TEXT_SINGLE, "muc#roomconfig_roomname", "Name of the room", 256);
    static final ConfigField<String> DESCRIPTION =
            ConfigField.text(
                    FormField.Type.TEXT_SINGLE,
                    "muc#roomconfig_roomdesc",
                    "What it is about",
                    4096);
    static final ConfigField<String> LANGUAGE =
            ConfigField.text(
                    FormField.Type.TEXT_SINGLE, "muc#roomconfig_lang", "Language of the talk", 35);

    private Naming() {}

    /** The name, or the localpart of a room that has none. */
    static String nameOf(Room room) {
        String name = room.config(NAME);
        return name.isEmpty() ? room.address().local() : name;
    }
}
