package stoa.features.last;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

/** XEP-0012 section 6: for how many seconds the server has been running. */
public final class LastActivity implements Feature {
    private static final String NAMESPACE = "jabber:iq:last";

    private final InstantSource clock;
    private final Instant started;

    public LastActivity(InstantSource clock) {
        this.clock = clock;
        this.started = clock.instant();
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(12, "2.0")).advertises(Target.SERVER, NAMESPACE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.SERVER, Name.of(NAMESPACE, "query"), IqHandler.answering(this::uptime));
    }

    private Iq uptime(IqRequest request) {
        long seconds = Duration.between(started, clock.instant()).toSeconds();
        return request.isSet()
                ? request.refuse(Condition.BAD_REQUEST)
                : request.result(
                        Element.of("query", NAMESPACE)
                                .attribute("seconds", Long.toString(seconds))
                                .build());
    }
}
