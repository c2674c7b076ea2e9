package stoa.core.journal;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal: durable before spoken, by group commit.
 *
 * <p>Entities append entries from any thread; one journal thread takes whatever waits, or comes in
 * the next moment (see {@link Gathering}), commits it in one transaction and then releases each
 * entry in append order. An entry without changes only keeps its place in the order. Numbered
 * changes get their archive id under the append lock, so append order, id order, commit order and
 * release order are the same.
 *
 * <p>If a commit fails nothing of that batch is released: every entry of it is told {@link
 * Entry#failed}, and so is every later entry of the same writers, until each writer has been
 * replaced (see {@link Writer}).
 *
 * <p>The batch under way and the one that waits hold at most {@code limitBytes} by the changes' own
 * weights; beyond it {@link #append} refuses and the command is answered with a {@code wait} error,
 * so a slow disk slows people down and never eats the memory.
 */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    /**
     * Who appends: one loaded entity. Once failed, nothing more of it is written; the runtime loads
     * a new one.
     */
    public static final class Writer {
        private volatile boolean failed;

        public boolean hasFailed() {
            return failed;
        }

        /**
         * Gives this writer up, as after a failed commit: what it has appended and no commit has
         * taken up yet is told {@link Entry#failed}.
         */
        public void abandon() {
            failed = true;
        }
    }

    /**
     * What waits for the commit. Called on the journal thread, in order; must only hand over
     * (enqueue), never work or block.
     */
    public interface Entry {
        void committed();

        void failed();
    }

    private static final class Pending {
        final Writer writer;
        final List<? extends Change> changes;
        final Entry entry;
        final int weightBytes;

        /**
         * Whether it is not written. Settled with its batch and not asked again: a writer may be
         * given up while the commit is under way, which stores what it has. Of the journal thread.
         */
        boolean lost;

        Pending(Writer writer, List<? extends Change> changes, Entry entry, int weightBytes) {
            this.writer = writer;
            this.changes = changes;
            this.entry = entry;
            this.weightBytes = weightBytes;
        }
    }

    private final JournalStore store;
    private final InstantSource clock;
    private final ReleaseScope scope;
    private final long limitBytes;
    private final Thread thread;
    private final Gathering gathering = new Gathering();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private List<Pending> waiting = new ArrayList<>();
    private long heldBytes;

    /** The greatest archive id given, also before the start; written under the lock. */
    private volatile long lastId;

    /** Why the last commit that failed did; of the journal thread. */
    private String lastFailure = "";

    private boolean closed;

    private final LongAdder commits = new LongAdder();
    private final LongAdder committedChanges = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /**
     * Brackets the releases of one batch, on the journal thread, so that what they make ready is
     * scheduled once.
     */
    public interface ReleaseScope {
        void beginBatch();

        void endBatch();
    }

    public Journal(JournalStore store, InstantSource clock, long limitBytes, ReleaseScope scope) {
        this.store = store;
        this.clock = clock;
        this.limitBytes = limitBytes;
        this.scope = scope;
        this.lastId = store.lastArchiveId();
        this.thread = Thread.ofPlatform().name("journal").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /**
     * Appends an entry to the waiting batch.
     *
     * @return false when the journal is full or closed: nothing was appended and the command must
     *     be refused with {@code wait}
     */
    public boolean append(Writer writer, List<? extends Change> changes, Entry entry) {
        int weight = 64;
        for (int i = 0; i < changes.size(); i++) {
            weight += changes.get(i).weightBytes();
        }
        lock.lock();
        try {
            if (closed || (heldBytes + weight > limitBytes && !changes.isEmpty())) {
                return false;
            }
            heldBytes += weight;
            for (int i = 0; i < changes.size(); i++) {
                if (changes.get(i) instanceof Numbered numbered) {
                    numbered.slot().set(nextId());
                }
            }
            waiting.add(new Pending(writer, changes, entry, weight));
            int size = waiting.size();
            if (size == 1 || size == Gathering.ENOUGH) {
                work.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Records changes that no entity decides: an account made, a token rotated. The stage completes
     * on the journal thread once they are durable, or fails; what follows it must only hand over.
     */
    public CompletionStage<Void> record(List<? extends Change> changes) {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        boolean appended =
                append(
                        new Writer(),
                        changes,
                        new Entry() {
                            @Override
                            public void committed() {
                                durable.complete(null);
                            }

                            @Override
                            public void failed() {
                                durable.completeExceptionally(
                                        new JournalException("the commit failed"));
                            }
                        });
        if (!appended) {
            durable.completeExceptionally(new JournalException("the journal is full or closed"));
        }
        return durable;
    }

    /**
     * An archive id that none of those given so far exceeds. They may be ahead of the clock: it was
     * set back, and ids never go back (see {@link ArchiveSlot}).
     */
    public long lastId() {
        return lastId;
    }

    private long nextId() {
        lastId = Math.max(lastId + 1, ArchiveSlot.firstIdAt(clock.millis()));
        return lastId;
    }

    private void run() {
        while (true) {
            List<Pending> batch = take();
            if (batch == null) {
                return;
            }
            work(batch);
        }
    }

    private void work(List<Pending> batch) {
        commit(batch);
        scope.beginBatch();
        for (Pending pending : batch) {
            release(pending);
        }
        scope.endBatch();
        done(batch);
    }

    /**
     * Commits and releases what waits, on this thread: for a test that drives a server by hand and
     * has not called {@link #start}.
     *
     * @return false when nothing waited
     */
    public boolean commitWaiting() {
        List<Pending> batch;
        lock.lock();
        try {
            batch = waiting;
            waiting = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        if (!batch.isEmpty()) {
            work(batch);
        }
        return !batch.isEmpty();
    }

    private @Nullable List<Pending> take() {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (closed) {
                    return null;
                }
                work.awaitUninterruptibly();
            }
            gather();
            List<Pending> batch = waiting;
            waiting = new ArrayList<>(Math.max(16, batch.size()));
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the batch that waits grow for a moment, when that is worthwhile. Holds the lock. */
    private void gather() {
        int before = waiting.size();
        if (closed || !gathering.isWorthwhile(before)) {
            return;
        }
        long left = Gathering.WINDOW_NANOS;
        try {
            while (left > 0 && !closed && waiting.size() < Gathering.ENOUGH) {
                left = work.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // what waits is committed all the same
        }
        gathering.brought(waiting.size() - before);
    }

    private void commit(List<Pending> batch) {
        List<Change> changes = new ArrayList<>(batch.size() + 8);
        for (Pending pending : batch) {
            pending.lost = pending.writer.failed;
            if (!pending.lost) {
                changes.addAll(pending.changes);
            }
        }
        if (changes.isEmpty()) {
            return;
        }
        try {
            store.commit(changes);
            commits.increment();
            committedChanges.add(changes.size());
        } catch (Exception | Error e) { // this thread is the only one: it outlives whatever comes
            failures.increment();
            log(changes.size(), e);
            for (Pending pending : batch) {
                if (!pending.changes.isEmpty()) {
                    pending.writer.failed = true;
                }
            }
            for (Pending pending : batch) {
                pending.lost = pending.writer.failed;
            }
        }
    }

    /** A disk that stays full fails every commit: the whole story is told once. */
    private void log(int changes, Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        LOG.error(
                "journal_commit_failed changes={} reason=\"{}\"",
                changes,
                reason,
                reason.equals(lastFailure) ? null : failure);
        lastFailure = reason;
    }

    /**
     * An entry is spoken when its own changes are durable and nothing its writer said before is
     * lost.
     */
    private static void release(Pending pending) {
        try {
            if (pending.lost) {
                pending.entry.failed();
            } else {
                pending.entry.committed();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("journal_release_failed", e);
        }
    }

    private void done(List<Pending> batch) {
        long weight = 0;
        for (Pending pending : batch) {
            weight += pending.weightBytes;
        }
        lock.lock();
        try {
            heldBytes -= weight;
        } finally {
            lock.unlock();
        }
    }

    /** Commits, changes committed and failed commits since start; for metrics. */
    public long commits() {
        return commits.sum();
    }

    public long committedChanges() {
        return committedChanges.sum();
    }

    public long failures() {
        return failures.sum();
    }

    /**
     * Takes nothing more, commits and releases what waits, and returns when the journal thread has
     * ended.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
