package stoa.features.push;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.Change;
import stoa.core.journal.Journal;
import stoa.store.push.PushDisabled;
import stoa.store.push.PushEnabled;
import stoa.store.push.PushRegistration;
import stoa.store.push.PushStore;
import stoa.xmpp.jid.BareJid;

/**
 * What accounts have enabled: all of it in memory, and written through the journal. Any thread.
 *
 * <p>An account has at most {@link #LIMIT}; one more takes the place of that which was enabled
 * longest ago, as clients enable theirs again whenever they connect.
 */
final class Registrations {
    /** How many services and nodes an account can have enabled. */
    static final int LIMIT = 20;

    /** A registration that says nothing new is not written again within this. */
    private static final long REFRESH_MS = 24 * 60 * 60 * 1_000L;

    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

    private final Journal journal;
    private final Map<BareJid, List<Pushed>> byAccount = new ConcurrentHashMap<>();

    Registrations(Journal journal) {
        this.journal = journal;
    }

    /** Reads everything; blocking, before anything is served. */
    void load(PushStore store) {
        @Nullable PushRegistration last = null;
        List<PushRegistration> page;
        do {
            page = store.list(last, PushStore.MAX_LISTED).toCompletableFuture().join();
            for (PushRegistration one : page) {
                byAccount.merge(one.account(), List.of(new Pushed(one)), Registrations::both);
                last = one;
            }
        } while (page.size() == PushStore.MAX_LISTED);
    }

    boolean has(BareJid account) {
        return byAccount.containsKey(account);
    }

    /** What the account has enabled; of this moment. */
    List<Pushed> of(BareJid account) {
        return byAccount.getOrDefault(account, List.of());
    }

    /**
     * Enables it; completes when it is stored. If it cannot be stored it counts until the next
     * start.
     */
    CompletionStage<Void> enable(PushRegistration wanted) {
        AtomicReference<CompletionStage<Void>> stored = new AtomicReference<>(DONE);
        byAccount.compute(
                wanted.account(),
                (account, before) -> {
                    List<Change> changes = new ArrayList<>(2);
                    List<Pushed> after =
                            enabled(before == null ? List.of() : before, wanted, changes);
                    stored.set(record(changes)); // in here, so that the journal has the same order
                    return after;
                });
        return stored.get();
    }

    private CompletionStage<Void> record(List<Change> changes) {
        return changes.isEmpty() ? DONE : journal.record(changes);
    }

    private static List<Pushed> enabled(
            List<Pushed> before, PushRegistration wanted, List<Change> changes) {
        List<Pushed> after = new ArrayList<>(before);
        for (Pushed one : before) {
            PushRegistration old = one.registration();
            if (old.isAt(wanted.service(), wanted.node())) {
                if (isNew(old, wanted)) {
                    changes.add(new PushEnabled(wanted));
                    one.renew(wanted);
                }
                return before;
            }
        }
        if (after.size() >= LIMIT) {
            Pushed oldest =
                    after.stream()
                            .min(Comparator.comparingLong(p -> p.registration().enabledAtMs()))
                            .orElseThrow();
            after.remove(oldest);
            changes.add(disabled(oldest.registration()));
        }
        changes.add(new PushEnabled(wanted));
        return both(after, List.of(new Pushed(wanted)));
    }

    private static boolean isNew(PushRegistration old, PushRegistration wanted) {
        return !old.options().equals(wanted.options())
                || !old.resource().equals(wanted.resource())
                || wanted.enabledAtMs() - old.enabledAtMs() >= REFRESH_MS;
    }

    private static List<Pushed> both(List<Pushed> some, List<Pushed> more) {
        List<Pushed> all = new ArrayList<>(some.size() + more.size());
        all.addAll(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** Disables those; completes when that is stored. */
    CompletionStage<Void> disable(BareJid account, Predicate<PushRegistration> which) {
        AtomicReference<CompletionStage<Void>> stored = new AtomicReference<>(DONE);
        byAccount.computeIfPresent(
                account,
                (key, before) -> {
                    List<Change> changes = new ArrayList<>(1);
                    List<Pushed> after = new ArrayList<>(before);
                    for (Pushed one : before) {
                        if (which.test(one.registration())) {
                            after.remove(one);
                            changes.add(disabled(one.registration()));
                        }
                    }
                    stored.set(record(changes));
                    return after.isEmpty() ? null : List.copyOf(after);
                });
        return stored.get();
    }

    private static Change disabled(PushRegistration one) {
        return new PushDisabled(one.account(), one.service(), one.node());
    }

    /** The account is deleted, and with it what it had stored. */
    void forget(BareJid account) {
        byAccount.remove(account);
    }
}
