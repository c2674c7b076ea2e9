package stoa.accounts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.accounts.people.AliasContact;
import stoa.accounts.people.AliasThreads;
import stoa.accounts.people.Listing;
import stoa.accounts.people.Person;
import stoa.store.roster.RosterItem;
import stoa.store.roster.RosterItem.Subscription;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/**
 * The roster as its owner's clients see it (RFC 6121 section 2.1): the stored contacts and, while
 * the domain lists everybody, each of its people as a contact with {@code subscription='both'}. A
 * person's own name and groups for a listed contact count; the rest is the listing's.
 *
 * <p>The version of this view (section 2.6) names its parts: the number of the newest stored
 * change, the hash of the listing and, if there are any, that of the contacts by aliases; so it
 * holds across restarts.
 */
final class RosterView {
    static final String NAMESPACE = "jabber:iq:roster";

    private final Surroundings around;
    private final AccountState state;
    private final Listing listing;

    RosterView(Surroundings around, AccountState state) {
        this.around = around;
        this.state = state;
        this.listing = around.directory().listing(state.address().domain());
    }

    /** All items, the stored ones that nobody lists last. */
    List<Element> items() {
        Map<BareJid, Person> people = listing.people();
        List<Element> all = new ArrayList<>(people.size() + state.contacts().size());
        for (Person person : people.values()) {
            if (!person.address().equals(state.address())) {
                all.add(listed(person, state.contacts().find(person.address())));
            }
        }
        for (AliasContact alias : around.aliases().contactsOf(state.address())) {
            all.add(aliased(alias, state.contacts().find(alias.address())));
        }
        for (RosterItem item : state.contacts().items()) {
            if (isShown(item)
                    && aliasAt(item.contact()) == null
                    && !(item.contact() instanceof BareJid b && people.containsKey(b))) {
                all.add(stored(item));
            }
        }
        return all;
    }

    /** The contact's item as it is now, or one that says it was removed. */
    Element itemOrRemoved(Jid contact) {
        return item(contact, state.contacts().find(contact));
    }

    /** The item as it will be with this stored part. */
    Element item(Jid contact, @Nullable RosterItem item) {
        Person person =
                contact instanceof BareJid bare && !bare.equals(state.address())
                        ? listing.people().get(bare)
                        : null;
        if (person != null) {
            return listed(person, item);
        }
        AliasContact alias = aliasAt(contact);
        if (alias != null) {
            return aliased(alias, item);
        }
        return item != null && isShown(item) ? stored(item) : removed(contact);
    }

    private @Nullable AliasContact aliasAt(Jid contact) {
        return around.aliases().contactOf(state.address(), contact);
    }

    static Element removed(Jid contact) {
        return Element.of("item", NAMESPACE)
                .attribute("jid", contact.toString())
                .attribute("subscription", "remove")
                .build();
    }

    /**
     * Contacts are shown when they are listed in the roster, but for those whose account is gone:
     * removed people vanish (an entry without any agreement is the user's own business).
     */
    private boolean isShown(RosterItem item) {
        if (!item.listed() || AliasThreads.person(item.contact()) != null) {
            return false; // a conversation is a contact for as long as it is open
        }
        boolean gone =
                around.isAccountAddress(item.contact())
                        && item.contact() instanceof BareJid contact
                        && !around.directory().exists(contact);
        return !gone || item.subscription() == Subscription.NONE;
    }

    private Element listed(Person person, @Nullable RosterItem own) {
        return computed(
                person.address(), person.displayName(), around.settings().everyoneGroup(), own);
    }

    /** It has no presence; but a client that thinks so would ask for it again and again. */
    private static Element aliased(AliasContact alias, @Nullable RosterItem own) {
        return computed(alias.address(), alias.name(), alias.group(), own);
    }

    private static Element computed(
            BareJid address, String theirs, String group, @Nullable RosterItem own) {
        String name = own == null || own.name() == null ? theirs : own.name();
        Element.Builder item =
                Element.of("item", NAMESPACE)
                        .attribute("jid", address.toString())
                        .attribute("name", name)
                        .attribute("subscription", "both");
        if (own == null || own.groups().isEmpty()) {
            item.child("group", group);
        } else {
            own.groups().forEach(chosen -> item.child("group", chosen));
        }
        return item.build();
    }

    private Element stored(RosterItem own) {
        String name = own.name();
        if (name == null && own.contact() instanceof BareJid contact) {
            Person person =
                    contact.domain().equals(state.address().domain())
                            ? around.directory().find(contact)
                            : null;
            name = person == null ? null : person.name();
        }
        Element.Builder item =
                Element.of("item", NAMESPACE)
                        .attribute("jid", own.contact().toString())
                        .attribute("name", name)
                        .attribute(
                                "subscription", own.subscription().name().toLowerCase(Locale.ROOT))
                        .attribute("ask", own.ask() ? "subscribe" : null)
                        .attribute("approved", own.approved() ? "true" : null);
        own.groups().forEach(group -> item.child("group", group));
        return item.build();
    }

    String version() {
        return version(state.contacts().version());
    }

    /** The version with that number for the stored part. */
    String version(long stored) {
        long aliases = around.aliases().hash(state.address());
        String people = stored + "." + Long.toHexString(listing.hash());
        return aliases == 0 ? people : people + "." + Long.toHexString(aliases);
    }

    /** The contacts that have changed since a version, or null when that cannot be told. */
    @Nullable Set<Jid> changedSince(String version) {
        int dot = version.indexOf('.');
        int end = dot < 0 ? -1 : version.indexOf('.', dot + 1);
        if (dot < 0) {
            return null;
        }
        try {
            long stored = Long.parseLong(version.substring(0, dot));
            long hash =
                    Long.parseUnsignedLong(
                            version.substring(dot + 1, end < 0 ? version.length() : end), 16);
            long aliases = end < 0 ? 0 : Long.parseUnsignedLong(version.substring(end + 1), 16);
            if (aliases != around.aliases().hash(state.address())) {
                return null;
            }
            Set<BareJid> people = listing.changedSince(hash);
            if (people == null
                    || stored > state.contacts().version()
                    || stored < state.contacts().removedVersion()) {
                return null;
            }
            Set<Jid> changed = new LinkedHashSet<>(people);
            changed.remove(state.address());
            changed.addAll(state.contacts().changedSince(stored));
            return changed;
        } catch (NumberFormatException notOurs) {
            return null;
        }
    }
}
