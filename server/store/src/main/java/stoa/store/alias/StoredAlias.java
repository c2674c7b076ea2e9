package stoa.store.alias;

import java.util.List;

/**
 * An alias with its open conversations.
 *
 * @param threads by the person's address
 */
public record StoredAlias(Alias alias, List<AliasThread> threads) {
    public StoredAlias {
        threads = List.copyOf(threads);
    }
}
