package stoa.rooms;

import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Stanza;

/**
 * How rooms speak. Called on an event loop or the journal thread, in each room's order; only hands
 * over.
 */
public interface RoomOutput {
    /** Sends a stanza to whom it is addressed. */
    void send(Stanza stanza);

    /** Sends one of several copies to an occupant's session. */
    void send(Copy copy, FullJid to);
}
