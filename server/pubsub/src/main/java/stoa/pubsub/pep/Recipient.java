package stoa.pubsub.pep;

import stoa.core.route.Router;
import stoa.core.session.Session;
import stoa.pubsub.caps.Capabilities;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stream.EncodedStanzaReader;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/** Somebody who is told of accounts' nodes. Any thread; only hands over. */
sealed interface Recipient extends Capabilities.Client {
    /** Whose it is. */
    Jid account();

    /** Tells it; {@code to} is written by whoever sends. */
    void send(EncodedStanza message);

    /** A resource of ours. */
    record Ours(Session session) implements Recipient {
        @Override
        public BareJid account() {
            return session.address().account();
        }

        @Override
        public void send(EncodedStanza message) {
            session.send(message, session.address());
        }

        @Override
        public void ask(String id, Element query) {
            session.send(
                    Iq.of(Iq.Type.GET, session.address().bare(), session.address(), id, query));
        }
    }

    /**
     * A resource of another server, or an account there that has subscribed as a whole.
     *
     * @param owner the account of ours whose nodes it is told of
     */
    record Elsewhere(Router router, BareJid owner, Jid address) implements Recipient {
        @Override
        public Jid account() {
            return address.bare();
        }

        @Override
        public void send(EncodedStanza message) {
            Stanza read = EncodedStanzaReader.read(message, address.toString());
            if (read != null) {
                router.route(read);
            }
        }

        @Override
        public void ask(String id, Element query) {
            router.route(Iq.of(Iq.Type.GET, owner, address, id, query));
        }
    }
}
