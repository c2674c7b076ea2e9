package stoa.pubsub.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.StoredNode;
import stoa.store.pubsub.StoredSubscription;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;

/**
 * A node without its items. Immutable.
 *
 * @param service whose node it is; an account is the owner of its nodes
 * @param creator who made it, without resource: the service itself, or one of those that use it
 * @param affiliations by address without resource, but for an account's own
 * @param subscriptions explicit ones, by the subscribers' addresses without resource
 */
public record Node(
        Jid service,
        String name,
        Jid creator,
        NodeConfig config,
        Map<Jid, NodeAffiliation> affiliations,
        Map<Jid, List<Subscription>> subscriptions,
        Instant createdAt) {
    /** Beside the configuration in the store. */
    private static final String CREATOR = "pubsub#creator";

    public Node {
        affiliations = Map.copyOf(affiliations);
        subscriptions = Map.copyOf(subscriptions);
    }

    /** A node that its service has made. */
    public static Node created(Jid service, String name, NodeConfig config, Instant at) {
        return new Node(service, name, service, config, Map.of(), Map.of(), at);
    }

    /** A node that somebody has made, and owns. */
    public static Node created(
            Jid service, String name, Jid creator, NodeConfig config, Instant at) {
        return new Node(
                service,
                name,
                creator,
                config,
                Map.of(creator, NodeAffiliation.OWNER),
                Map.of(),
                at);
    }

    public static Node of(
            StoredNode stored,
            Map<Jid, NodeAffiliation> affiliations,
            List<StoredSubscription> subscriptions) {
        Map<Jid, List<Subscription>> byAccount = new HashMap<>();
        for (StoredSubscription one : subscriptions) {
            byAccount
                    .computeIfAbsent(one.subscriber().bare(), key -> new ArrayList<>())
                    .add(Subscription.of(one));
        }
        byAccount.replaceAll((who, list) -> List.copyOf(list));
        return new Node(
                stored.service(),
                stored.name(),
                creator(stored),
                NodeConfig.fromStored(stored.config()),
                affiliations,
                byAccount,
                stored.createdAt());
    }

    private static Jid creator(StoredNode stored) {
        try {
            return Jid.parse(stored.config().getOrDefault(CREATOR, List.of("")).getFirst());
        } catch (InvalidJidException nobodyElse) {
            return stored.service();
        }
    }

    public StoredNode toStored() {
        Map<String, List<String>> stored = new TreeMap<>(config.toStored());
        if (!creator.equals(service)) {
            stored.put(CREATOR, List.of(creator.toString()));
        }
        return new StoredNode(service, name, stored, NodeConfig.VERSION, createdAt);
    }

    /**
     * The account whose node it is.
     *
     * @throws ClassCastException for a node of a service with an address of its own
     */
    public BareJid account() {
        return (BareJid) service;
    }

    public <T> T get(ConfigField<T> field) {
        return config.get(field);
    }

    public boolean isCollection() {
        return config.isCollection();
    }

    /** The standing of an address, section 4.1. */
    public NodeAffiliation affiliation(Jid bare) {
        return bare.equals(service)
                ? NodeAffiliation.OWNER
                : affiliations.getOrDefault(bare, NodeAffiliation.NONE);
    }

    public boolean isOwner(Jid bare) {
        return affiliation(bare) == NodeAffiliation.OWNER;
    }

    /** All subscriptions of somebody, with any resource and without. */
    public List<Subscription> subscriptions(Jid who) {
        return subscriptions.getOrDefault(who.bare(), List.of());
    }

    /** How many subscriptions there are. */
    public int subscribed() {
        return subscriptions.values().stream().mapToInt(List::size).sum();
    }

    /** How far exactly that address has come. */
    public SubscriptionState subscription(Jid address) {
        SubscriptionState furthest = SubscriptionState.NONE;
        for (Subscription one : subscriptions(address)) {
            if (one.who().equals(address)) {
                if (one.isSubscribed()) {
                    return SubscriptionState.SUBSCRIBED;
                }
                furthest = one.state();
            }
        }
        return furthest;
    }

    /** Whether somebody with that address, with or without resource, is subscribed. */
    public boolean isSubscribed(Jid address) {
        return subscription(address) == SubscriptionState.SUBSCRIBED
                || subscription(address.bare()) == SubscriptionState.SUBSCRIBED;
    }

    public Node with(NodeConfig changed) {
        return new Node(service, name, creator, changed, affiliations, subscriptions, createdAt);
    }

    public Node with(Jid who, NodeAffiliation affiliation) {
        Map<Jid, NodeAffiliation> changed = new HashMap<>(affiliations);
        if (affiliation == NodeAffiliation.NONE) {
            changed.remove(who);
        } else {
            changed.put(who, affiliation);
        }
        return new Node(service, name, creator, config, changed, subscriptions, createdAt);
    }

    /** With a subscription, in place of the one with its address and id if there was one. */
    public Node with(Subscription subscription) {
        Jid bare = subscription.who().bare();
        List<Subscription> list = new ArrayList<>(subscriptions(bare));
        list.removeIf(subscription::isSame);
        if (subscription.state() != SubscriptionState.NONE) {
            list.add(subscription);
        }
        Map<Jid, List<Subscription>> changed = new HashMap<>(subscriptions);
        if (list.isEmpty()) {
            changed.remove(bare);
        } else {
            changed.put(bare, List.copyOf(list));
        }
        return new Node(service, name, creator, config, affiliations, changed, createdAt);
    }
}
