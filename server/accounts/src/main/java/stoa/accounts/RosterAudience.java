package stoa.accounts;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.accounts.people.Directory;
import stoa.core.route.Audience;
import stoa.store.roster.RosterItem;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * Who may see an account's presence: whom it has let (RFC 6121 section 3), and everybody of its
 * domain while they are listed to each other.
 *
 * @param everyoneGroup the group of those who are listed and in no other
 * @param groups the roster groups of those contacts that are in any
 */
record RosterAudience(
        Directory directory,
        BareJid owner,
        String everyoneGroup,
        Set<Jid> subscribers,
        Map<Jid, Set<String>> groups)
        implements Audience {

    /**
     * The audience of a roster.
     *
     * @param changed takes the place of its contact's item; null for the roster as it is
     */
    static RosterAudience of(
            Directory directory,
            AccountSettings settings,
            BareJid owner,
            ContactList contacts,
            @Nullable RosterItem changed) {
        Set<Jid> subscribers = new HashSet<>();
        Map<Jid, Set<String>> groups = new HashMap<>();
        for (RosterItem item : contacts.items()) {
            if (changed == null || !item.contact().equals(changed.contact())) {
                add(item, subscribers, groups);
            }
        }
        if (changed != null) {
            add(changed, subscribers, groups);
        }
        return new RosterAudience(
                directory,
                owner,
                settings.everyoneGroup(),
                Set.copyOf(subscribers),
                Map.copyOf(groups));
    }

    private static void add(RosterItem item, Set<Jid> subscribers, Map<Jid, Set<String>> groups) {
        if (ContactList.seesMe(item.subscription())) {
            subscribers.add(item.contact());
        }
        if (!item.groups().isEmpty()) {
            groups.put(item.contact(), Set.copyOf(item.groups()));
        }
    }

    @Override
    public boolean includes(Jid bare) {
        return subscribers.contains(bare) || isListed(bare);
    }

    @Override
    public Set<String> groups(Jid bare) {
        Set<String> own = groups.get(bare);
        return own != null ? own : isListed(bare) ? Set.of(everyoneGroup) : Set.of();
    }

    private boolean isListed(Jid bare) {
        return bare.domain().equals(owner.domain())
                && bare instanceof BareJid person
                && directory.listing(owner.domain()).listed()
                && directory.exists(person);
    }
}
