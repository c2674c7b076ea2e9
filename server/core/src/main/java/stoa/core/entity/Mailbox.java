package stoa.core.entity;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue that one thread at a time drains, in order. Any thread may add.
 *
 * <p>The count of waiting items is also the claim: the thread that raises it from zero schedules
 * the mailbox, and the draining thread gives it up by lowering it to zero. So a mailbox is never
 * drained by two threads. A mailbox that is not open (its entity is being loaded) parks with the
 * claim held, and {@link #resume} takes it up again. A retired mailbox has a negative count and
 * takes nothing.
 */
abstract class Mailbox<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    /** Items drained before other mailboxes of the same loop get their turn. */
    private static final int TURN = 64;

    private final ConcurrentLinkedQueue<T> items = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean parked = new AtomicBoolean();
    private final MailboxScheduler scheduler;
    private final Runnable drain = this::drain;

    /** Its home: where it is drained when nobody drains it in passing. Any thread. */
    private volatile int loopIndex;

    Mailbox(MailboxScheduler scheduler, int hash) {
        this.scheduler = scheduler;
        this.loopIndex = Math.floorMod(hash ^ (hash >>> 16), scheduler.loopCount());
    }

    /** Makes this thread's loop the mailbox's home, if it is one. */
    final void settleHere() {
        int here = scheduler.currentLoop();
        if (here != EventLoops.NONE) {
            loopIndex = here;
        }
    }

    /** How many items wait or are being worked on. */
    final int size() {
        return waiting.get();
    }

    /** Adds an item; false when the mailbox is retired. */
    final boolean add(T item) {
        int before = waiting.getAndIncrement();
        if (before < 0) {
            return false;
        }
        items.add(item);
        if (before == 0) {
            scheduler.schedule(drain, loopIndex);
        }
        return true;
    }

    /** Works on one item, on the mailbox's turn. */
    abstract void receive(T item);

    /** Whether items may be taken now. Asked on the mailbox's turn; may start what opens it. */
    abstract boolean isOpen();

    /** Tells that {@link #isOpen} may now be true; any thread. */
    final void resume() {
        if (parked.compareAndSet(true, false)) {
            scheduler.schedule(drain, loopIndex);
        }
    }

    /** Retires the mailbox if the item being worked on is the only one; on the mailbox's turn. */
    final boolean retireIfAlone() {
        return waiting.compareAndSet(1, Integer.MIN_VALUE);
    }

    private void drain() {
        for (int taken = 0; taken < TURN; taken++) {
            if (!isOpen() && park()) {
                return;
            }
            try {
                receive(next());
            } catch (RuntimeException | Error e) { // an uncaught one would keep the claim for ever
                LOG.error("mailbox_receive_failed", e);
            }
            if (waiting.get() < 0 || waiting.decrementAndGet() == 0) {
                return;
            }
        }
        scheduler.schedule(drain, loopIndex);
    }

    /**
     * Gives up this turn until {@link #resume}; false when the mailbox has opened in the meantime.
     */
    private boolean park() {
        parked.set(true);
        return !isOpen() || !parked.compareAndSet(true, false);
    }

    /**
     * The next item, which is surely there or about to be: the count is raised just before the item
     * is added.
     */
    private T next() {
        @Nullable T item = items.poll();
        while (item == null) {
            Thread.onSpinWait();
            item = items.poll();
        }
        return item;
    }
}
