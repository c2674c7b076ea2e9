package stoa.pubsub.node;

import stoa.store.pubsub.StoredSubscription;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.jid.Jid;

/**
 * A subscription to a node, XEP-0060 section 4.2. Immutable.
 *
 * @param who the subscribed address, with or without resource
 * @param id tells several of one address apart (section 6.1.6); empty where there is one at most
 */
public record Subscription(
        Jid who, String id, SubscriptionState state, SubscriptionOptions options) {
    /** One whose address says all of it. */
    public static Subscription of(Jid who, SubscriptionState state) {
        return new Subscription(who, "", state, SubscriptionOptions.DEFAULTS);
    }

    static Subscription of(StoredSubscription stored) {
        return new Subscription(
                stored.subscriber(),
                stored.id(),
                stored.state(),
                SubscriptionOptions.fromStored(stored.options()));
    }

    public StoredSubscription toStored() {
        return new StoredSubscription(who, id, state, options.toStored());
    }

    public Subscription with(SubscriptionState changed) {
        return new Subscription(who, id, changed, options);
    }

    public Subscription with(SubscriptionOptions changed) {
        return new Subscription(who, id, state, changed);
    }

    public boolean isSubscribed() {
        return state == SubscriptionState.SUBSCRIBED;
    }

    /** Whether both are the same subscription, in whatever state. */
    public boolean isSame(Subscription other) {
        return who.equals(other.who) && id.equals(other.id);
    }
}
