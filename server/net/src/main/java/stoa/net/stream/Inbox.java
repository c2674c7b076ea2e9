package stoa.net.stream;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import stoa.net.sm.Outgoing;

/**
 * What was sent to a session and waits for the session's loop: a stack that any thread may push to,
 * and what wakes the loop, once for as many stanzas as come before it runs; within a batch of
 * journal releases once for all sessions of the loop.
 *
 * <p>Presence encoded for many wakes the loop once in {@link PresenceGathering#MS} at most. When
 * five hundred people enter a room one after another, those inside would else be written to for
 * each of them, and such a write costs more than all else that is done for it. What comes alone is
 * not delayed, anything but presence takes along what waits, and nothing changes its place.
 */
final class Inbox {
    private static final AtomicReferenceFieldUpdater<Inbox, @Nullable Outgoing> TOP =
            AtomicReferenceFieldUpdater.newUpdater(Inbox.class, Outgoing.class, "top");
    private static final AtomicIntegerFieldUpdater<Inbox> WOKEN =
            AtomicIntegerFieldUpdater.newUpdater(Inbox.class, "woken");
    private static final AtomicIntegerFieldUpdater<Inbox> GATHERING =
            AtomicIntegerFieldUpdater.newUpdater(Inbox.class, "gathering");

    private final StreamServer server;
    private final IntSupplier loopIndex;
    private final Runnable turn;
    private volatile @Nullable Outgoing top;
    private volatile int woken;
    private volatile int gathering;

    /** When presence last woke the loop. */
    private volatile long presenceMs;

    /** The link of the stack in {@link PresenceGathering}, which owns it. */
    @Nullable Inbox gatheredBefore;

    /**
     * Empty.
     *
     * @param loopIndex the session's loop
     * @param turn what is to run there, whenever something has come; begins with {@link #awake}
     */
    Inbox(StreamServer server, IntSupplier loopIndex, Runnable turn) {
        this.server = server;
        this.loopIndex = loopIndex;
        this.turn = turn;
    }

    void push(Outgoing stanza) {
        add(stanza);
        wake();
    }

    void pushPresence(Outgoing presence) {
        add(presence);
        if (woken != 0 || gathering != 0) {
            return; // whoever set it takes what was pushed before
        }
        long now = server.now();
        if (now - presenceMs >= PresenceGathering.MS) {
            presenceMs = now;
            wake();
        } else if (GATHERING.compareAndSet(this, 0, 1)) {
            server.loop(loopIndex.getAsInt()).gathering().add(this);
        }
    }

    private void add(Outgoing stanza) {
        Outgoing below;
        do {
            below = top;
            stanza.next = below;
        } while (!TOP.compareAndSet(this, below, stanza));
    }

    void wake() {
        if (woken == 0 && WOKEN.compareAndSet(this, 0, 1)) {
            server.scheduler.execute(turn, loopIndex.getAsInt());
        }
    }

    /** Enough presence has been waited for. */
    void gathered() {
        presenceMs = server.now();
        gathering = 0;
        if (top != null) {
            wake();
        }
    }

    /** The loop's turn has come: it takes all of it, and is to be woken for what comes later. */
    void awake() {
        woken = 0;
    }

    /** Takes the stack, turned over so that the oldest comes first. */
    @Nullable Outgoing takeAll() {
        Outgoing next = TOP.getAndSet(this, null);
        Outgoing oldest = null;
        while (next != null) {
            Outgoing below = next.next;
            next.next = oldest;
            oldest = next;
            next = below;
        }
        return oldest;
    }
}
