package stoa.accounts.people;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * The people of each domain by their names, to be looked for: as they are compared, so without case
 * and marks ("jose" finds José). Follows a {@link Directory} from before it is loaded; about 200
 * bytes each. A search looks at everybody of the domain, which for 10,000 people takes less than a
 * millisecond.
 *
 * <p>Safe on any thread.
 */
public final class PeopleIndex {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s.\\-_]+");

    private record Entry(Person person, String name, List<String> words, String local) {
        static Entry of(Person person) {
            String name = folded(person.displayName());
            return new Entry(
                    person,
                    name,
                    List.of(BETWEEN_WORDS.split(name)),
                    folded(person.address().local()));
        }

        /** How well it fits, the best first: begins so, a word begins so, any part; or null. */
        @Nullable Integer rank(String wanted) {
            if (name.startsWith(wanted) || local.startsWith(wanted)) {
                return 0;
            }
            if (words.stream().anyMatch(word -> word.startsWith(wanted))) {
                return 1;
            }
            return name.contains(wanted) || local.contains(wanted) ? 2 : null;
        }
    }

    private record Hit(int rank, Entry entry) {}

    private static final Comparator<Hit> LIKELIEST =
            Comparator.comparingInt(Hit::rank)
                    .thenComparing(hit -> hit.entry().name())
                    .thenComparing(hit -> hit.entry().local());

    private final Map<String, Map<BareJid, Entry>> domains = new ConcurrentHashMap<>();

    public PeopleIndex(Directory directory) {
        directory.onChange(change -> follow(directory, change.address()));
    }

    private void follow(Directory directory, BareJid address) {
        Map<BareJid, Entry> people =
                domains.computeIfAbsent(address.domain(), key -> new ConcurrentHashMap<>());
        Person person = directory.find(address);
        if (person == null) {
            people.remove(address);
        } else {
            people.put(address, Entry.of(person));
        }
    }

    /**
     * People of that domain of whose name or user name this is the beginning, the beginning of a
     * word or any part, in this order and then by name.
     *
     * @param max at most so many
     */
    public List<Person> find(String domain, String text, int max) {
        String wanted = folded(text.strip());
        return domains.getOrDefault(domain, Map.of()).values().stream()
                .map(entry -> hit(entry, wanted))
                .filter(Objects::nonNull)
                .sorted(LIKELIEST)
                .limit(max)
                .map(hit -> hit.entry().person())
                .toList();
    }

    private static @Nullable Hit hit(Entry entry, String wanted) {
        Integer rank = entry.rank(wanted);
        return rank == null ? null : new Hit(rank, entry);
    }

    private static String folded(String text) {
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }
}
