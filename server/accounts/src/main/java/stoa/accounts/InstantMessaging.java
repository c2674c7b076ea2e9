package stoa.accounts;

import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqHandler;
import stoa.core.hook.IqRequest;
import stoa.core.hook.StanzaIds;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/** What accounts themselves show of what they can do: RFC 6121 and what goes with it. */
public final class InstantMessaging implements Feature {
    @Override
    public Descriptor describe() {
        return Descriptor.of(
                        Xep.of(160, "1.0.1"),
                        Xep.of(203, "2.0"),
                        Xep.of(334, "1.0.0"),
                        Xep.of(359, "0.7.0"))
                .advertises(Target.SERVER, RosterView.NAMESPACE, "msgoffline", StanzaIds.NAMESPACE)
                .advertises(Target.ACCOUNT, StanzaIds.NAMESPACE);
    }

    /** RFC 6121 sections 2.6.1 and 3.4. */
    @Override
    public void install(Hooks hooks) {
        Element versions = Element.empty("ver", "urn:xmpp:features:rosterver");
        Element approval = Element.empty("sub", "urn:xmpp:features:pre-approval");
        hooks.streamFeature(domain -> versions);
        hooks.iq(
                Target.ACCOUNT,
                Name.of(RosterView.NAMESPACE, "query"),
                IqHandler.answering(InstantMessaging::othersRoster));
        hooks.streamFeature(domain -> approval);
    }

    /** A roster is its owner's alone (section 2.3.3); the owner's requests do not come here. */
    private static Iq othersRoster(IqRequest request) {
        return request.refuse(
                request.isSet() ? Condition.FORBIDDEN : Condition.SERVICE_UNAVAILABLE);
    }
}
