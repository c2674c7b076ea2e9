package stoa.store.contract;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.core.journal.Numbered;
import stoa.store.Store;
import stoa.xmpp.jid.BareJid;

/**
 * A store under test, and a stand-in for the journal that numbers and commits. Tests share a store
 * and keep apart by the domain that each gets anew.
 */
public final class StoreFixture {
    private static final AtomicInteger DOMAINS = new AtomicInteger();

    private final Store store;
    private long lastId;

    public StoreFixture(Store store) {
        this.store = store;
        this.lastId = Math.max(store.lastArchiveId(), ArchiveSlot.firstIdAt(1_700_000_000_000L));
    }

    public Store store() {
        return store;
    }

    public void commit(Change... changes) {
        commit(List.of(changes));
    }

    /** Commits as one batch, giving each numbered change the next id. */
    public synchronized void commit(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Numbered numbered && !numbered.slot().isSet()) {
                lastId++;
                numbered.slot().set(lastId);
            }
        }
        try {
            store.commit(changes);
        } catch (Exception e) {
            throw new AssertionError("commit failed", e);
        }
    }

    /** Time passes: the next id is of a later millisecond. */
    public synchronized void passMs(long ms) {
        lastId = Math.max(lastId, ArchiveSlot.firstIdAt(ArchiveSlot.epochMillis(lastId) + ms));
    }

    /** A domain that no other test uses. */
    public static String freshDomain() {
        return "d" + DOMAINS.incrementAndGet() + ".example.org";
    }

    public static BareJid at(String local, String domain) {
        return BareJid.of(local, domain);
    }

    /** Waits for a read. */
    public static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("read failed", e);
        }
    }
}
