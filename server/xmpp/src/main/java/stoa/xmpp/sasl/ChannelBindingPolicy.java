package stoa.xmpp.sasl;

/** The configuration key {@code sasl.channel_binding}. */
public enum ChannelBindingPolicy {
    /** Mechanisms with and without are offered. */
    OFFER,
    /** Only mechanisms without. */
    OFF,
    /** Only mechanisms with; a client that cannot bind cannot sign in. */
    REQUIRE
}
