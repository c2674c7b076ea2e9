package stoa.features.version;

import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqHandler;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/** XEP-0092: name and version of this server. */
public final class SoftwareVersion implements Feature {
    private static final String NS = "jabber:iq:version";

    private final String version;

    public SoftwareVersion(String version) {
        this.version = version;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(92, "1.1")).advertises(Target.SERVER, NS);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.SERVER, Name.of(NS, "query"), IqHandler.answering(this::answer));
    }

    private Iq answer(IqRequest request) {
        return request.isSet()
                ? request.refuse(Condition.NOT_ALLOWED)
                : request.result(
                        Element.of("query", NS)
                                .child("name", "Stoa")
                                .child("version", version)
                                .build());
    }
}
