package stoa.pubsub.node;

/** Of what in a collection a subscription tells, XEP-0248 section 6.1. */
public enum SubscriptionType {
    ITEMS,
    NODES,
    ALL;

    /** Whether one of that type tells of what the other one tells of. */
    public boolean includes(SubscriptionType other) {
        return this == ALL || this == other;
    }

    /** Whether there is something that both tell of. */
    public boolean overlaps(SubscriptionType other) {
        return this == ALL || other == ALL || this == other;
    }
}
