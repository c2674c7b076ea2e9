package stoa.features.ping;

import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqHandler;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.xmpp.xml.Name;

/** XEP-0199: an empty result says that the way here and back works. */
public final class Ping implements Feature {
    private static final String NS = "urn:xmpp:ping";

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(199, "2.0.1"))
                .advertises(Target.SERVER, NS)
                .advertises(Target.ACCOUNT, NS);
    }

    @Override
    public void install(Hooks hooks) {
        for (Target target : Target.values()) {
            hooks.iq(target, Name.of(NS, "ping"), IqHandler.answering(IqRequest::result));
        }
    }
}
