package stoa.features.ping;

import java.util.concurrent.CompletionStage;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqHandler;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.core.route.Acquaintances;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Name;

/** XEP-0199: an empty result says that the way here and back works. */
public final class Ping implements Feature {
    private static final String NS = "urn:xmpp:ping";

    private final Acquaintances acquaintances;

    public Ping(Acquaintances acquaintances) {
        this.acquaintances = acquaintances;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(199, "2.0.1"))
                .advertises(Target.SERVER, NS)
                .advertises(Target.ACCOUNT, NS);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.SERVER, Name.of(NS, "ping"), IqHandler.answering(IqRequest::result));
        hooks.iq(Target.ACCOUNT, Name.of(NS, "ping"), this::account);
    }

    /** Section 6: a stranger does not learn that the account is there. */
    private CompletionStage<Iq> account(IqRequest request) {
        return acquaintances
                .mayLearnOf(request.account(), request.from())
                .thenApply(
                        may ->
                                may
                                        ? request.result()
                                        : request.refuse(Condition.SERVICE_UNAVAILABLE));
    }
}
