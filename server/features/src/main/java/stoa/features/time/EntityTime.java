package stoa.features.time;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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

/** XEP-0202: the server's time, so that a client can notice that its own clock is wrong. */
public final class EntityTime implements Feature {
    private static final String NS = "urn:xmpp:time";

    private final InstantSource clock;

    public EntityTime(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(202, "2.0")).advertises(Target.SERVER, NS);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.SERVER, Name.of(NS, "time"), IqHandler.answering(this::answer));
    }

    private Iq answer(IqRequest request) {
        return request.isSet()
                ? request.refuse(Condition.NOT_ALLOWED)
                : request.result(
                        Element.of("time", NS)
                                .child("tzo", "+00:00")
                                .child(
                                        "utc",
                                        clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
                                .build());
    }
}
