package stoa.core.session;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/**
 * Where streams hand over what a client asks before it has signed in: to make an account (XEP-0077
 * section 3.1.1), as a rule with an invitation (XEP-0445). Implemented by the accounts, called by
 * the listeners on the stream's event loop, and only over channels that passwords may pass.
 */
public interface RegistrationGate {
    /** Nobody makes accounts over streams. */
    RegistrationGate CLOSED = new Closed();

    /** The stream features that offer it in a domain; none when it is not offered. */
    List<Element> features(DomainJid domain);

    /**
     * A client has begun to register; once a stream, which what it may do next depends on.
     *
     * @param network whom limits count as one peer: an IPv4 address, an IPv6 network
     */
    Registrant registrant(DomainJid domain, InetAddress network);

    /** One client that is about to have an account. Its requests come one at a time. */
    interface Registrant {
        /** Answers a request, whose {@code from} says nothing and whose {@code to} was checked. */
        CompletionStage<Iq> ask(Iq request);
    }

    /** XEP-0077 section 3.1: {@code service-unavailable}. */
    final class Closed implements RegistrationGate {
        private Closed() {}

        @Override
        public List<Element> features(DomainJid domain) {
            return List.of();
        }

        @Override
        public Registrant registrant(DomainJid domain, InetAddress network) {
            return request ->
                    CompletableFuture.completedFuture(
                            request.refuse(StanzaError.Condition.SERVICE_UNAVAILABLE.error()));
        }
    }
}
