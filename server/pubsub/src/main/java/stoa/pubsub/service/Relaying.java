package stoa.pubsub.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.Pubsub;
import stoa.pubsub.node.SubscriptionType;
import stoa.xmpp.xml.Element;

/**
 * What happens to a node is told of through the collections that it is in, XEP-0248 section 5.3.
 */
final class Relaying {
    private Relaying() {}

    /** A decision, with what is told through collections after it. */
    static Decision<PubsubEvent, PubsubEffect> relayed(
            PubsubState state, Decision<PubsubEvent, PubsubEffect> decision) {
        List<PubsubEffect> all = new ArrayList<>();
        for (PubsubEffect effect : decision.effects()) {
            all.add(effect);
            PubsubEffect relay = relay(state, effect);
            if (relay != null) {
                all.add(relay);
            }
        }
        return all.size() == decision.effects().size()
                ? decision
                : new Decision<>(decision.events(), all, true);
    }

    private static @Nullable PubsubEffect relay(PubsubState state, PubsubEffect effect) {
        return switch (effect) {
            case PubsubEffect.Publish(var node, var item) ->
                    relay(
                            state,
                            node,
                            Events.item(node, item.id(), item.publisher(), item.payload()));
            case PubsubEffect.Show(var node, var last, var event) -> relay(state, node, event);
            case PubsubEffect.Hide(var node, var event) -> relay(state, node, event);
            default -> null; // nothing that happens to a node
        };
    }

    private static @Nullable PubsubEffect relay(
            PubsubState state, Node node, @Nullable Element event) {
        if (event == null || !node.get(NodeConfig.DELIVER_NOTIFICATIONS)) {
            return null;
        }
        List<PubsubEffect.Way> ways = ways(state, node);
        return ways.isEmpty() ? null : new PubsubEffect.Relay(node, event, kind(event), ways);
    }

    /** Section 6.1: items are published, retracted and purged; the rest is about nodes. */
    private static SubscriptionType kind(Element event) {
        boolean items =
                event.child("items", Pubsub.EVENT) != null
                        || event.child("purge", Pubsub.EVENT) != null;
        return items ? SubscriptionType.ITEMS : SubscriptionType.NODES;
    }

    /** The collections that a node is in, the nearest first, each once by its shortest way. */
    static List<PubsubEffect.Way> ways(PubsubState state, Node node) {
        List<PubsubEffect.Way> ways = new ArrayList<>();
        Set<String> found = new HashSet<>();
        Deque<PubsubEffect.Way> next = new ArrayDeque<>();
        next.add(new PubsubEffect.Way(node, 0));
        while (!next.isEmpty()) {
            PubsubEffect.Way below = next.remove();
            for (String name : below.collection().get(NodeConfig.COLLECTION)) {
                PubsubState.Kept collection = state.find(name);
                if (collection != null && found.add(name)) {
                    PubsubEffect.Way way =
                            new PubsubEffect.Way(collection.node(), below.depth() + 1);
                    ways.add(way);
                    next.add(way);
                }
            }
        }
        return ways;
    }
}
