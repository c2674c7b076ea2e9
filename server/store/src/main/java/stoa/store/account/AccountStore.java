package stoa.store.account;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/** Reads accounts. */
public interface AccountStore {
    /** The most accounts one {@link #list} returns. */
    int MAX_LISTED = 10_000;

    CompletionStage<Optional<Account>> find(BareJid address);

    /** The account with its SCRAM keys. */
    CompletionStage<Optional<Credentials>> credentials(BareJid address);

    /**
     * The accounts of a domain ordered by localpart, by code points.
     *
     * @param afterLocal only those after this localpart; null: from the first
     * @param max at most this many, up to {@link #MAX_LISTED}
     */
    CompletionStage<List<Account>> list(String domain, @Nullable String afterLocal, int max);

    CompletionStage<Long> count(String domain);

    /**
     * Whether an account of that address was deleted once. What it wrote is still in the archive,
     * so the address must not become somebody else's by the way.
     */
    CompletionStage<Boolean> wasDeleted(BareJid address);

    /** What few of a domain's accounts are. */
    enum Mark {
        /** Not {@link Account#enabled}. */
        DISABLED,
        /** {@link Account#admin}. */
        ADMIN
    }

    /** As {@link #list(String, String, int)}, of the accounts with that mark only. */
    CompletionStage<List<Account>> list(
            String domain, Mark mark, @Nullable String afterLocal, int max);

    CompletionStage<Long> count(String domain, Mark mark);
}
