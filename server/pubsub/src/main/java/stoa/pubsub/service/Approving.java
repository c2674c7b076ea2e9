package stoa.pubsub.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.Pubsub;
import stoa.pubsub.node.Subscription;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/**
 * Letting subscribers in at a shared service, XEP-0060 sections 8.6 and 8.7: each owner is sent a
 * form for each request, the first answer counts, and an owner may have the forms sent again.
 */
final class Approving {
    /** Nodes in one list of those where somebody waits. */
    static final int MOST_NODES = 100;

    private Approving() {}

    /** The form by which an owner allows or denies, section 8.6: a line of talk, so it is kept. */
    static Message request(Node node, Subscription pending, Jid owner) {
        Message form = form(node, pending, owner);
        List<Element> payloads = new ArrayList<>();
        payloads.add(Element.text("body", Message.CLIENT, asks(node, pending)));
        payloads.addAll(form.payloads());
        return form.withPayloads(payloads);
    }

    private static String asks(Node node, Subscription pending) {
        String title = node.get(NodeConfig.TITLE);
        String named = title.isEmpty() ? node.name() : title + " (" + node.name() + ")";
        return pending.who() + " asks to subscribe to " + named + ".";
    }

    /** The form alone, for who is there to fill it in. */
    private static Message form(Node node, Subscription pending, Jid owner) {
        List<FormField> fields =
                List.of(
                        FormField.text("pubsub#node", "Node", node.name()),
                        FormField.text("pubsub#subid", "Id of the subscription", pending.id()),
                        FormField.of(
                                FormField.Type.JID_SINGLE,
                                "pubsub#subscriber_jid",
                                "Who asks",
                                pending.who().toString()),
                        FormField.bool("pubsub#allow", "May they subscribe?", false));
        DataForm form =
                DataForm.of(DataForm.Type.FORM, Pubsub.SUBSCRIBE_AUTHORIZATION, fields)
                        .titled("A request to subscribe", asks(node, pending));
        return Message.of(Message.Type.NORMAL, node.service(), owner, form.toElement())
                .withId(pending.id());
    }

    /** An answer to a request that another owner has answered changes nothing. */
    static Decision<PubsubEvent, PubsubEffect> decide(
            PubsubState state, PubsubCommand.Approve answer) {
        Approval approval = answer.approval();
        PubsubState.Kept kept = state.find(approval.node());
        if (kept == null || !Owned.may(answer.owner(), kept)) {
            StanzaError error = Owned.refused(answer.owner(), kept);
            return Decision.speak(
                    List.of(new PubsubEffect.Complete<>(answer.answer(), Optional.of(error))));
        }
        Draft draft = new Draft();
        draft.say(new PubsubEffect.Complete<>(answer.answer(), Optional.empty()));
        Subscription waiting = waiting(kept.node(), approval);
        if (waiting == null) {
            return draft.done();
        }
        Subscription settled =
                waiting.with(
                        approval.allows() ? SubscriptionState.SUBSCRIBED : SubscriptionState.NONE);
        Subscribing.settle(draft, kept, kept.node().with(settled), List.of(settled));
        return draft.done();
    }

    private static @Nullable Subscription waiting(Node node, Approval approval) {
        for (Subscription one : pending(node, approval.who())) {
            boolean meant = approval.subid() == null || approval.subid().equals(one.id());
            if (one.who().equals(approval.who()) && meant) {
                return one;
            }
        }
        return null;
    }

    /** The requests of somebody, with any resource and without. */
    static List<Subscription> pending(Node node, Jid who) {
        return node.subscriptions(who).stream()
                .filter(one -> one.state() == SubscriptionState.PENDING)
                .toList();
    }

    private static boolean isWaitedFor(Node node) {
        return node.subscriptions().values().stream()
                .flatMap(List::stream)
                .anyMatch(one -> one.state() == SubscriptionState.PENDING);
    }

    private static List<Subscription> pending(Node node) {
        return node.subscriptions().keySet().stream()
                .sorted(Comparator.comparing(Jid::toString))
                .flatMap(who -> pending(node, who).stream())
                .toList();
    }

    /**
     * Sections 8.7.2 and 8.7.4: the forms go to the client that asks for them, and not once more
     * into the history.
     */
    static Decision<PubsubEvent, PubsubEffect> again(
            PubsubState state, PubsubCommand.AskPending command) {
        Asker asker = command.asker();
        if (command.node() == null) {
            return answered(command, nodes(state, asker));
        }
        PubsubState.Kept kept = state.find(command.node());
        if (kept == null || !Owned.may(asker, kept)) {
            return answered(command, new Pending.Refused(Owned.refused(asker, kept)));
        }
        List<PubsubEffect> effects = new ArrayList<>();
        effects.add(new PubsubEffect.Complete<>(command.answer(), new Pending.Sent()));
        for (Subscription one : pending(kept.node())) {
            effects.add(new PubsubEffect.Say(form(kept.node(), one, asker.address())));
        }
        return Decision.speak(effects);
    }

    private static Decision<PubsubEvent, PubsubEffect> answered(
            PubsubCommand.AskPending command, Pending answer) {
        return Decision.speak(List.of(new PubsubEffect.Complete<>(command.answer(), answer)));
    }

    private static Pending nodes(PubsubState state, Asker asker) {
        List<Node> owned =
                state.all().stream().map(PubsubState.Kept::node).filter(asker::owns).toList();
        List<String> waitedFor =
                owned.stream()
                        .filter(Approving::isWaitedFor)
                        .limit(MOST_NODES)
                        .map(Node::name)
                        .toList();
        return new Pending.Nodes(!owned.isEmpty(), waitedFor);
    }
}
