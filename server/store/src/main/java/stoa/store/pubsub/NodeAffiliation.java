package stoa.store.pubsub;

/** A standing at a node, XEP-0060 section 4.1. */
public enum NodeAffiliation {
    OWNER,
    PUBLISHER,
    PUBLISH_ONLY,
    MEMBER,
    OUTCAST,
    /** Stored as no entry at all. */
    NONE
}
