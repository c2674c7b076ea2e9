package stoa.rooms;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;

/**
 * The space that a room says it is part of, XEP-0503 section 5.5: the IRI of a publish-subscribe
 * node, which owners configure. Whether the space says so too is for clients to look up, as it may
 * be anywhere.
 */
final class SpaceParent {
    static final String FEATURE = "urn:xmpp:spaces:0";

    private static final String SCHEME = "xmpp:";
    private static final String NODE = "node=";

    /** A service's address and a node's name, as long as they may be, escaped where need be. */
    private static final int LONGEST = 8_192;

    /** Such as {@code xmpp:pubsub.example.org?;node=dev}; empty for a room that is in no space. */
    static final ConfigField<String> IRI =
            ConfigField.line(
                    "muc#roomconfig_pubsub",
                    "Space it is part of (xmpp:SERVICE?;node=NODE)",
                    LONGEST,
                    SpaceParent::isNode);

    private SpaceParent() {}

    static boolean isIn(RoomConfig config) {
        return !config.get(IRI).isEmpty();
    }

    /** The form of section 5.5; null for a room that is in no space. */
    static @Nullable DataForm form(Room room) {
        return isIn(room.config())
                ? DataForm.of(
                        DataForm.Type.RESULT,
                        FEATURE,
                        List.of(FormField.text("parent", "Space parent", room.config(IRI))))
                : null;
    }

    /**
     * The fields of {@code muc#roominfo}: the one that XEP-0503 names and, for clients of before,
     * the one that XEP-0045 registers (section 15.5.4). Empty for a room that is in no space.
     */
    static List<FormField> info(Room room) {
        String iri = room.config(IRI);
        return List.of(
                FormField.text(IRI.name(), "Associated pubsub node", iri),
                FormField.text("muc#roominfo_pubsub", "Associated pubsub node", iri));
    }

    /** Whether it names a node: XEP-0060 section 12.21, escaped or not as in RFC 5122. */
    static boolean isNode(String iri) {
        int query = iri.indexOf('?');
        if (!iri.startsWith(SCHEME) || query < 0 || iri.indexOf('#') >= 0) {
            return false;
        }
        List<String> pairs = List.of(iri.substring(query + 1).split(";", -1));
        List<String> nodes = pairs.stream().skip(1).filter(pair -> pair.startsWith(NODE)).toList();
        return isAddress(iri.substring(SCHEME.length(), query))
                && nodes.size() == 1
                && !unescaped(nodes.getFirst().substring(NODE.length())).isEmpty();
    }

    /** A service's, or an account's. */
    private static boolean isAddress(String path) {
        try {
            return Jid.parse(unescaped(path)).resource() == null;
        } catch (InvalidJidException none) {
            return false;
        }
    }

    /** Empty when the escapes are none. */
    private static String unescaped(String text) {
        try {
            // A plus is no blank here.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return "";
        }
    }
}
