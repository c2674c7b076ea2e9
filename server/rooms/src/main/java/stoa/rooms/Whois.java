package stoa.rooms;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;

/**
 * Who may see occupants' real addresses: everybody (a non-anonymous room) or moderators only
 * (semi-anonymous), sections 4.2 and 16.6. Oneself is always seen.
 */
enum Whois {
    ANYONE,
    MODERATORS;

    static final ConfigField<Whois> WHOIS =
            ConfigField.choice(
                    "muc#roomconfig_whois",
                    "Who may see real addresses",
                    MODERATORS,
                    Whois::of,
                    Whois::text,
                    new FormField.Option("Moderators", "moderators"),
                    new FormField.Option("Anyone", "anyone"));

    private static @Nullable Whois of(String text) {
        return switch (text) {
            case "anyone" -> ANYONE;
            case "moderators" -> MODERATORS;
            default -> null;
        };
    }

    private String text() {
        return this == ANYONE ? "anyone" : "moderators";
    }

    static boolean everybodySees(Room room) {
        return room.config(WHOIS) == ANYONE;
    }

    static boolean seesAddresses(Room room, Occupant asker) {
        return asker.isModerator() || everybodySees(room);
    }

    /** The same of somebody who may be outside: an admin would be a moderator inside. */
    static boolean seesAddresses(Room room, Jid account) {
        Occupant inside = room.occupants().byAccount(account);
        return everybodySees(room)
                || Standing.isAdmin(room.affiliation(account))
                || (inside != null && inside.isModerator());
    }

    /** The status of a change, section 10.2.1, or 0. */
    static int changeCode(RoomConfig before, RoomConfig after) {
        if (!after.differsIn(WHOIS, before)) {
            return 0;
        }
        return after.get(WHOIS) == ANYONE
                ? StatusCode.NOW_NON_ANONYMOUS
                : StatusCode.NOW_SEMI_ANONYMOUS;
    }

    static String feature(Room room) {
        return everybodySees(room) ? "muc_nonanonymous" : "muc_semianonymous";
    }
}
