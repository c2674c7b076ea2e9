package stoa.pubsub.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stoa.core.entity.Decision;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.Subscription;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.jid.Jid;

/**
 * An account is no more: whoever gets its address next has none of its standings and subscriptions.
 * Nodes that it alone owned are deleted, as nobody could do so any more.
 */
final class Forsaking {
    private Forsaking() {}

    static Decision<PubsubEvent, PubsubEffect> decide(PubsubState state, Jid account) {
        List<PubsubEvent> events = new ArrayList<>();
        List<PubsubEffect> effects = new ArrayList<>();
        List<String> deleted = new ArrayList<>();
        for (PubsubState.Kept kept : state.all()) {
            Node node = kept.node();
            if (isOnlyOwner(node, account)) {
                deleted.add(node.name());
                effects.add(
                        new PubsubEffect.Hide(
                                node,
                                node.get(NodeConfig.NOTIFY_DELETE)
                                        ? Events.of("delete", node.name())
                                        : null));
                continue;
            }
            if (node.affiliation(account) != NodeAffiliation.NONE) {
                events.add(new PubsubEvent.Affiliated(node.name(), account, NodeAffiliation.NONE));
            }
            for (Subscription one : node.subscriptions(account)) {
                events.add(
                        new PubsubEvent.Subscribed(node.name(), one.with(SubscriptionState.NONE)));
            }
        }
        orphan(state, deleted, events);
        deleted.forEach(name -> events.add(new PubsubEvent.Deleted(name)));
        return Decision.<PubsubEvent, PubsubEffect>record(events).then(effects);
    }

    private static boolean isOnlyOwner(Node node, Jid account) {
        return node.isOwner(account)
                && node.affiliations().entrySet().stream()
                        .filter(entry -> entry.getValue() == NodeAffiliation.OWNER)
                        .map(Map.Entry::getKey)
                        .allMatch(account::equals);
    }

    /** What stays is in no collection that goes. */
    private static void orphan(PubsubState state, List<String> deleted, List<PubsubEvent> events) {
        for (PubsubState.Kept kept :
                deleted.isEmpty() ? List.<PubsubState.Kept>of() : state.all()) {
            Node node = kept.node();
            List<String> parents = new ArrayList<>(node.get(NodeConfig.COLLECTION));
            if (parents.removeAll(deleted) && !deleted.contains(node.name())) {
                events.add(
                        new PubsubEvent.Configured(
                                node.with(node.config().with(NodeConfig.COLLECTION, parents))));
            }
        }
    }
}
