package stoa.store.pubsub;

import java.util.List;
import java.util.Map;
import stoa.xmpp.jid.Jid;

/**
 * A node with all that its service loads: everything but the payloads.
 *
 * @param items in the order of publication
 */
public record LoadedNode(
        StoredNode node,
        Map<Jid, NodeAffiliation> affiliations,
        List<StoredSubscription> subscriptions,
        List<ItemEntry> items) {
    public LoadedNode {
        affiliations = Map.copyOf(affiliations);
        subscriptions = List.copyOf(subscriptions);
        items = List.copyOf(items);
    }
}
