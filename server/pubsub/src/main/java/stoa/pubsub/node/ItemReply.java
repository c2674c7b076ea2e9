package stoa.pubsub.node;

/** Whom replies to an item go to, XEP-0060 section 16.4.4; said to readers, of no effect here. */
public enum ItemReply {
    OWNER,
    PUBLISHER
}
