package stoa.store.pubsub;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;
import stoa.xmpp.jid.Jid;

/**
 * A node as it is shown to those who come: with the newest of its items only.
 *
 * @param last null when there is none
 * @param payload the last item's; null when it is longer than was asked for
 */
public record ShownNode(
        StoredNode node,
        Map<Jid, NodeAffiliation> affiliations,
        List<StoredSubscription> subscriptions,
        @Nullable ItemEntry last,
        @Nullable Bytes payload) {
    public ShownNode {
        affiliations = Map.copyOf(affiliations);
        subscriptions = List.copyOf(subscriptions);
    }
}
