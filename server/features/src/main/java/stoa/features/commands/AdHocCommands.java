package stoa.features.commands;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.command.AdHocCommand;
import stoa.core.command.CommandDiscovery;
import stoa.core.command.CommandResponder;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.NamedNodes;
import stoa.core.hook.SessionLife;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Name;

/** XEP-0050 for the server and its accounts: each requester sees and runs what is for them. */
public final class AdHocCommands implements Feature {
    private static final String NAMESPACE = CommandResponder.NAMESPACE;

    private final CommandResponder responder;

    public AdHocCommands(SecureRandom random, InstantSource clock) {
        responder = new CommandResponder(random, clock);
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(50, "1.3.0"))
                .advertises(Target.SERVER, NAMESPACE)
                .advertises(Target.ACCOUNT, NAMESPACE);
    }

    @Override
    public void install(Hooks hooks) {
        for (Target target : Target.values()) {
            hooks.iq(
                    target,
                    Name.of(NAMESPACE, "command"),
                    request ->
                            responder.run(
                                    request.iq(),
                                    request.byApplication(),
                                    node -> hooks.command(target, node)));
        }
        hooks.namedNodes(new Nodes(hooks));
        hooks.observe(SessionLife.ENDED, session -> responder.ended(session.address()));
    }

    /** Section 2.2: the list of commands is a node, and each command another. */
    private record Nodes(Hooks hooks) implements NamedNodes {
        @Override
        public boolean has(Target target, String node) {
            return node.equals(NAMESPACE) || hooks.command(target, node) != null;
        }

        @Override
        public CompletionStage<Iq> info(Target target, IqRequest request) {
            return CommandDiscovery.info(
                    request.iq(), request.byApplication(), command(target, request));
        }

        @Override
        public CompletionStage<Iq> items(Target target, IqRequest request) {
            return CommandDiscovery.items(
                    request.iq(),
                    request.byApplication(),
                    command(target, request),
                    hooks.commands(target));
        }

        private @Nullable AdHocCommand command(Target target, IqRequest request) {
            return hooks.command(
                    target, Objects.requireNonNull(request.payload().attribute("node")));
        }
    }
}
