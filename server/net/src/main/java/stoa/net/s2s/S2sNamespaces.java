package stoa.net.s2s;

/** The namespaces of streams between servers. */
final class S2sNamespaces {
    static final String SERVER = "jabber:server";
    static final String DIALBACK = "jabber:server:dialback";
    static final String DIALBACK_FEATURE = "urn:xmpp:features:dialback";
    static final String BIDI = "urn:xmpp:bidi";
    static final String BIDI_FEATURE = "urn:xmpp:features:bidi";
    static final String EXTERNAL = "EXTERNAL";

    private S2sNamespaces() {}
}
