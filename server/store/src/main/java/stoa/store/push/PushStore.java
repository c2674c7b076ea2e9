package stoa.store.push;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the registrations for push notifications. A server holds all of them in memory, so there is
 * one query: everything.
 */
public interface PushStore {
    /** The most registrations one {@link #list} returns. */
    int MAX_LISTED = 10_000;

    /**
     * The registrations of all accounts, ordered by account, service and node, all by code points.
     *
     * @param after only those after this one; null: from the first
     * @param max at most this many, up to {@link #MAX_LISTED}
     */
    CompletionStage<List<PushRegistration>> list(@Nullable PushRegistration after, int max);
}
