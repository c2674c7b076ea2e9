package stoa.core.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Service discovery of commands, XEP-0050 sections 2.2 and 2.3: the list of commands is a node,
 * {@link CommandResponder#NAMESPACE}, and each command another. A command is there for those who
 * may run it; to others it is forbidden. Any thread.
 */
public final class CommandDiscovery {
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String ITEMS = "http://jabber.org/protocol/disco#items";

    private interface Answer {
        Element get();
    }

    private CommandDiscovery() {}

    /**
     * Answers disco#info.
     *
     * @param request with both addresses
     * @param application whether it comes from an application (XEP-0493)
     * @param command the one at that node, or null for the list of commands
     */
    public static CompletionStage<Iq> info(
            Iq request, boolean application, @Nullable AdHocCommand command) {
        return command == null
                ? CompletableFuture.completedFuture(
                        request.result(
                                info(CommandResponder.NAMESPACE, "command-list", "Commands")))
                : ifFor(
                        command,
                        request,
                        application,
                        () -> info(command.node(), "command-node", command.name()));
    }

    /**
     * Answers disco#items.
     *
     * @param request with both addresses
     * @param application whether it comes from an application (XEP-0493)
     * @param command the one at that node, or null for the list of commands
     * @param all the commands that there are
     */
    public static CompletionStage<Iq> items(
            Iq request,
            boolean application,
            @Nullable AdHocCommand command,
            Collection<AdHocCommand> all) {
        return command == null
                ? list(request, application, all)
                : ifFor(command, request, application, () -> items(command.node()).build());
    }

    /** Section 2.3: to whom it is not available, it is forbidden. */
    private static CompletionStage<Iq> ifFor(
            AdHocCommand command, Iq request, boolean application, Answer answer) {
        return command.isFor(requester(request, application))
                .thenApply(
                        may ->
                                may
                                        ? request.result(answer.get())
                                        : request.refuse(
                                                Condition.FORBIDDEN
                                                        .error()
                                                        .withType(StanzaError.Type.CANCEL)));
    }

    private static CompletionStage<Iq> list(
            Iq request, boolean application, Collection<AdHocCommand> commands) {
        CompletionStage<List<AdHocCommand>> all =
                CompletableFuture.completedFuture(new ArrayList<>());
        for (AdHocCommand command : commands) {
            all =
                    all.thenCombine(
                            command.isFor(requester(request, application)),
                            (some, may) -> {
                                if (may) {
                                    some.add(command);
                                }
                                return some;
                            });
        }
        return all.thenApply(allowed -> request.result(list(allowed, request)));
    }

    private static Element list(List<AdHocCommand> commands, Iq request) {
        Element.Builder query = items(CommandResponder.NAMESPACE);
        for (AdHocCommand command : commands) {
            query.child(
                    Element.of("item", ITEMS)
                            .attribute("jid", Objects.requireNonNull(request.to()).toString())
                            .attribute("node", command.node())
                            .attribute("name", command.name())
                            .build());
        }
        return query.build();
    }

    private static Element.Builder items(String node) {
        return Element.of("query", ITEMS).attribute("node", node);
    }

    private static Element info(String node, String type, String name) {
        return Element.of("query", INFO)
                .attribute("node", node)
                .child(
                        Element.of("identity", INFO)
                                .attribute("category", "automation")
                                .attribute("type", type)
                                .attribute("name", name)
                                .build())
                .child(feature(CommandResponder.NAMESPACE))
                .child(feature(DataForm.NAMESPACE))
                .build();
    }

    private static Element feature(String var) {
        return Element.of("feature", INFO).attribute("var", var).build();
    }

    private static Requester requester(Iq request, boolean application) {
        return new Requester(
                Objects.requireNonNull(request.from()),
                Objects.requireNonNull(request.to()),
                application);
    }
}
