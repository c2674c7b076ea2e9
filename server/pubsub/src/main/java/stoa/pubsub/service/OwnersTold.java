package stoa.pubsub.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.NodeConfig;
import stoa.pubsub.node.Subscription;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.jid.Jid;

/**
 * What a node's owners are told of its subscriptions at a shared service: who asks to be let in
 * (XEP-0060 section 8.6), and where the node says so ({@code pubsub#notify_sub}) who has come and
 * who has gone. Whoever does it knows already.
 */
final class OwnersTold {
    private OwnersTold() {}

    /**
     * A decision, with what owners are told after it.
     *
     * @param state as it was before
     * @param by whose request it is, without resource
     */
    static Decision<PubsubEvent, PubsubEffect> told(
            PubsubState state, Decision<PubsubEvent, PubsubEffect> decision, Jid by) {
        List<PubsubEffect> told = new ArrayList<>();
        for (PubsubEvent event : decision.events()) {
            if (event instanceof PubsubEvent.Subscribed(var name, var subscription)) {
                PubsubState.Kept kept = state.find(name);
                if (kept != null) {
                    tell(kept.node(), subscription, by, told);
                }
            }
        }
        return decision.then(told);
    }

    private static void tell(Node node, Subscription now, Jid by, List<PubsubEffect> told) {
        SubscriptionState before = before(node, now);
        if (before == now.state()) {
            return; // only its options are other ones
        }
        boolean asks = now.state() == SubscriptionState.PENDING;
        boolean comes = now.isSubscribed();
        boolean goes = before == SubscriptionState.SUBSCRIBED;
        if (!asks && !(node.get(NodeConfig.NOTIFY_SUB) && (comes || goes))) {
            return;
        }
        for (Map.Entry<Jid, NodeAffiliation> entry : node.affiliations().entrySet()) {
            Jid owner = entry.getKey();
            if (entry.getValue() == NodeAffiliation.OWNER && !owner.equals(by)) {
                told.add(
                        asks
                                ? new PubsubEffect.Say(Approving.request(node, now, owner))
                                : new PubsubEffect.TellSubscriber(
                                        owner, Events.subscription(node.name(), now)));
            }
        }
    }

    private static @Nullable SubscriptionState before(Node node, Subscription now) {
        return node.subscriptions(now.who()).stream()
                .filter(one -> one.isSame(now))
                .map(Subscription::state)
                .findFirst()
                .orElse(null);
    }
}
