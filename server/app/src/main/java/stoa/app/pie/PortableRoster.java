package stoa.app.pie;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.accounts.AccountSettings;
import stoa.core.journal.Change;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.store.roster.Roster;
import stoa.store.roster.RosterItem;
import stoa.store.roster.RosterItem.Subscription;
import stoa.store.roster.RosterItemRemoved;
import stoa.store.roster.RosterItemSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaCodec;
import stoa.xmpp.xml.Element;

/**
 * A roster (XEP-0227 section 4.4) and the requests that wait for an answer (section 4.9), both
 * ways. What goes beyond a roster's limits is left out.
 */
final class PortableRoster {
    /** As for clients: characters of a name or a group, and groups of a contact. */
    private static final int MAX_TEXT = 1_023;

    private static final int MAX_GROUPS = 50;

    private final BareJid account;
    private final LeftOut leftOut;
    private final Map<Jid, RosterItem> items = new LinkedHashMap<>();
    private boolean given;

    PortableRoster(BareJid account, LeftOut leftOut) {
        this.account = account;
        this.leftOut = leftOut;
    }

    /** Takes a {@code <query/>} in. */
    void query(Element query) {
        given = true;
        query.elements().filter(e -> e.is("item", Pie.ROSTER)).forEach(this::item);
    }

    private void item(Element element) {
        Jid contact = contact(element.attribute("jid"));
        Subscription subscription = subscription(element.attribute("subscription"));
        if (contact == null || subscription == null) {
            return;
        }
        RosterItem before = items.get(contact);
        put(
                new RosterItem(
                        contact,
                        true,
                        name(element, contact),
                        groups(element, contact),
                        subscription,
                        "subscribe".equals(element.attribute("ask")),
                        isTrue(element.attribute("approved")),
                        before == null ? null : before.request()));
    }

    private @Nullable Jid contact(@Nullable String address) {
        try {
            Jid contact = address == null ? null : Jid.parse(address).bare();
            if (contact == null) {
                leftOut.say("a contact without address");
            } else if (contact.equals(account)) {
                return null; // some servers list the account itself
            }
            return contact;
        } catch (InvalidJidException e) {
            leftOut.say("a contact whose address cannot be used");
            return null;
        }
    }

    private @Nullable Subscription subscription(@Nullable String text) {
        return switch (text == null ? "none" : text) {
            case "none" -> Subscription.NONE;
            case "to" -> Subscription.TO;
            case "from" -> Subscription.FROM;
            case "both" -> Subscription.BOTH;
            case "remove" -> null;
            default -> {
                leftOut.say("a contact with a subscription that is none");
                yield null;
            }
        };
    }

    private static boolean isTrue(@Nullable String text) {
        return "true".equals(text) || "1".equals(text);
    }

    private @Nullable String name(Element element, Jid contact) {
        String name = element.attribute("name");
        if (name != null && name.length() > MAX_TEXT) {
            leftOut.say("the name of contact " + contact + ": it is too long");
            return null;
        }
        return name == null || name.isEmpty() ? null : name;
    }

    private List<String> groups(Element element, Jid contact) {
        List<String> groups = new ArrayList<>();
        for (Element child : element.elements().toList()) {
            if (child.is("group", Pie.ROSTER) && !child.text().isEmpty()) {
                String group = child.text();
                if (group.length() > MAX_TEXT || groups.size() >= MAX_GROUPS) {
                    leftOut.say("a group of contact " + contact + ": too long, or too many");
                } else if (!groups.contains(group)) {
                    groups.add(group);
                }
            }
        }
        return groups;
    }

    /** Takes a {@code <presence type='subscribe'/>} in. */
    void request(Element presence) {
        Jid contact = contact(presence.attribute("from"));
        if (contact == null) {
            return;
        }
        if (!(StanzaCodec.read(presence) instanceof StanzaCodec.Good(Presence request))
                || request.type() != Presence.Type.SUBSCRIBE) {
            leftOut.say("a presence of " + contact + " that is no request");
            return;
        }
        Bytes stored = StoredXml.write(request.withFrom(contact).withTo(account).toElement());
        RosterItem before = items.get(contact);
        put(
                before == null
                        ? new RosterItem(
                                contact,
                                false,
                                null,
                                List.of(),
                                Subscription.NONE,
                                false,
                                false,
                                stored)
                        : new RosterItem(
                                contact,
                                before.listed(),
                                before.name(),
                                before.groups(),
                                before.subscription(),
                                before.ask(),
                                before.approved(),
                                stored));
    }

    private void put(RosterItem item) {
        if (!items.containsKey(item.contact())
                && items.size() >= AccountSettings.DEFAULTS.contactLimit()) {
            leftOut.say("contact " + item.contact() + ": the roster is full");
            return;
        }
        items.put(item.contact(), item);
    }

    long contacts() {
        return items.values().stream().filter(RosterItem::listed).count();
    }

    long requests() {
        return items.values().stream().filter(item -> item.request() != null).count();
    }

    /**
     * What is to be written.
     *
     * @param before what the account has; if the file has a roster, contacts that it does not have
     *     go
     */
    List<Change> changes(Roster before) {
        List<Change> changes = new ArrayList<>();
        long version = before.version();
        Map<Jid, RosterItem> had = new LinkedHashMap<>();
        before.entries().forEach(entry -> had.put(entry.item().contact(), entry.item()));
        if (given) {
            for (Jid contact : had.keySet()) {
                if (!items.containsKey(contact)) {
                    version++;
                    changes.add(new RosterItemRemoved(account, contact, version));
                }
            }
        }
        for (RosterItem item : items.values()) {
            if (!item.equals(had.get(item.contact()))) {
                version++;
                changes.add(new RosterItemSaved(account, item, version));
            }
        }
        return changes;
    }

    /** A roster as an element. */
    static Element write(Roster roster) {
        Element.Builder query = Element.of("query", Pie.ROSTER);
        for (Roster.Entry entry : roster.entries()) {
            RosterItem item = entry.item();
            if (item.listed()) {
                Element.Builder element =
                        Element.of("item", Pie.ROSTER)
                                .attribute("jid", item.contact().toString())
                                .attribute("name", item.name())
                                .attribute(
                                        "subscription",
                                        item.subscription().name().toLowerCase(Locale.ROOT))
                                .attribute("ask", item.ask() ? "subscribe" : null)
                                .attribute("approved", item.approved() ? "true" : null);
                item.groups().forEach(group -> element.child("group", group));
                query.child(element.build());
            }
        }
        return query.build();
    }

    /** The requests of a roster that wait for an answer. */
    static List<Element> writeRequests(BareJid account, Roster roster) {
        List<Element> requests = new ArrayList<>();
        for (Roster.Entry entry : roster.entries()) {
            Bytes stored = entry.item().request();
            if (stored != null) {
                Element element = StoredXml.read(stored);
                requests.add(
                        element.is("presence", Stanza.CLIENT)
                                ? element.withAttribute("from", entry.item().contact().toString())
                                : Presence.of(
                                                Presence.Type.SUBSCRIBE,
                                                entry.item().contact(),
                                                account)
                                        .toElement());
            }
        }
        return requests;
    }
}
