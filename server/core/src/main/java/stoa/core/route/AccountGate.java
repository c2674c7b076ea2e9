package stoa.core.route;

import stoa.core.session.Receipt;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;

/** Where the router hands over to accounts. Implemented by the accounts; any thread. */
public interface AccountGate {
    boolean exists(BareJid account);

    /**
     * Takes a message or presence addressed to an existing account or one of its resources.
     *
     * @param receipt one hold of it goes along
     */
    void arrived(BareJid account, Stanza stanza, Receipt receipt);

    /**
     * Takes a result or an error to a request that was sent in an existing account's name; passes
     * over it where accounts ask nothing.
     */
    default void answered(BareJid account, Iq answer) {}
}
