package stoa.features.push;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;

/**
 * Something that came for an account and that its owner wants to know of, looking or not.
 *
 * @param sender the full address of a message's sender or a room's occupant, the bare one of who
 *     asks to see presence
 * @param body what a message says in the clear, or null
 * @param archiveId where a message stands in the account's history, or 0
 */
public record Unseen(Kind kind, Jid sender, @Nullable String body, long archiveId) {
    /** What it is. */
    public enum Kind {
        /** A message to the account or one of its resources. */
        MESSAGE,

        /** A message said in a room. */
        ROOM_MESSAGE,

        /** Somebody calls (XEP-0353, XEP-0482): it is worth little in a minute. */
        CALL,

        /** Somebody asks to see presence (RFC 6121 section 3.1). */
        SUBSCRIPTION_REQUEST
    }

    Unseen at(long id) {
        return new Unseen(kind, sender, body, id);
    }
}
