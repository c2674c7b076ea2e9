package stoa.core.entity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.journal.Journal;

/**
 * Decides which thread drains a mailbox. Told on an event loop, an idle mailbox is drained there
 * and then, with no hand-over between threads; told while that loop drains another one, it waits
 * until that one's turn is over, so stacks stay flat. Told on any other thread, it is drained on
 * its home loop.
 *
 * <p>What the journal thread's releases make ready is collected and handed over with one task a
 * loop: one wake-up a commit instead of one a message.
 */
public final class MailboxScheduler implements Journal.ReleaseScope {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxScheduler.class);

    private final EventLoops loops;

    @SuppressWarnings(
            "ThreadLocalUsage") // one scheduler a server; tests run several in one process
    private final ThreadLocal<@Nullable ArrayDeque<Runnable>> turns = new ThreadLocal<>();

    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable List<List<Runnable>>> batch = new ThreadLocal<>();

    public MailboxScheduler(EventLoops loops) {
        this.loops = loops;
    }

    int loopCount() {
        return loops.count();
    }

    /** The index of the loop whose thread this is, or {@link EventLoops#NONE}. */
    int currentLoop() {
        return loops.currentIndex();
    }

    /** Has a turn run: here when this is an event loop, else on the loop with that index. */
    void schedule(Runnable turn, int loopIndex) {
        if (loops.currentIndex() != EventLoops.NONE) {
            ArrayDeque<Runnable> outer = turns.get();
            if (outer == null) {
                runTurns(turn);
            } else {
                outer.add(turn);
            }
        } else {
            execute(turn, loopIndex);
        }
    }

    /**
     * Has a task run on the loop with that index, after the tasks handed to it before. Sessions use
     * it to flush: within a batch of releases the tasks of one loop share one wake-up.
     */
    public void execute(Runnable task, int loopIndex) {
        List<List<Runnable>> collected = batch.get();
        if (collected == null) {
            loops.loop(loopIndex).execute(() -> runTurns(task));
        } else {
            collected.get(loopIndex).add(task);
        }
    }

    private void runTurns(Runnable first) {
        ArrayDeque<Runnable> ready = new ArrayDeque<>();
        ready.add(first);
        runAll(ready);
    }

    private static void drainAll(ArrayDeque<Runnable> ready) {
        for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
            try {
                next.run();
            } catch (RuntimeException | Error e) { // those behind it hold their claims
                LOG.error("turn_failed", e);
            }
        }
    }

    @Override
    public void beginBatch() {
        List<List<Runnable>> perLoop = new ArrayList<>(loops.count());
        for (int i = 0; i < loops.count(); i++) {
            perLoop.add(new ArrayList<>());
        }
        batch.set(perLoop);
    }

    @Override
    public void endBatch() {
        List<List<Runnable>> perLoop = batch.get();
        batch.remove();
        if (perLoop == null) {
            throw new IllegalStateException("no batch was begun");
        }
        for (int i = 0; i < perLoop.size(); i++) {
            ArrayDeque<Runnable> tasks = new ArrayDeque<>(perLoop.get(i));
            if (!tasks.isEmpty()) {
                loops.loop(i).execute(() -> runAll(tasks));
            }
        }
    }

    /** Runs the tasks on this loop, and then whatever they made ready here. */
    private void runAll(ArrayDeque<Runnable> ready) {
        turns.set(ready);
        try {
            drainAll(ready);
        } finally {
            turns.remove();
        }
    }
}
