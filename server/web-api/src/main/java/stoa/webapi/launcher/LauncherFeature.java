package stoa.webapi.launcher;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.MessageRoute;
import stoa.core.hook.Target;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * Gives the signed-in web chat a token for the page that has opened it, by an IQ set of {@code
 * <launcher xmlns='urn:stoa:launcher:0' origin='https://intranet.example.org'/>} to one's own
 * account. Origins that are not listed are told {@code not-allowed}, others' accounts {@code
 * forbidden}, and who has not named their client (XEP-0388) {@code not-acceptable}. Also tells
 * {@link LauncherStreams} of messages.
 */
public final class LauncherFeature implements Feature {
    static final String NS = "urn:stoa:launcher:0";

    private final Set<HostOrigin> origins;
    private final LauncherTokens tokens;
    private final LauncherStreams streams;
    private final Function<IqRequest, Optional<String>> agents;

    /**
     * @param agents the id of the SASL2 user agent that asks
     */
    public LauncherFeature(
            Set<HostOrigin> origins,
            LauncherTokens tokens,
            LauncherStreams streams,
            Function<IqRequest, Optional<String>> agents) {
        this.origins = Set.copyOf(origins);
        this.tokens = tokens;
        this.streams = streams;
        this.agents = agents;
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of().advertises(Target.ACCOUNT, NS);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.iq(Target.ACCOUNT, Name.of(NS, "launcher"), this::answer);
        hooks.observe(
                MessageRoute.DELIVERED,
                arrived -> {
                    if (arrived.id() != null) {
                        streams.changed(arrived.account().address());
                    }
                });
        hooks.observe(
                MessageRoute.SENT,
                sent -> {
                    if (sent.id() != null) {
                        streams.changed(sent.account().address());
                    }
                });
    }

    CompletionStage<Iq> answer(IqRequest request) {
        if (!request.byOwner() || request.byApplication()) {
            return now(request.refuse(Condition.FORBIDDEN));
        }
        String wanted = request.payload().attribute("origin");
        HostOrigin origin = wanted == null ? null : HostOrigin.parse(wanted);
        if (!request.isSet() || origin == null) {
            return now(request.refuse(Condition.BAD_REQUEST));
        }
        if (!origins.contains(origin)) {
            return now(
                    request.refuse(
                            Condition.NOT_ALLOWED.error(
                                    "Pages of that origin may not show the chat icon.")));
        }
        Optional<String> agent = agents.apply(request);
        if (agent.isEmpty()) {
            return now(request.refuse(Condition.NOT_ACCEPTABLE));
        }
        return tokens.issue(request.account(), agent.get(), origin)
                .thenApply(
                        issued ->
                                request.result(
                                        Element.of("launcher", NS)
                                                .attribute("origin", origin.text())
                                                .attribute("expires", issued.expires().toString())
                                                .text(issued.token())
                                                .build()));
    }

    private static CompletionStage<Iq> now(Iq answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
