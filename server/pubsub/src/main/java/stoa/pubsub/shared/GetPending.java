package stoa.pubsub.shared;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.command.AdHocCommand;
import stoa.core.command.CommandStep;
import stoa.core.command.Requester;
import stoa.pubsub.node.Pubsub;
import stoa.pubsub.service.Pending;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * An owner has the requests to be let in sent again, XEP-0060 section 8.7: a command (XEP-0050)
 * that asks at which node, of those where somebody waits. Any thread.
 */
final class GetPending implements AdHocCommand {
    static final String NODE = Pubsub.NS + "#get-pending";
    private static final String FIELD = "pubsub#node";

    /** Has the service's entity tell. */
    interface Asking {
        /**
         * The nodes of somebody where others wait, or the requests of a node.
         *
         * @param node null for the nodes
         */
        CompletionStage<Pending> pending(Jid who, @Nullable String node);
    }

    private final Asking asking;

    GetPending(Asking asking) {
        this.asking = asking;
    }

    @Override
    public String node() {
        return NODE;
    }

    @Override
    public String name() {
        return "Requests to subscribe to my nodes";
    }

    /** Section 8.7.3.3: for owners. */
    @Override
    public CompletionStage<Boolean> isFor(Requester requester) {
        return asking.pending(requester.from(), null)
                .thenApply(pending -> !(pending instanceof Pending.Nodes nodes) || nodes.owner());
    }

    @Override
    public CompletionStage<CommandStep> begin(Requester requester) {
        return asking.pending(requester.from(), null)
                .thenApply(
                        pending ->
                                pending instanceof Pending.Nodes(var owner, var names)
                                                && !names.isEmpty()
                                        ? CommandStep.askLast(
                                                form(names),
                                                submitted -> send(requester, submitted))
                                        : done(pending, "Nobody waits to be let in."));
    }

    private static DataForm form(List<String> names) {
        FormField nodes =
                FormField.of(FormField.Type.LIST_SINGLE, FIELD, "Node")
                        .withOptions(
                                names.stream()
                                        .map(name -> new FormField.Option(null, name))
                                        .toArray(FormField.Option[]::new))
                        .asRequired();
        return DataForm.of(DataForm.Type.FORM, Pubsub.SUBSCRIBE_AUTHORIZATION, List.of(nodes));
    }

    private CompletionStage<CommandStep> send(Requester requester, DataForm submitted) {
        String node = submitted.value(FIELD);
        return node == null
                ? CompletableFuture.completedFuture(
                        new CommandStep.Refused(Condition.BAD_REQUEST.error()))
                : asking.pending(requester.from(), node)
                        .thenApply(pending -> done(pending, "The requests are sent to you."));
    }

    private static CommandStep done(Pending pending, String sentence) {
        return pending instanceof Pending.Refused(var error)
                ? new CommandStep.Refused(error)
                : CommandStep.done(sentence);
    }
}
