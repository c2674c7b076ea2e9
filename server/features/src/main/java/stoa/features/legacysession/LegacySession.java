package stoa.features.legacysession;

import org.jspecify.annotations.Nullable;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqHandler;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/** Tells clients that a session need not be asked for, and answers those that ask. */
public final class LegacySession implements Feature {
    private static final String NS = "urn:ietf:params:xml:ns:xmpp-session";
    private static final Element OPTIONAL = Element.of("session", NS).child("optional").build();

    @Override
    public Descriptor describe() {
        return Descriptor.of();
    }

    @Override
    public void install(Hooks hooks) {
        hooks.streamFeature(LegacySession::feature);
        for (Target target : Target.values()) {
            hooks.iq(target, Name.of(NS, "session"), IqHandler.answering(LegacySession::answer));
        }
    }

    private static @Nullable Element feature(DomainJid domain) {
        return OPTIONAL;
    }

    /** RFC 3921 section 3: of somebody's own server, and nobody else's. */
    private static Iq answer(IqRequest request) {
        boolean own =
                request.to() instanceof BareJid
                        ? request.byOwner()
                        : request.from().domain().equals(request.domain().domain());
        if (!own) {
            return request.refuse(Condition.SERVICE_UNAVAILABLE);
        }
        return request.isSet() ? request.result() : request.refuse(Condition.BAD_REQUEST);
    }
}
