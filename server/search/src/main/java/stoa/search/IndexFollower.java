package stoa.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.journal.ArchiveSlot;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;
import stoa.store.archive.ArchiveStore;
import stoa.store.archive.FollowedMessage;
import stoa.store.archive.Waiters;

/**
 * Follows the archive, message by message in the order of ids, on a thread of its own: it asks for
 * what came when a search waits, and where nobody has said anything since it last looked (it looks
 * every {@link Pace#lookEvery}), so that nothing of it stands in the way of a commit, nor of those
 * who talk. Where talk does not pause it stays {@link #BEHIND_MS} behind at the most. The index is
 * opened when there is something to read for the first time, not while the server starts.
 *
 * <p>At most {@link #WAITING_LIMIT} searches wait; one more fails with {@link Problem#BUSY}. When
 * the index cannot be written, as on a full disk, those who wait are told, and it is tried again
 * from the last commit on; a damaged one is thrown away and built anew.
 */
final class IndexFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexFollower.class);

    static final int WAITING_LIMIT = 1_000;

    /** After so many messages, or that time, what was read is made durable. */
    private static final int COMMIT_AFTER = 50_000;

    private static final long COMMIT_EVERY_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** How far it may be behind while people talk and nobody searches. */
    private static final long BEHIND_MS = TimeUnit.MINUTES.toMillis(5);

    /** After a failure it is tried again when asked, or after this. */
    private static final long RETRY_MS = 5_000;

    /**
     * How often it looks.
     *
     * @param first after how many milliseconds it looks for the first time
     * @param lookEvery how often from then on, in milliseconds
     */
    record Pace(long first, long lookEvery) {
        static final Pace USUAL = new Pace(3_000, 5_000);
    }

    private final ArchiveStore archive;
    private final Path path;
    private final Pace pace;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Waiters waiting = new Waiters(WAITING_LIMIT);

    /** What searchers see. */
    private long shownId = -1;

    private boolean damaged;
    private boolean closed;
    private volatile @Nullable SearchIndex index;
    private volatile long readUpTo;

    /** Of the thread. */
    private long committedNanos = System.nanoTime();

    /** The newest message when it last looked: while it is the newest still, people pause. */
    private long seenId = -1;

    private boolean failing;

    IndexFollower(ArchiveStore archive, Path path, Pace pace) {
        this.archive = archive;
        this.path = path;
        this.pace = pace;
        this.thread = Thread.ofPlatform().name("search-index").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The index, once it has caught up. */
    @Nullable SearchIndex index() {
        return index;
    }

    /** The newest message that was read, 0 for none. Any thread. */
    long readUpTo() {
        return readUpTo;
    }

    /** Completes when everything committed by now is shown. Any thread. */
    CompletionStage<Void> caughtUp() {
        long newest = archive.newestId();
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedStage(
                        new StoreException(Problem.CLOSED, "The search is closed."));
            }
            if (shownId >= newest && !damaged) {
                return CompletableFuture.completedStage(null);
            }
            work.signal();
            return waiting.add(newest);
        } finally {
            lock.unlock();
        }
    }

    /** A search has found the index damaged. Any thread. */
    void foundDamaged() {
        lock.lock();
        try {
            damaged = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long waitMs = pace.first;
        while (awaitWork(waitMs)) {
            waitMs = pace.lookEvery;
            try {
                if (isTime()) {
                    readOn();
                }
                failing = false;
            } catch (IOException | RuntimeException e) {
                failed(e);
                waitMs = RETRY_MS;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Waits until somebody asks, or it is time to look; false when it is over. */
    private boolean awaitWork(long waitMs) {
        lock.lock();
        try {
            long leftNanos = TimeUnit.MILLISECONDS.toNanos(waitMs);
            while (!closed && !damaged && waiting.isEmpty() && leftNanos > 0) {
                leftNanos = work.awaitNanos(leftNanos);
            }
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void readOn() throws IOException, InterruptedException {
        if (index == null && archive.newestId() == 0 && !isAsked()) {
            return; // an empty server has no index to open
        }
        SearchIndex open = usable();
        boolean more = isAsked() || archive.newestId() > open.readUpTo();
        while (more && !isClosed()) {
            List<FollowedMessage> messages =
                    got(archive.follow(open.readUpTo(), ArchiveStore.MAX_FOLLOWED));
            take(open, messages);
            more = messages.size() == ArchiveStore.MAX_FOLLOWED;
            if (more && open.uncommitted() >= COMMIT_AFTER) {
                commit(open);
            }
            show(open);
            more &= isTime();
        }
        if (open.uncommitted() >= COMMIT_AFTER
                || System.nanoTime() - committedNanos >= COMMIT_EVERY_NANOS) {
            commit(open);
        }
    }

    /** Whether to read on: somebody waits, people pause, or too much has come meanwhile. */
    private boolean isTime() {
        long newest = archive.newestId();
        boolean pause = newest == seenId;
        seenId = newest;
        return pause
                || isAsked()
                || isFoundDamaged()
                || ArchiveSlot.epochMillis(newest) - ArchiveSlot.epochMillis(readUpTo) > BEHIND_MS;
    }

    private SearchIndex usable() throws IOException, InterruptedException {
        if (takeDamaged()) {
            LOG.warn("search_index_damaged rebuilding=true reason=\"a search could not read it\"");
            closeIndex();
            SearchIndex.delete(path);
        }
        SearchIndex open = index;
        if (open == null) {
            open = SearchIndex.open(path, archive.id());
            index = open;
            long read = open.readUpTo();
            if (read > 0 && got(archive.span(read, read, 1)).isEmpty()) {
                LOG.info("search_index_ahead_of_archive rebuilding=true");
                open.clear();
            }
            readUpTo = open.readUpTo();
        }
        return open;
    }

    private void take(SearchIndex open, List<FollowedMessage> messages)
            throws IOException, InterruptedException {
        List<Long> retracted = new ArrayList<>();
        for (FollowedMessage message : messages) {
            ArchivedText text = ArchivedText.of(message);
            open.add(message, text);
            if (text.retracts() != null) {
                retracted.add(text.retracts());
            }
        }
        if (!retracted.isEmpty()) {
            // Anybody can say so; whose message it is was decided when its tombstone was written.
            open.remove(got(archive.retracted(retracted)));
        }
        readUpTo = open.readUpTo();
    }

    private void commit(SearchIndex open) throws IOException {
        open.commit();
        committedNanos = System.nanoTime();
    }

    /** Shows searchers what was read, if any of them waits for it. */
    private void show(SearchIndex open) throws IOException {
        long id = open.readUpTo();
        if (!isAwaited(id)) {
            return;
        }
        open.refresh();
        List<CompletableFuture<Void>> ready;
        lock.lock();
        try {
            shownId = id;
            ready = waiting.takeUpTo(id);
        } finally {
            lock.unlock();
        }
        ready.forEach(answer -> answer.complete(null));
    }

    private boolean isAwaited(long id) {
        lock.lock();
        try {
            return waiting.hasUpTo(id);
        } finally {
            lock.unlock();
        }
    }

    private boolean isAsked() {
        lock.lock();
        try {
            return !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFoundDamaged() {
        lock.lock();
        try {
            return damaged;
        } finally {
            lock.unlock();
        }
    }

    private boolean takeDamaged() {
        lock.lock();
        try {
            boolean found = damaged;
            damaged = false;
            if (found) {
                shownId = -1;
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** Those who wait are told; it goes on from the last commit. Logged once for all in a row. */
    private void failed(Exception failure) {
        SearchIndex open = index;
        boolean isDamage =
                SearchIndex.isDamage(failure)
                        || (open != null && SearchIndex.isDamage(open.brokenBy()));
        if (!failing || isDamage) {
            LOG.error("search_index_failed damaged={}", isDamage, failure);
        }
        failing = true;
        closeIndex();
        List<CompletableFuture<Void>> told;
        lock.lock();
        try {
            damaged |= isDamage;
            shownId = -1;
            told = waiting.takeAll();
        } finally {
            lock.unlock();
        }
        told.forEach(answer -> answer.completeExceptionally(failure));
    }

    private void closeIndex() {
        SearchIndex open = index;
        index = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException | RuntimeException e) {
                LOG.warn("search_index_not_closed reason=\"{}\"", e.toString());
            }
        }
    }

    private static <T> T got(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    /** Makes durable what was read; the rest is read when the server starts again. */
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
        StoreException gone = new StoreException(Problem.CLOSED, "The search is closed.");
        told.forEach(answer -> answer.completeExceptionally(gone));
        try {
            if (thread.isAlive()) {
                thread.join();
            }
            SearchIndex open = index;
            if (open != null) {
                open.commit();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("search_index_not_committed reason=\"{}\"", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeIndex();
    }
}
