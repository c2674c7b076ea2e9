package stoa.pubsub.node;

/** When the last item is sent to whom it has not been sent, XEP-0060 section 16.4.4. */
public enum SendLast {
    NEVER,
    ON_SUB,
    ON_SUB_AND_PRESENCE
}
