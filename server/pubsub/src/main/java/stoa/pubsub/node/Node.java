package stoa.pubsub.node;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.StoredNode;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * A leaf node without its items. Immutable.
 *
 * @param service whose node it is: its owner
 * @param affiliations by address without resource, but for the owner's own
 * @param subscriptions explicit ones, by the subscribed address
 */
public record Node(
        BareJid service,
        String name,
        NodeConfig config,
        Map<Jid, NodeAffiliation> affiliations,
        Map<Jid, SubscriptionState> subscriptions,
        Instant createdAt) {
    public Node {
        affiliations = Map.copyOf(affiliations);
        subscriptions = Map.copyOf(subscriptions);
    }

    public static Node created(BareJid service, String name, NodeConfig config, Instant at) {
        return new Node(service, name, config, Map.of(), Map.of(), at);
    }

    public static Node of(
            StoredNode stored,
            Map<Jid, NodeAffiliation> affiliations,
            Map<Jid, SubscriptionState> subscriptions) {
        return new Node(
                stored.service(),
                stored.name(),
                NodeConfig.fromStored(stored.config()),
                affiliations,
                subscriptions,
                stored.createdAt());
    }

    public StoredNode toStored() {
        return new StoredNode(service, name, config.toStored(), NodeConfig.VERSION, createdAt);
    }

    public <T> T get(ConfigField<T> field) {
        return config.get(field);
    }

    /** The standing of an address, section 4.1. */
    public NodeAffiliation affiliation(Jid bare) {
        return bare.equals(service)
                ? NodeAffiliation.OWNER
                : affiliations.getOrDefault(bare, NodeAffiliation.NONE);
    }

    /** The subscription of exactly that address. */
    public SubscriptionState subscription(Jid address) {
        return subscriptions.getOrDefault(address, SubscriptionState.NONE);
    }

    /** Whether somebody with that address, with or without resource, is subscribed. */
    public boolean isSubscribed(Jid address) {
        return subscription(address) == SubscriptionState.SUBSCRIBED
                || subscription(address.bare()) == SubscriptionState.SUBSCRIBED;
    }

    public Node with(NodeConfig changed) {
        return new Node(service, name, changed, affiliations, subscriptions, createdAt);
    }

    public Node with(Jid who, NodeAffiliation affiliation) {
        Map<Jid, NodeAffiliation> changed = new HashMap<>(affiliations);
        if (affiliation == NodeAffiliation.NONE) {
            changed.remove(who);
        } else {
            changed.put(who, affiliation);
        }
        return new Node(service, name, config, changed, subscriptions, createdAt);
    }

    public Node with(Jid who, SubscriptionState state) {
        Map<Jid, SubscriptionState> changed = new HashMap<>(subscriptions);
        if (state == SubscriptionState.NONE) {
            changed.remove(who);
        } else {
            changed.put(who, state);
        }
        return new Node(service, name, config, affiliations, changed, createdAt);
    }
}
