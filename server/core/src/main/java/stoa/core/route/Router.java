package stoa.core.route;

import stoa.core.session.Receipt;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.EncodedStanza;

/**
 * Sends a stanza to whom it is addressed (RFC 6120 section 10): a service, an account, one of its
 * resources, the server itself, or another server. Any thread; only hands over.
 */
public interface Router {
    /**
     * Routes a stanza whose {@code from} and {@code to} are set.
     *
     * @param receipt one hold of it goes along with the stanza: whoever takes the stanza in the end
     *     releases it once
     */
    void route(Stanza stanza, Receipt receipt);

    /** Routes a stanza that no client waits for. */
    default void route(Stanza stanza) {
        route(stanza, Receipt.NONE);
    }

    /**
     * Sends a stanza that was encoded once for many to one connected resource, without passing its
     * account: what a room tells its occupants. To one that is not connected it is dropped: its end
     * is told by unavailable presence. To one whose account has blocked the sender (XEP-0191) it is
     * dropped as well.
     *
     * @param from what the stanza has as {@code from}
     */
    void send(EncodedStanza stanza, Jid from, FullJid to);
}
