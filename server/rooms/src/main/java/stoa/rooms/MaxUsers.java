package stoa.rooms;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/** How many may be in a room, section 7.2.9; admins and owners always get in. */
final class MaxUsers {
    /** The largest limit and the default. */
    static final int MOST = 10_000;

    static final ConfigField<Integer> MAX_USERS =
            ConfigField.choice(
                    "muc#roomconfig_maxusers",
                    "Most people in the room",
                    MOST,
                    MaxUsers::read,
                    value -> Integer.toString(value),
                    new FormField.Option("10", "10"),
                    new FormField.Option("50", "50"),
                    new FormField.Option("100", "100"),
                    new FormField.Option("500", "500"),
                    new FormField.Option("1000", "1000"),
                    new FormField.Option("No limit of its own", Integer.toString(MOST)));

    private MaxUsers() {}

    private static @Nullable Integer read(String text) {
        return text.equals("none") || text.equals("0") || text.isEmpty()
                ? Integer.valueOf(MOST)
                : Numbers.between(text, 1, MOST);
    }

    static @Nullable StanzaError refusal(Room room, Jid account) {
        return room.occupants().size() >= room.config(MAX_USERS)
                        && !Standing.isAdmin(room.affiliation(account))
                ? Condition.SERVICE_UNAVAILABLE
                        .error("The room is full.")
                        .withType(StanzaError.Type.WAIT)
                : null;
    }
}
