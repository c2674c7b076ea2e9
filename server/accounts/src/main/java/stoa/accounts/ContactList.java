package stoa.accounts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.store.roster.Roster;
import stoa.store.roster.RosterItem;
import stoa.store.roster.RosterItem.Subscription;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * The stored part of a roster (RFC 6121 section 2): what the person has arranged and agreed with
 * others. Confined to the entity.
 */
final class ContactList {
    private final Map<Jid, Roster.Entry> entries = new HashMap<>();
    private long version;
    private long removedVersion;

    ContactList(Roster stored) {
        version = stored.version();
        removedVersion = stored.removedVersion();
        for (Roster.Entry entry : stored.entries()) {
            entries.put(entry.item().contact(), entry);
        }
    }

    /** The item, listed or only a pending request, or null. */
    @Nullable RosterItem find(Jid contact) {
        Roster.Entry entry = entries.get(contact);
        return entry == null ? null : entry.item();
    }

    /** The item, or an empty one that is not listed. */
    RosterItem findOrBlank(Jid contact) {
        RosterItem found = find(contact);
        return found != null
                ? found
                : new RosterItem(
                        contact, false, null, List.of(), Subscription.NONE, false, false, null);
    }

    long version() {
        return version;
    }

    long nextVersion() {
        return version + 1;
    }

    long removedVersion() {
        return removedVersion;
    }

    int size() {
        return entries.size();
    }

    List<RosterItem> items() {
        List<RosterItem> all = new ArrayList<>(entries.size());
        for (Roster.Entry entry : entries.values()) {
            all.add(entry.item());
        }
        return all;
    }

    /** The contacts whose entries changed after that version. */
    Set<Jid> changedSince(long earlier) {
        Set<Jid> changed = new HashSet<>();
        for (Roster.Entry entry : entries.values()) {
            if (entry.version() > earlier) {
                changed.add(entry.item().contact());
            }
        }
        return changed;
    }

    /** The accounts whose presence this one may see by agreement. */
    List<BareJid> watched() {
        List<BareJid> all = new ArrayList<>();
        for (Roster.Entry entry : entries.values()) {
            if (iSee(entry.item().subscription())
                    && entry.item().contact() instanceof BareJid contact) {
                all.add(contact);
            }
        }
        return all;
    }

    static boolean seesMe(Subscription subscription) {
        return subscription == Subscription.FROM || subscription == Subscription.BOTH;
    }

    static boolean iSee(Subscription subscription) {
        return subscription == Subscription.TO || subscription == Subscription.BOTH;
    }

    void clear() {
        entries.clear();
        version = 0;
        removedVersion = 0;
    }

    void put(RosterItem item, long newVersion) {
        entries.put(item.contact(), new Roster.Entry(item, newVersion));
        version = newVersion;
    }

    void remove(Jid contact, long newVersion) {
        entries.remove(contact);
        version = newVersion;
        removedVersion = newVersion;
    }
}
