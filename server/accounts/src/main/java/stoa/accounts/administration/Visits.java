package stoa.accounts.administration;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.Change;
import stoa.core.journal.Journal;
import stoa.store.visit.Visit;
import stoa.store.visit.VisitNoted;
import stoa.store.visit.VisitStore;
import stoa.xmpp.jid.BareJid;

/**
 * When accounts were last signed in to. Written now and then, all that have come together, since
 * nobody waits for it: after a crash the last half minute is missing. Holds one entry an account
 * that has come since the last {@link #flush}. Safe on any thread.
 */
final class Visits {
    private record Recent(Instant at, boolean arrived) {}

    private final VisitStore store;
    private final Journal journal;
    private final InstantSource clock;
    private final Map<BareJid, Recent> recent = new ConcurrentHashMap<>();

    Visits(VisitStore store, Journal journal, InstantSource clock) {
        this.store = store;
        this.journal = journal;
        this.clock = clock;
    }

    /** A resource of it was bound. */
    void signedIn(BareJid account) {
        recent.merge(
                account,
                new Recent(clock.instant(), false),
                (before, now) -> new Recent(now.at(), before.arrived()));
    }

    /** One of its resources is available. */
    void arrived(BareJid account) {
        recent.merge(
                account,
                new Recent(clock.instant(), true),
                (before, now) -> new Recent(before.at(), true));
    }

    /** What is known of it, what was not written yet included. */
    CompletionStage<Visit> find(BareJid account) {
        Recent now = recent.get(account);
        return store.find(account).thenApply(stored -> joined(stored, now));
    }

    private static Visit joined(Visit stored, @Nullable Recent now) {
        return now == null
                ? stored
                : new Visit(now.at(), stored.arrived() || now.arrived(), stored.motd());
    }

    /** The account is gone; nothing of it is written any more. */
    void forget(BareJid account) {
        recent.remove(account);
    }

    /** Writes what there is; what could not be written is tried again with the next. */
    CompletionStage<Void> flush() {
        Map<BareJid, Recent> taken = Map.copyOf(recent);
        if (taken.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<Change> changes = new ArrayList<>(taken.size());
        taken.forEach(
                (account, visit) ->
                        changes.add(new VisitNoted(account, visit.at(), visit.arrived())));
        return journal.record(changes).thenRun(() -> taken.forEach(recent::remove));
    }
}
