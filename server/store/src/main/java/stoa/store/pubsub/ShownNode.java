package stoa.store.pubsub;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;

/**
 * A node as it is shown to those who come: with the newest of its items only.
 *
 * @param last null when there is none, or when its payload is longer than was asked for
 */
public record ShownNode(
        StoredNode node,
        Map<Jid, NodeAffiliation> affiliations,
        Map<Jid, SubscriptionState> subscriptions,
        @Nullable StoredItem last) {
    public ShownNode {
        affiliations = Map.copyOf(affiliations);
        subscriptions = Map.copyOf(subscriptions);
    }
}
