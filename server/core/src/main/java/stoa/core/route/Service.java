package stoa.core.route;

import stoa.core.session.Receipt;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Stanza;

/**
 * A service with a domain of its own, such as the rooms at {@code conference.example.org}: gets
 * every stanza addressed to that domain or below it, in each sender's order.
 */
public interface Service {
    DomainJid address();

    /**
     * Takes a stanza. On an event loop or the journal thread: hands it to a mailbox and returns.
     * {@code from} is a real, checked address: of the same house or of a domain that may meet it
     * ({@link ServedDomains}), so what is for the own people alone looks at it. Every IQ request is
     * answered, at once or later.
     *
     * @param receipt one hold of it is the service's: released once, when what the stanza asks for
     *     is durable or refused
     */
    void receive(Stanza stanza, Receipt receipt);
}
