package stoa.rooms;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/** Rooms that take a password to enter, section 7.2.6. */
final class Password {
    static final ConfigField<Boolean> PROTECTED =
            ConfigField.bool(
                    "muc#roomconfig_passwordprotectedroom", "A password is needed to enter", false);
    static final ConfigField<String> SECRET =
            ConfigField.text(
                    FormField.Type.TEXT_PRIVATE, "muc#roomconfig_roomsecret", "Password", 256);

    private Password() {}

    static @Nullable StanzaError refusal(Room room, @Nullable String given) {
        if (!room.config(PROTECTED)) {
            return null;
        }
        boolean right =
                given != null
                        && MessageDigest.isEqual(
                                given.getBytes(StandardCharsets.UTF_8),
                                room.config(SECRET).getBytes(StandardCharsets.UTF_8));
        return right ? null : Condition.NOT_AUTHORIZED.error("A password is needed to enter.");
    }

    /** The password for those who are invited, or null. */
    static @Nullable String forInvited(Room room) {
        return room.config(PROTECTED) ? room.config(SECRET) : null;
    }

    /**
     * What a form means that says a password, or an empty one, and leaves out whether one is
     * needed: who sets a password wants it asked for, and would else leave the room open.
     */
    static RoomConfig asMeant(RoomConfig config, DataForm form) {
        boolean implied = form.field(SECRET.name()) != null && form.field(PROTECTED.name()) == null;
        return implied ? config.with(PROTECTED, !config.get(SECRET).isEmpty()) : config;
    }

    /** A protected room needs a password. */
    static @Nullable String complaint(RoomConfig config) {
        return config.get(PROTECTED) && config.get(SECRET).isEmpty()
                ? "A room with a password needs one."
                : null;
    }

    static String feature(Room room) {
        return room.config(PROTECTED) ? "muc_passwordprotected" : "muc_unsecured";
    }
}
