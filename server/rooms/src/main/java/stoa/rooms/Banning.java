package stoa.rooms;

import org.jspecify.annotations.Nullable;
import stoa.store.room.Affiliation;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/** Outcasts stay outside, sections 7.2.7 and 9.1. */
final class Banning {
    private Banning() {}

    static @Nullable StanzaError refusal(Room room, Jid account) {
        return room.affiliation(account) == Affiliation.OUTCAST
                ? Condition.FORBIDDEN.error("You are banned from this room.")
                : null;
    }
}
