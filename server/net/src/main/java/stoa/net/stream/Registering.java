package stoa.net.stream;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.session.Networks;
import stoa.core.session.RegistrationGate;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaCodec;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * The requests that a client may make before it has signed in: those of XEP-0077 and XEP-0445. The
 * {@link RegistrationGate} answers them; here is which they are, how many, and that the stream
 * lasts long enough for somebody to fill in a form.
 */
final class Registering {
    private static final Logger LOG = LoggerFactory.getLogger(Registering.class);
    private static final StanzaError FAILED =
            Condition.INTERNAL_SERVER_ERROR.error("This did not work. Please try again.");

    /** What there is to ask: the fields, an account, and an invitation to be looked at. */
    private static final Set<Name> REQUESTS =
            Set.of(Name.of("jabber:iq:register", "query"), Name.of("urn:xmpp:pars:0", "preauth"));

    private final ClientStream stream;
    private final StreamServer server;
    private RegistrationGate.@Nullable Registrant registrant;
    private int asked;

    Registering(ClientStream stream) {
        this.stream = stream;
        this.server = stream.server();
    }

    /** Takes the element when it is one of the requests; false when it is something else. */
    boolean takes(Element element) {
        if (!element.is("iq", Stanza.CLIENT)
                || !(StanzaCodec.read(element) instanceof StanzaCodec.Good good)
                || !(good.stanza() instanceof Iq iq)
                || !iq.isRequest()
                || iq.payload() == null
                || !REQUESTS.contains(iq.payload().expandedName())) {
            return false;
        }
        if (++asked > server.limits.registrations()) {
            stream.fail(StreamError.Condition.POLICY_VIOLATION.error("too many requests"));
            return true;
        }
        DomainJid domain = DomainJid.of(stream.domain());
        if (iq.to() != null && !iq.to().equals(domain)) {
            answer(iq.refuse(Condition.SERVICE_UNAVAILABLE.error()));
            return true;
        }
        if (!server.registration.features(domain).isEmpty()) {
            stream.allow(server.limits.registration());
        }
        stream.<Iq>await(
                registrant(domain).ask(iq.withFrom(null)),
                this::answer,
                failure -> {
                    LOG.error("registration_failed", failure);
                    answer(iq.refuse(FAILED));
                });
        return true;
    }

    private RegistrationGate.Registrant registrant(DomainJid domain) {
        RegistrationGate.Registrant current = registrant;
        if (current == null) {
            current = server.registration.registrant(domain, Networks.of(stream.wire().peer()));
            registrant = current;
        }
        return current;
    }

    /** From the domain, to nobody who has an address yet. */
    private void answer(Iq answer) {
        if (!stream.hasEnded()) {
            stream.write(answer.withTo(null).withFrom(DomainJid.of(stream.domain())).toElement());
        }
    }
}
