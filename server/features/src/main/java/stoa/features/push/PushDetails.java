package stoa.features.push;

/** How much push services are told of what was missed: each says what those before it say too. */
public enum PushDetails {
    /** How many messages and requests. */
    COUNT,

    /** And who has sent the last message. */
    SENDER,

    /** And what it says, unless it is encrypted. */
    BODY
}
