package stoa.core.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A journal's store for tests: keeps what was committed, and can be made to wait or to fail. */
public final class TestStore implements JournalStore {
    private final List<Change> committed = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
    private final AtomicInteger failing = new AtomicInteger();
    private final Semaphore arrived = new Semaphore(0);
    private volatile @Nullable Error breaking;

    /** From now on a commit waits for {@link #letThrough}. */
    public void hold() {
        gate.drainPermits();
    }

    public void letThrough(int commits) {
        gate.release(commits);
    }

    public void open() {
        gate.release(Integer.MAX_VALUE / 2 - gate.availablePermits());
    }

    /** The next commits fail. */
    public void failNext(int commits) {
        failing.set(commits);
    }

    /** The next commit breaks down. */
    public void breakNext(Error with) {
        breaking = with;
    }

    /** Returns when one more commit has begun. */
    public void awaitCommitBegun() {
        arrived.acquireUninterruptibly();
    }

    @Override
    public void commit(List<Change> changes) throws Exception {
        arrived.release();
        gate.acquire();
        if (failing.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new java.io.IOException("no space left");
        }
        Error now = breaking;
        if (now != null) {
            breaking = null;
            throw now;
        }
        synchronized (this) {
            committed.addAll(changes);
            batches.add(changes.size());
        }
    }

    @Override
    public long lastArchiveId() {
        return 0;
    }

    public synchronized List<Change> committed() {
        return List.copyOf(committed);
    }

    public synchronized List<Integer> batches() {
        return List.copyOf(batches);
    }
}
