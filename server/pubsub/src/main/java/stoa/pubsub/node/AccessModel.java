package stoa.pubsub.node;

/** Who may subscribe and read, XEP-0060 section 4.5. */
public enum AccessModel {
    OPEN,
    PRESENCE,
    ROSTER,
    AUTHORIZE,
    WHITELIST
}
