package stoa.conformance.wire;

/** The ways a client reaches the server. */
public enum Transport {
    /** TCP, encrypted after STARTTLS (RFC 6120, section 5). */
    STARTTLS,
    /** TLS from the first byte (XEP-0368). */
    DIRECT_TLS,
    /**
     * TCP and never encrypted: to see what is refused then, or with {@code xmpp.allow_plaintext}.
     */
    PLAIN,
    /** RFC 7395. */
    WEBSOCKET
}
