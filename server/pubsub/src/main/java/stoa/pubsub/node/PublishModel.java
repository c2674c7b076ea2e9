package stoa.pubsub.node;

/** Who may publish, XEP-0060 section 16.4.4. */
public enum PublishModel {
    PUBLISHERS,
    SUBSCRIBERS,
    OPEN
}
