package stoa.net.stream;

/** The namespaces of negotiation. */
public final class Namespaces {
    public static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
    public static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
    public static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";

    /** XEP-0388. */
    public static final String SASL2 = "urn:xmpp:sasl:2";

    /** XEP-0386. */
    public static final String BIND2 = "urn:xmpp:bind:0";

    /** XEP-0440. */
    public static final String CHANNEL_BINDING = "urn:xmpp:sasl-cb:0";

    /** XEP-0484. */
    public static final String FAST = "urn:xmpp:fast:0";

    /** XEP-0480. */
    public static final String UPGRADE = "urn:xmpp:sasl:upgrade:0";

    /** XEP-0480 section 3. */
    public static final String SCRAM_UPGRADE = "urn:xmpp:scram-upgrade:0";

    /** XEP-0198. */
    public static final String SM = "urn:xmpp:sm:3";

    /** XEP-0352. */
    public static final String CSI = "urn:xmpp:csi:0";

    /** XEP-0478. */
    public static final String STREAM_LIMITS = "urn:xmpp:stream-limits:0";

    /** XEP-0199. */
    public static final String PING = "urn:xmpp:ping";

    /** RFC 7395. */
    public static final String FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";

    private Namespaces() {}
}
