package stoa.features.commands;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.command.AdHocCommand;
import stoa.core.command.CommandResponder;
import stoa.core.command.Requester;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.NamedNodes;
import stoa.core.hook.SessionLife;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/** XEP-0050 for the server and its accounts: each requester sees and runs what is for them. */
public final class AdHocCommands implements Feature {
    private static final String NAMESPACE = CommandResponder.NAMESPACE;
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

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
            AdHocCommand command = hooks.command(target, node(request));
            return command == null
                    ? CompletableFuture.completedFuture(
                            request.result(info(node(request), "command-list", "Commands")))
                    : ifFor(
                            command,
                            request,
                            () -> info(command.node(), "command-node", command.name()));
        }

        @Override
        public CompletionStage<Iq> items(Target target, IqRequest request) {
            AdHocCommand command = hooks.command(target, node(request));
            return command == null
                    ? list(target, request)
                    : ifFor(command, request, () -> items(command.node()).build());
        }

        private interface Answer {
            Element get();
        }

        /** Section 2.3: to whom it is not available, it is forbidden. */
        private static CompletionStage<Iq> ifFor(
                AdHocCommand command, IqRequest request, Answer answer) {
            return command.isFor(requester(request))
                    .thenApply(
                            may ->
                                    may
                                            ? request.result(answer.get())
                                            : request.refuse(
                                                    Condition.FORBIDDEN
                                                            .error()
                                                            .withType(StanzaError.Type.CANCEL)));
        }

        private CompletionStage<Iq> list(Target target, IqRequest request) {
            CompletionStage<List<AdHocCommand>> all =
                    CompletableFuture.completedFuture(new ArrayList<>());
            for (AdHocCommand command : hooks.commands(target)) {
                all =
                        all.thenCombine(
                                command.isFor(requester(request)),
                                (some, may) -> {
                                    if (may) {
                                        some.add(command);
                                    }
                                    return some;
                                });
            }
            return all.thenApply(commands -> request.result(list(request, commands)));
        }

        private static Element list(IqRequest request, List<AdHocCommand> commands) {
            Element.Builder query = items(NAMESPACE);
            for (AdHocCommand command : commands) {
                query.child(
                        Element.of("item", ITEMS)
                                .attribute("jid", request.to().toString())
                                .attribute("node", command.node())
                                .attribute("name", command.name())
                                .build());
            }
            return query.build();
        }

        private static Element.Builder items(String node) {
            return Element.of("query", ITEMS).attribute("node", node);
        }

        private static Element info(String node, String type, @Nullable String name) {
            return Element.of("query", INFO)
                    .attribute("node", node)
                    .child(
                            Element.of("identity", INFO)
                                    .attribute("category", "automation")
                                    .attribute("type", type)
                                    .attribute("name", name)
                                    .build())
                    .child(feature(NAMESPACE))
                    .child(feature(DataForm.NAMESPACE))
                    .build();
        }

        private static Element feature(String var) {
            return Element.of("feature", INFO).attribute("var", var).build();
        }

        private static String node(IqRequest request) {
            return Objects.requireNonNull(request.payload().attribute("node"));
        }

        private static Requester requester(IqRequest request) {
            return new Requester(request.from(), request.to(), request.byApplication());
        }
    }
}
