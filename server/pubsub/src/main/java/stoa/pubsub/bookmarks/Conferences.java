package stoa.pubsub.bookmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;
import stoa.xmpp.xml.Node;

/**
 * The two forms of a bookmarked room: {@code <conference xmlns='urn:xmpp:bookmarks:1'/>}, whose
 * room is the item's id (XEP-0402 section 3), and {@code <conference jid='…'/>} within {@code
 * <storage xmlns='storage:bookmarks'/>} (XEP-0048 section 2). Pure.
 */
public final class Conferences {
    public static final String NS = "urn:xmpp:bookmarks:1";
    public static final String OLD_NS = "storage:bookmarks";

    /** The element of XEP-0048 that holds all bookmarks. */
    public static final Name STORAGE = Name.of(OLD_NS, "storage");

    private static final String CONFERENCE = "conference";
    private static final List<String> CHILDREN = List.of("nick", "password");

    private Conferences() {}

    /**
     * The rooms of a {@code <storage/>} by address, in the new form; of two bookmarks for one room
     * the last counts. Null when one has no address of a room.
     */
    public static @Nullable Map<String, Element> read(Element storage) {
        Map<String, Element> found = new LinkedHashMap<>();
        for (Element old : storage.elements().toList()) {
            if (old.is(CONFERENCE, OLD_NS)) {
                String room = room(old.attribute("jid"));
                if (room == null) {
                    return null;
                }
                found.put(room, toNew(old));
            }
        }
        return found;
    }

    private static @Nullable String room(@Nullable String address) {
        try {
            return address != null && Jid.parse(address).bare() instanceof BareJid room
                    ? room.toString()
                    : null;
        } catch (InvalidJidException noAddress) {
            return null;
        }
    }

    private static Element toNew(Element old) {
        return copied(
                old,
                Element.of(CONFERENCE, NS)
                        .attribute("name", old.attribute("name"))
                        .attribute("autojoin", autojoin(old)));
    }

    /**
     * Whether the room is entered by itself, as far as that is said: who leaves the attribute out,
     * which stands for false in both forms, reads the element back as it was written.
     */
    private static @Nullable String autojoin(Element conference) {
        String said = conference.attribute("autojoin");
        return said == null ? null : Boolean.toString(isTrue(said));
    }

    private static Element copied(Element from, Element.Builder to) {
        CHILDREN.forEach(child -> to.child(child, from.childText(child)));
        return to.build();
    }

    private static boolean isTrue(@Nullable String value) {
        return "true".equals(value) || "1".equals(value);
    }

    /**
     * A bookmark that was written in the old form over one in the new: what the old form has no
     * word for, such as {@code <extensions/>}, stays. Equal to what was there when nothing changed.
     */
    public static Element merged(@Nullable Element before, Element written) {
        if (before == null || says(before).equals(says(written))) {
            return before == null ? written : before;
        }
        List<Node> children = new ArrayList<>(written.children());
        before.elements()
                .filter(child -> !(isOurs(child) && CHILDREN.contains(child.name())))
                .forEach(children::add);
        return written.withChildren(children);
    }

    private static boolean isOurs(Element child) {
        return child.namespace().equals(NS);
    }

    /** What both forms can say of a bookmark. */
    private static Element says(Element conference) {
        return copied(
                conference,
                Element.of(CONFERENCE, NS)
                        .attribute("name", conference.attribute("name"))
                        .attribute(
                                "autojoin",
                                isTrue(conference.attribute("autojoin")) ? "true" : null));
    }

    /** All of them in the old form. */
    public static Element storage(Map<String, Element> conferences) {
        Element.Builder storage = Element.of("storage", OLD_NS);
        conferences.forEach(
                (room, conference) ->
                        storage.child(
                                copied(
                                        conference,
                                        Element.of(CONFERENCE, OLD_NS)
                                                .attribute("jid", room)
                                                .attribute("name", conference.attribute("name"))
                                                .attribute("autojoin", autojoin(conference)))));
        return storage.build();
    }

    /**
     * What of a {@code <storage/>} is no bookmarked room: {@code <url/>} and what else there is.
     */
    public static Element rest(Element storage) {
        return storage.withChildren(
                storage.elements().filter(child -> !child.is(CONFERENCE, OLD_NS)).toList());
    }

    /** With the rest of another. */
    public static Element with(Element storage, Element other) {
        Element all = storage;
        for (Element child : rest(other).elements().toList()) {
            all = all.with(child);
        }
        return all;
    }
}
