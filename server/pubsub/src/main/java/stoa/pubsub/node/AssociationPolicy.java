package stoa.pubsub.node;

/** Who may put nodes of theirs into a collection, XEP-0248 section 7.2. */
public enum AssociationPolicy {
    ALL,
    OWNERS,
    WHITELIST
}
