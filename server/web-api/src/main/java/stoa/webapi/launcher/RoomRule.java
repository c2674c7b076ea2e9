package stoa.webapi.launcher;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
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
                || message.elements().anyMatch(this::namesUs)
                || hasWord(String.valueOf(message.childText("body")), nick);
    }

    /** XEP-0372 section 3.2. */
    private boolean namesUs(Element reference) {
        String uri = reference.attribute("uri");
        if (!reference.is("reference", REFERENCES)
                || !"mention".equals(reference.attribute("type"))
                || uri == null
                || !uri.startsWith("xmpp:")) {
            return false;
        }
        String address = decoded(uri.substring("xmpp:".length()).split("\\?", 2)[0]);
        return address.equals(room + "/" + nick)
                || address.equals(room.toString())
                || address.split("/", 2)[0].equals(account.toString());
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
