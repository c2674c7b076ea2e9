package stoa.core.route;

import stoa.core.session.Receipt;
import stoa.xmpp.stanza.Stanza;

/**
 * The way to other domains: which of them one of ours talks with, and how a stanza gets to another
 * server (RFC 6120 section 10.4). Implemented by the server-to-server streams; any thread.
 */
public interface Federation {
    /** No domain of ours talks with any other. */
    Federation CLOSED =
            new Federation() {
                @Override
                public boolean permits(String house, String domain) {
                    return false;
                }

                @Override
                public void send(Stanza stanza, Receipt receipt) {
                    throw new IllegalStateException("nobody may send to another server");
                }
            };

    /**
     * Whether people and services of a served domain may talk with those of a domain that is not
     * its own, another server's or another one of ours.
     */
    boolean permits(String house, String domain);

    /**
     * Takes a stanza to another server's domain that is permitted. Keeps each pair of domains'
     * order. What cannot be delivered is answered with the error that RFC 6120 section 8.3.3 names,
     * unless it is an error itself.
     *
     * @param receipt one hold of it is released when the stanza is taken or refused
     */
    void send(Stanza stanza, Receipt receipt);
}
