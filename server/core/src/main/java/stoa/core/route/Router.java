package stoa.core.route;

import stoa.core.session.Receipt;
import stoa.xmpp.stanza.Stanza;

/**
 * Sends a stanza to whom it is addressed (RFC 6120 section 10): a service, an account, one of its
 * resources, the server itself, or another server. Any thread; only hands over.
 */
public interface Router {
    /** Routes a stanza whose {@code from} and {@code to} are set. */
    void route(Stanza stanza, Receipt receipt);

    /** Routes a stanza that no client waits for. */
    default void route(Stanza stanza) {
        route(stanza, Receipt.NONE);
    }
}
