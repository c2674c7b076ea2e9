package stoa.rooms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Affiliation versions, XEP-0463: a newcomer who asks gets what has changed in the lists since it
 * saw them last, or the whole of them, before any presence (section 5.2.1); every change that is
 * told says from which version to which it leads (5.2.2). Who may read a list as by {@link
 * AffiliationLists} gets it, and whoever may read none is told so (5.2.3).
 */
final class AffiliationVersions {
    /** The most items in one message; more go in several. */
    static final int MOST_ITEMS = 500;

    private static final List<Affiliation> LISTS =
            List.of(Affiliation.OWNER, Affiliation.ADMIN, Affiliation.MEMBER, Affiliation.OUTCAST);

    private AffiliationVersions() {}

    /**
     * What a newcomer wants to know.
     *
     * @param since the version it has; null to begin with
     */
    record Asked(@Nullable String since) {
        static @Nullable Asked read(Element join) {
            Element mav = join.child("mav", Muc.AFFILIATIONS);
            return mav == null ? null : new Asked(mav.attribute("since"));
        }
    }

    /** What the newcomer's own presence says, section 5.2.1. */
    static Element current(Room room, Turn turn) {
        return element(null, text(room, room.affiliations().version(), turn));
    }

    /** The step that a change is, section 5.2.2; null when it changes no list. */
    static @Nullable Element step(Room room, ListVersion since, ListVersion until, Turn turn) {
        return since.equals(until)
                ? null
                : element(text(room, since, turn), text(room, until, turn));
    }

    private static String text(Room room, ListVersion version, Turn turn) {
        return turn.rules().ids().version(room.address(), version);
    }

    private static Element element(@Nullable String since, @Nullable String until) {
        return Element.of("mav", Muc.AFFILIATIONS)
                .attribute("since", since)
                .attribute("until", until)
                .build();
    }

    /** Tells a newcomer what it asks for; said before its presence. */
    static void tell(Draft draft, RoomCommand.Enter command, Asked asked, Turn turn) {
        Room room = draft.room();
        FullJid to = command.from();
        if (LISTS.stream().noneMatch(list -> AffiliationLists.mayRead(room, to, list))) {
            draft.say(
                    passed(
                            to,
                            new Message(
                                    room.address(),
                                    null,
                                    Message.Type.ERROR,
                                    command.stanza().id(),
                                    null,
                                    List.of(
                                            Condition.FORBIDDEN
                                                    .error("You may not see the lists.")
                                                    .toElement()))));
            return;
        }
        String now = text(room, room.affiliations().version(), turn);
        if (now.equals(asked.since())) {
            return;
        }
        List<AffiliationEntry> changed = asked.since() == null ? null : since(room, asked, turn);
        List<Element> items = new ArrayList<>();
        for (AffiliationEntry entry : changed == null ? whole(room, to) : changed) {
            items.add(item(room, to, entry));
        }
        say(draft, to, items, changed == null ? null : asked.since(), now);
    }

    /** What has changed since that version, an entry an address; null when it is not known. */
    private static @Nullable List<AffiliationEntry> since(Room room, Asked asked, Turn turn) {
        List<Affiliations.Step> steps = room.affiliations().steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (text(room, steps.get(i).since(), turn).equals(asked.since())) {
                Map<Jid, AffiliationEntry> changed = new LinkedHashMap<>();
                for (Affiliations.Step step : steps.subList(i, steps.size())) {
                    changed.put(step.entry().who(), step.entry());
                }
                return List.copyOf(changed.values());
            }
        }
        return null;
    }

    private static List<AffiliationEntry> whole(Room room, Jid asker) {
        List<AffiliationEntry> all = new ArrayList<>();
        for (Affiliation list : LISTS) {
            if (AffiliationLists.mayRead(room, asker, list)) {
                all.addAll(room.affiliations().list(list));
            }
        }
        return all;
    }

    /** Who went to a list that the asker may not read is gone, as far as that can see. */
    private static Element item(Room room, Jid asker, AffiliationEntry entry) {
        boolean seen = AffiliationLists.mayRead(room, asker, entry.affiliation());
        return Element.of("item", Muc.USER)
                .attribute("jid", entry.who().toString())
                .attribute(
                        "affiliation", Standing.text(seen ? entry.affiliation() : Affiliation.NONE))
                .attribute("nick", seen ? entry.nick() : null)
                .build();
    }

    /** Several messages lead from one version to the next; those between are nobody else's. */
    private static void say(
            Draft draft, FullJid to, List<Element> items, @Nullable String since, String until) {
        String from = since;
        int next = 0;
        do {
            int end = Math.min(items.size(), next + MOST_ITEMS);
            String reached = end == items.size() ? until : until + "." + end;
            Element x =
                    Element.of("x", Muc.USER)
                            .child(element(from, reached))
                            .children(items.subList(next, end))
                            .build();
            draft.say(passed(to, Message.of(Message.Type.NORMAL, draft.room().address(), null, x)));
            from = reached;
            next = end;
        } while (next < items.size());
    }

    /** The way presence goes, so that it comes before it, and no mail for the account. */
    private static RoomEffect passed(FullJid to, Message message) {
        return new RoomEffect.Pass(new Copy(message), List.of(to));
    }
}
