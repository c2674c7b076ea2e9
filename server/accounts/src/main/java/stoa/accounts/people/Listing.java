package stoa.accounts.people;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * Everybody of a domain, as everybody sees them; empty and not {@link #listed} for a domain with
 * more people than the limit. Immutable.
 *
 * @param people by address, in the order of addresses
 * @param hash says which content this is: equal content has equal hashes, also after a restart
 * @param steps how the newest contents came about, oldest first, at most {@link #MAX_STEPS}
 */
public record Listing(boolean listed, Map<BareJid, Person> people, long hash, List<Step> steps) {
    /** A client whose roster is older than so many changes gets the whole roster. */
    static final int MAX_STEPS = 256;

    static final Listing TOO_MANY = new Listing(false, Map.of(), 0, List.of());
    static final Listing NOBODY = new Listing(true, Map.of(), 1, List.of());

    /** One change: the hash before it, and whom it concerned. */
    public record Step(long hashBefore, BareJid address) {}

    /** Whose entries differ from those of an earlier content, or null when that is not known. */
    public @Nullable Set<BareJid> changedSince(long earlierHash) {
        if (earlierHash == hash) {
            return Set.of();
        }
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i).hashBefore == earlierHash) {
                Set<BareJid> changed = new LinkedHashSet<>();
                steps.subList(i, steps.size()).forEach(step -> changed.add(step.address));
                return changed;
            }
        }
        return null;
    }

    static Listing of(Iterable<Person> people) {
        TreeMap<BareJid, Person> sorted = sortedMap();
        long hash = NOBODY.hash;
        for (Person person : people) {
            sorted.put(person.address(), person);
            hash += hash(person);
        }
        return new Listing(true, sorted, hash, List.of());
    }

    Listing with(Person person) {
        TreeMap<BareJid, Person> changed = sortedMap();
        changed.putAll(people);
        Person before = changed.put(person.address(), person);
        long without = before == null ? hash : hash - hash(before);
        return next(changed, without + hash(person), person.address());
    }

    Listing without(BareJid address) {
        TreeMap<BareJid, Person> changed = sortedMap();
        changed.putAll(people);
        Person before = changed.remove(address);
        return before == null ? this : next(changed, hash - hash(before), address);
    }

    private Listing next(Map<BareJid, Person> changed, long newHash, BareJid address) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(hash, address));
        if (more.size() > MAX_STEPS) {
            more.removeFirst();
        }
        return new Listing(true, changed, newHash, List.copyOf(more));
    }

    private static TreeMap<BareJid, Person> sortedMap() {
        return new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    }

    /** Sums of these say whether two contents are the same; the order does not matter. */
    private static long hash(Person person) {
        return Hash64.of(person.address().toString(), person.displayName());
    }
}
