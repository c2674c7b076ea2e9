package stoa.webapi.launcher;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stoa.store.StoredXml;
import stoa.store.archive.ArchiveRow;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/**
 * Which lines of an account's history are unread: what others wrote to it after it last wrote to
 * them, and after what any of its clients has displayed (XEP-0490); and what it wants unread again.
 * What changes or takes back a line is none. Pure.
 */
final class UnreadRule {
    private static final String CLIENT = "jabber:client";

    private record Change(String name, String namespace) {}

    /** Messages that may have a body for clients of old and are no lines of their own. */
    private static final List<Change> CHANGES =
            List.of(
                    new Change("replace", "urn:xmpp:message-correct:0"),
                    new Change("retract", "urn:xmpp:message-retract:1"),
                    new Change("reactions", "urn:xmpp:reactions:0"));

    private static final Set<String> TYPES = Set.of("chat", "normal", "groupchat");

    private UnreadRule() {}

    /** How many lines of each other side are unread; sides without any are left out. */
    static Map<String, Integer> unread(
            BareJid account,
            List<ArchiveRow> oldestFirst,
            Map<String, Long> displayed,
            Map<String, UnreadAgain> again) {
        Map<String, Integer> unread = new HashMap<>();
        for (String peer : again.keySet()) {
            put(unread, peer, UnreadAgain.of(peer, again, displayed).lines());
        }
        for (ArchiveRow row : oldestFirst) {
            if (row.from().bare().equals(account)) {
                String peer = row.to().bare().toString();
                UnreadAgain wanted = UnreadAgain.of(peer, again, displayed);
                put(unread, peer, wanted.isOverBy(row) ? 0 : wanted.lines());
            } else {
                String peer = row.from().bare().toString();
                if (row.id() > displayed.getOrDefault(peer, 0L)
                        && isLine(StoredXml.read(row.stanza()))) {
                    unread.merge(peer, 1, Integer::sum);
                }
            }
        }
        return unread;
    }

    private static void put(Map<String, Integer> unread, String peer, int lines) {
        if (lines > 0) {
            unread.put(peer, lines);
        } else {
            unread.remove(peer);
        }
    }

    /** Who else wrote in those rows. */
    static Set<String> writers(BareJid account, List<ArchiveRow> rows) {
        return Set.copyOf(
                rows.stream()
                        .map(ArchiveRow::from)
                        .map(Jid::bare)
                        .filter(from -> !from.equals(account))
                        .map(Jid::toString)
                        .distinct()
                        .toList());
    }

    /** Whether it is a line of talk, and no change to one. */
    static boolean isLine(Element message) {
        String type = message.attribute("type");
        return (type == null || TYPES.contains(type))
                && message.child("body", CLIENT) != null
                && CHANGES.stream()
                        .noneMatch(one -> message.child(one.name(), one.namespace()) != null);
    }

    /** The archive id in an item of XEP-0490, or in one that repeats it; or 0. */
    static long displayedId(Element displayed) {
        Element stanzaId = displayed.child("stanza-id", "urn:xmpp:sid:0");
        String id = stanzaId == null ? null : stanzaId.attribute("id");
        try {
            return id == null ? 0 : Long.parseLong(id);
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }
}
