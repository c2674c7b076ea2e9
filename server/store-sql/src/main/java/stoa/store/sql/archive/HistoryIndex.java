package stoa.store.sql.archive;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;
import stoa.store.archive.Waiters;
import stoa.store.sql.jdbc.Database;

/**
 * Builds the history index behind the journal, on a thread of its own, and lets queries wait for
 * it.
 *
 * <p>Committed messages are handed over in memory and written when {@link #BATCH} of them wait,
 * when the oldest has waited {@link #DELAY_MS}, or when a query asks; the larger the batch, the
 * less a message costs. At most {@link #PENDING_LIMIT} messages are kept; beyond that they are
 * dropped here and read back from the archive, as they are after a crash. At most {@link
 * #WAITING_LIMIT} queries wait; one more is answered with {@link Problem#BUSY}.
 */
public final class HistoryIndex implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryIndex.class);

    static final int BATCH = 16_000;

    /**
     * Read back from the archive, messages come in larger batches: whoever asks must wait anyway.
     */
    static final int GAP_BATCH = 50_000;

    static final long DELAY_MS = 5_000;
    static final int PENDING_LIMIT = 64_000;
    static final int WAITING_LIMIT = 10_000;

    /** After a failure (a full disk) the index is tried again when asked, or after this. */
    private static final long RETRY_MS = 1_000;

    private final Database database;
    private final IndexBuilder builder;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private PendingMessages pending = new PendingMessages();
    private final Waiters waiting = new Waiters(WAITING_LIMIT);

    /** Whether messages stand in the archive that are neither indexed nor pending. */
    private boolean gap;

    private long committedId;
    private long indexedId;
    private boolean closed;

    /**
     * Opens or rebuilds the index.
     *
     * @param storeId the archive's own id
     * @param lastArchiveId the newest message of the archive
     */
    public HistoryIndex(Database database, String storeId, long lastArchiveId) throws SQLException {
        this.database = database;
        this.builder = new IndexBuilder(database, storeId, lastArchiveId);
        this.committedId = lastArchiveId;
        this.indexedId = builder.readUpTo();
        this.gap = indexedId < committedId;
        this.thread = Thread.ofPlatform().name("history-index").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Takes over what a commit has made durable, in id order. On the journal thread. */
    public void committed(List<IndexedMessage> messages) {
        if (messages.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            committedId = messages.getLast().id();
            if (gap || pending.size() + messages.size() > PENDING_LIMIT) {
                gap = true;
                pending = new PendingMessages();
                work.signal();
                return;
            }
            boolean first = pending.isEmpty();
            messages.forEach(pending::add);
            if (first || pending.size() >= BATCH) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The archive may hold messages that nobody has handed over: they are read from it. */
    public void missed() {
        lock.lock();
        try {
            gap = true;
            pending = new PendingMessages();
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The newest message that is committed, 0 when there is none. Any thread. */
    long committedId() {
        lock.lock();
        try {
            return committedId;
        } finally {
            lock.unlock();
        }
    }

    /** Completes when everything committed by now is in the index. */
    public CompletionStage<Void> caughtUp() {
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedStage(
                        new StoreException(Problem.CLOSED, "The store is closed."));
            }
            if (indexedId >= committedId && !gap) {
                return CompletableFuture.completedStage(null);
            }
            work.signal();
            return waiting.add(committedId);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaitWork()) {
            try {
                if (hasGap()) {
                    readGap();
                } else {
                    builder.add(takePending());
                }
                reached(builder.readUpTo());
            } catch (SQLException e) {
                failed(database.explain(e));
            } catch (RuntimeException | Error e) { // this thread is the only one
                failed(new StoreException(Problem.FAILED, "The history index failed.", e));
            }
        }
    }

    /** Waits for a reason to write; false when there is nothing left to do. */
    private boolean awaitWork() {
        lock.lock();
        try {
            long leftNanos = TimeUnit.MILLISECONDS.toNanos(DELAY_MS);
            while (!closed && waiting.isEmpty() && !gap && pending.size() < BATCH) {
                if (pending.isEmpty()) {
                    work.await();
                    leftNanos = TimeUnit.MILLISECONDS.toNanos(DELAY_MS);
                } else if (leftNanos > 0) {
                    leftNanos = work.awaitNanos(leftNanos);
                } else {
                    return true;
                }
            }
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasGap() {
        lock.lock();
        try {
            return gap;
        } finally {
            lock.unlock();
        }
    }

    private List<IndexedMessage> takePending() {
        PendingMessages taken;
        lock.lock();
        try {
            taken = pending;
            pending = new PendingMessages();
        } finally {
            lock.unlock();
        }
        return taken.toList();
    }

    /**
     * Reads the archive up to where it ended when the last slice was read. What is committed after
     * that look is pending or opens a new gap.
     */
    private void readGap() throws SQLException {
        builder.add(builder.readArchive(GAP_BATCH));
        lock.lock();
        try {
            if (builder.readUpTo() >= committedId) {
                gap = false;
            }
        } finally {
            lock.unlock();
        }
    }

    private void reached(long id) {
        List<CompletableFuture<Void>> ready;
        lock.lock();
        try {
            indexedId = id;
            ready = waiting.takeUpTo(id);
        } finally {
            lock.unlock();
        }
        ready.forEach(answer -> answer.complete(null));
    }

    /** Those who wait are told; what was taken is read back from the archive. */
    private void failed(StoreException problem) {
        LOG.error(
                "history_index_failed problem={} reason=\"{}\"",
                problem.problem(),
                problem.getCause(),
                problem.problem() == Problem.FAILED ? problem : null);
        List<CompletableFuture<Void>> told;
        lock.lock();
        try {
            told = waiting.takeAll();
            gap = true;
            pending = new PendingMessages();
        } finally {
            lock.unlock();
        }
        told.forEach(answer -> answer.completeExceptionally(problem));
        pause();
    }

    private void pause() {
        lock.lock();
        try {
            long leftNanos = TimeUnit.MILLISECONDS.toNanos(RETRY_MS);
            while (!closed && waiting.isEmpty() && leftNanos > 0) {
                leftNanos = work.awaitNanos(leftNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread. What is not indexed yet is when the store opens again. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> told;
        lock.lock();
        try {
            closed = true;
            told = waiting.takeAll();
            work.signalAll();
        } finally {
            lock.unlock();
        }
        StoreException gone = new StoreException(Problem.CLOSED, "The store is closed.");
        told.forEach(answer -> answer.completeExceptionally(gone));
        try {
            if (thread.isAlive()) {
                thread.join();
            }
            builder.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw database.explain(e);
        }
    }
}
