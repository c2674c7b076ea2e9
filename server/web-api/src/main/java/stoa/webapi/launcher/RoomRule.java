package stoa.webapi.launcher;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stoa.store.StoredXml;
import stoa.store.archive.ArchiveRow;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;

/**
 * Which lines of a room are counted for somebody: as the web chat does, what names them, the room
 * as a whole, or has their nick in it as a word; all lines where they wish so (XEP-0492). Pure.
 *
 * @param nick as they are known in the room
 * @param occupantId by which their own lines are known (XEP-0421)
 * @param readUpTo the archive id up to which they have read
 * @param again what of that they want unread again
 */
record RoomRule(
        BareJid account,
        BareJid room,
        String nick,
        String occupantId,
        boolean all,
        long readUpTo,
        UnreadAgain again) {
    private static final String REFERENCES = "urn:xmpp:reference:0";
    private static final String MENTIONS = "urn:xmpp:mentions:0";

    /**
     * How many lines are counted: of these what is after what was read, and after the last own
     * line; and what is wanted unread again.
     */
    int count(List<ArchiveRow> oldestFirst) {
        int wanted = all ? again.lines() : again.mentions();
        int count = wanted;
        for (ArchiveRow row : oldestFirst) {
            Element message = StoredXml.read(row.stanza());
            if (isOwn(message)) {
                count = again.isOverBy(row) ? 0 : wanted;
            } else if (row.id() > readUpTo && isMeant(message)) {
                count++;
            }
        }
        return count;
    }

    /** Whether a line that is said now may change the number. */
    boolean concerns(Element message) {
        return isOwn(message) || isMeant(message);
    }

    private boolean isOwn(Element message) {
        Element id = message.child("occupant-id", "urn:xmpp:occupant-id:0");
        return id != null && occupantId.equals(id.attribute("id"));
    }

    private boolean isMeant(Element message) {
        if (!UnreadRule.isLine(message)) {
            return false;
        }
        return all
                || message.elements().anyMatch(one -> refersToUs(one) || mentionsUs(one))
                || hasWord(String.valueOf(message.childText("body")), nick);
    }

    /** XEP-0372 section 3.2: of us or of the room. */
    private boolean refersToUs(Element reference) {
        String uri = reference.attribute("uri");
        if (!reference.is("reference", REFERENCES)
                || !"mention".equals(reference.attribute("type"))
                || uri == null
                || !uri.startsWith("xmpp:")) {
            return false;
        }
        String address = addressIn(uri);
        return address.equals(room + "/" + nick)
                || address.equals(room.toString())
                || address.split("/", 2)[0].equals(account.toString());
    }

    /**
     * XEP-0513 sections 3.1 and 3.2: of us alone, or of the room; not what is to disturb nobody, or
     * only those who are looking (section 3.5). One that says not exactly one of them is none.
     */
    private boolean mentionsUs(Element mention) {
        if (!mention.is("mention", MENTIONS)
                || mention.child("noping", MENTIONS) != null
                || mention.child("active", MENTIONS) != null) {
            return false;
        }
        String id = mention.attribute("occupantid");
        String jid = mention.attribute("jid");
        String group = mention.attribute("mentions");
        if (Stream.of(id, jid, group).filter(Objects::nonNull).count() != 1) {
            return false;
        }
        if (group == null) {
            return occupantId.equals(id) || account.toString().equals(jid);
        }
        String uri = mention.attribute("uri");
        return group.equals(MENTIONS + "#channel")
                && (uri == null
                        || (uri.startsWith("xmpp:") && addressIn(uri).equals(room.toString())));
    }

    private static String addressIn(String uri) {
        return decoded(uri.substring("xmpp:".length()).split("\\?", 2)[0]);
    }

    private static String decoded(String address) {
        try {
            // A plus is no blank in an address.
            return URLDecoder.decode(address.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException asItIs) {
            return address;
        }
    }

    /** Whether a text has that name in it as a word of its own, whatever its case. */
    static boolean hasWord(String text, @Nullable String name) {
        String wanted = name == null ? "" : name.strip().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            return false;
        }
        String in = text.toLowerCase(Locale.ROOT);
        for (int at = in.indexOf(wanted); at >= 0; at = in.indexOf(wanted, at + 1)) {
            int end = at + wanted.length();
            if ((at == 0 || !isWord(in.codePointBefore(at)))
                    && (end == in.length() || !isWord(in.codePointAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(int character) {
        return Character.isLetterOrDigit(character) || character == '_';
    }
}
