package stoa.pubsub.caps;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.xml.Element;

/**
 * What a presence says of its sender's capabilities, XEP-0115 section 4.
 *
 * @param hash the algorithm's name, such as {@code sha-1}
 * @param node which software it is
 * @param ver the verification string
 */
public record Caps(String hash, String node, String ver) {
    public static final String NS = "http://jabber.org/protocol/caps";
    private static final int MOST_CHARS = 1_000;

    /**
     * Null when the presence says nothing, or says it in the form of before version 1.4, which
     * anybody could claim (section 7).
     */
    public static @Nullable Caps in(Presence presence) {
        Element c = presence.payload("c", NS);
        if (c == null) {
            return null;
        }
        String hash = c.attribute("hash");
        String node = c.attribute("node");
        String ver = c.attribute("ver");
        boolean said = isSaid(hash) && isSaid(node) && isSaid(ver);
        return said && hash != null && node != null && ver != null
                ? new Caps(hash, node, ver)
                : null;
    }

    private static boolean isSaid(@Nullable String value) {
        return value != null && !value.isEmpty() && value.length() <= MOST_CHARS;
    }

    /** The node to ask for, section 6.2. */
    String query() {
        return node + "#" + ver;
    }
}
