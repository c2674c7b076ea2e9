package stoa.store.account;

import java.util.List;

/** All that a sign-in with a password asks the store for. */
public record Credentials(Account account, List<ScramKeys> keys) {
    public Credentials {
        keys = List.copyOf(keys);
    }
}
