package stoa.pubsub.node;

/** What a node holds: items, or other nodes (XEP-0248 section 3). */
public enum NodeType {
    LEAF,
    COLLECTION
}
