package stoa.rooms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;

/**
 * A room's long-lived standings (section 5.2), by address without resource or by domain, with the
 * nicks that members have reserved (section 7.10). Immutable; a change copies the maps, so a list
 * is changed by as many entries at once as one request has.
 */
final class Affiliations {
    /** How many changes are remembered, for those who know an earlier version. */
    static final int MOST_STEPS = 256;

    static final Affiliations NOBODY = new Affiliations(Map.of(), ListVersion.EMPTY, List.of());

    /** One change: what an address was made, and the version before. */
    record Step(ListVersion since, AffiliationEntry entry) {}

    private final Map<Jid, AffiliationEntry> byAddress;
    private final Map<String, Jid> byNick;

    private final ListVersion version;
    private final List<Step> steps;

    private Affiliations(
            Map<Jid, AffiliationEntry> byAddress, ListVersion version, List<Step> steps) {
        this.byAddress = byAddress;
        this.version = version;
        this.steps = List.copyOf(steps);
        Map<String, Jid> nicks = new HashMap<>();
        for (AffiliationEntry entry : byAddress.values()) {
            if (entry.nick() != null) {
                nicks.put(entry.nick(), entry.who());
            }
        }
        this.byNick = nicks;
    }

    /** An account's standing, without reserved nick and reason. */
    static AffiliationEntry entry(Jid who, Affiliation affiliation) {
        return new AffiliationEntry(who, affiliation, null, null);
    }

    /** The lists as they are stored: nothing is known of how they came to be. */
    static Affiliations of(List<AffiliationEntry> entries) {
        Affiliations all = NOBODY.with(entries);
        return new Affiliations(all.byAddress, all.version, List.of());
    }

    ListVersion version() {
        return version;
    }

    /** The newest changes, oldest first. */
    List<Step> steps() {
        return steps;
    }

    /** The version after one more change. */
    ListVersion after(ListVersion before, AffiliationEntry entry) {
        AffiliationEntry known = entry(entry.who());
        return (known == null ? before : before.without(known)).with(entry);
    }

    /** The standing of an account: its own, or that of its domain. */
    Affiliation of(Jid who) {
        AffiliationEntry entry = entry(who);
        if (entry == null && who.local() != null) {
            entry = byAddress.get(DomainJid.of(who.domain()));
        }
        return entry == null ? Affiliation.NONE : entry.affiliation();
    }

    /** The account's own entry, or null. */
    @Nullable AffiliationEntry entry(Jid who) {
        return byAddress.get(who.bare());
    }

    /** Who has reserved the nick, or null. */
    @Nullable Jid holderOf(String nick) {
        return byNick.get(nick);
    }

    @Nullable String nickOf(Jid who) {
        AffiliationEntry entry = entry(who);
        return entry == null ? null : entry.nick();
    }

    /** The entries of one list, by address. */
    List<AffiliationEntry> list(Affiliation affiliation) {
        return byAddress.values().stream()
                .filter(e -> e.affiliation() == affiliation)
                .sorted(Comparator.comparing(e -> e.who().toString()))
                .toList();
    }

    List<AffiliationEntry> all() {
        return List.copyOf(byAddress.values());
    }

    int size() {
        return byAddress.size();
    }

    int owners() {
        int owners = 0;
        for (AffiliationEntry entry : byAddress.values()) {
            owners += entry.affiliation() == Affiliation.OWNER ? 1 : 0;
        }
        return owners;
    }

    Affiliations with(List<AffiliationEntry> changed) {
        Map<Jid, AffiliationEntry> copy = new HashMap<>(byAddress);
        List<Step> more = new ArrayList<>(steps);
        ListVersion reached = version;
        for (AffiliationEntry entry : changed) {
            AffiliationEntry known = copy.get(entry.who());
            ListVersion next = (known == null ? reached : reached.without(known)).with(entry);
            if (!next.equals(reached)) {
                more.add(new Step(reached, entry));
                reached = next;
            }
            if (entry.affiliation() == Affiliation.NONE) {
                copy.remove(entry.who());
            } else {
                copy.put(entry.who(), entry);
            }
        }
        return new Affiliations(
                copy, reached, more.subList(Math.max(0, more.size() - MOST_STEPS), more.size()));
    }

    /** The entries that are not in the earlier lists, or were others there. */
    List<AffiliationEntry> since(Affiliations before) {
        List<AffiliationEntry> changed = new ArrayList<>();
        for (AffiliationEntry entry : byAddress.values()) {
            if (!entry.equals(before.byAddress.get(entry.who()))) {
                changed.add(entry);
            }
        }
        return changed;
    }

    /** Only for the directory: those to whom a hidden room is no secret. */
    List<Jid> members() {
        List<Jid> members = new ArrayList<>();
        for (AffiliationEntry entry : byAddress.values()) {
            if (Standing.isMember(entry.affiliation())) {
                members.add(entry.who());
            }
        }
        return members;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Affiliations that && byAddress.equals(that.byAddress);
    }

    @Override
    public int hashCode() {
        return byAddress.hashCode();
    }

    @Override
    public String toString() {
        return byAddress.values().toString();
    }
}
