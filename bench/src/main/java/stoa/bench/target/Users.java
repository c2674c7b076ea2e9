package stoa.bench.target;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import stoa.bench.client.Account;

/**
 * The people every server knows: {@code u0 … } for most work, and groups of their own for work that
 * leaves traces (contacts, histories).
 *
 * @param many how many {@code u…} there are
 * @param groups whether there are the others as well
 */
public record Users(String domain, int many, boolean groups) {
    public static final String PASSWORD = "wherefore-art-thou";

    /** People of a domain whose rosters list everybody. */
    public static final int LISTED = 500;

    private static final int GROUP = 120;

    /** Where rooms live. */
    public String rooms() {
        return "conference." + domain;
    }

    /** The first {@code count} of the many. */
    public List<Account> first(int count) {
        if (count > many) {
            throw new IllegalArgumentException(
                    "only " + many + " accounts were made, not " + count);
        }
        return named("u", count);
    }

    /** People with contacts. */
    public List<Account> contacts(int count) {
        return named("p", count);
    }

    /** People with a history. */
    public List<Account> historians(int count) {
        return named("h", count);
    }

    /** Everybody. */
    public List<Account> all() {
        List<Account> all = new ArrayList<>(first(many));
        if (groups) {
            all.addAll(contacts(GROUP));
            all.addAll(historians(GROUP));
        }
        return all;
    }

    private List<Account> named(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Account(prefix + i, domain, PASSWORD))
                .toList();
    }
}
