package stoa.store.pubsub;

/** How far a subscription has come, XEP-0060 section 4.2. */
public enum SubscriptionState {
    /** An owner has to approve it. */
    PENDING,
    SUBSCRIBED,
    /** Stored as no entry at all. */
    NONE
}
