package stoa.net.s2s;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A managed stream as it outlives its connections (XEP-0198 section 5): which domains it has
 * proved, the links it carries, what the other server has not acknowledged, and how much of theirs
 * was handled. While its connection is cut the links stay with it, so that what is to be sent
 * waits, for {@code limits.resume} at most: then all is as if the stream had ended. The side that
 * has opened the stream connects anew meanwhile. Any thread.
 */
final class Resumable implements Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(Resumable.class);

    /**
     * What one connection leaves to the next.
     *
     * @param proved the pairs of domains that the other side may speak for
     * @param unacknowledged in the order of sending
     * @param acknowledged how many of ours the other server has handled
     */
    record State(
            List<Link> carried,
            Set<DomainPair> proved,
            Deque<Link.Waiting> unacknowledged,
            long acknowledged) {
        State {
            carried = List.copyOf(carried);
            proved = Set.copyOf(proved);
            unacknowledged = new ArrayDeque<>(unacknowledged);
        }

        /** Takes what of that link was not acknowledged. */
        List<Link.Waiting> lost(Link link) {
            List<Link.Waiting> lost = new ArrayList<>();
            Iterator<Link.Waiting> all = unacknowledged.iterator();
            while (all.hasNext()) {
                Link.Waiting waiting = all.next();
                if (waiting.link == link) {
                    lost.add(waiting);
                    all.remove();
                }
            }
            return lost;
        }
    }

    private final S2sContext server;

    /** The SM-ID, known to the two servers alone. */
    final String id;

    /** The domains that must be proved again on the connection that goes on. */
    final DomainPair pair;

    final boolean bothWays;
    private final long mostMs;
    private final @Nullable Link opened;
    private @Nullable Conversation live;
    private @Nullable State state;
    private @Nullable Conversation taker;
    private long handled;
    private boolean quiet;
    private boolean over;
    private int failures;
    private long untilMs;
    private volatile long pauseMs;

    /**
     * A stream's whose connection is there.
     *
     * @param opened the link that we have opened it for; null when the other server has
     * @param mostMs how long it is kept without a connection
     */
    Resumable(
            S2sContext server,
            String id,
            DomainPair pair,
            @Nullable Link opened,
            long mostMs,
            Conversation live) {
        this.server = server;
        this.id = id;
        this.pair = pair;
        this.opened = opened;
        this.mostMs = mostMs;
        this.live = live;
        this.bothWays = live.isBothWays();
    }

    boolean isOpenedByUs() {
        return opened != null;
    }

    /** There is no connection to send on; what comes back is looked at when there is. */
    @Override
    public void wake(Link link) {}

    // The connection is cut.

    /**
     * Takes over from a connection that is cut. On its loop.
     *
     * @param inMs how long to wait before the next one
     * @return false when nobody can go on with it
     */
    boolean suspend(Conversation cut, State left, long inMs) {
        synchronized (this) {
            boolean tooMany = opened == null && taker == null && !server.resumables.mayKeep();
            if (over || live != cut || tooMany) {
                return false;
            }
            pauseMs = inMs;
            live = null;
            state = left;
            quiet = false;
            untilMs = server.now() + mostMs;
        }
        left.carried().forEach(link -> link.replace(cut, this, List.of()));
        LOG.info(
                "s2s_suspended local={} remote={} unacknowledged={}",
                pair.local(),
                pair.remote(),
                left.unacknowledged().size());
        server.later(mostMs, this::expire);
        return true;
    }

    /** All that came before the cut is handled, so many in all. */
    void quiet(long handledInAll) {
        Conversation next;
        synchronized (this) {
            handled = handledInAll;
            quiet = true;
            next = taker;
            taker = null;
        }
        if (next != null) {
            next.granted(this);
        } else if (opened != null) {
            connect(opened, pauseMs);
        }
    }

    private void connect(Link link, long inMs) {
        server.later(inMs, () -> server.connector.resume(link, this));
    }

    /** How many stanzas of the other side were handled. */
    synchronized long handled() {
        return handled;
    }

    /** No connection came about, or not one to go on with: once more, while there is time. */
    void failed(Failure failure) {
        long pause = server.limits.retryFirst().toMillis() << Math.min(failures, 10);
        Link link = opened;
        synchronized (this) {
            failures++;
            if (state == null || link == null) {
                return;
            }
            if (failure.lasting() || server.now() + pause >= untilMs) {
                link = null;
            }
        }
        if (link == null) {
            giveUp(server.limits.retryFirst().toMillis());
        } else {
            connect(link, pause);
        }
    }

    private void expire() {
        synchronized (this) {
            if (state == null || server.now() < untilMs) {
                return;
            }
        }
        giveUp(0);
    }

    // And goes on.

    /**
     * A new connection of the same domains wants to go on; it is told by {@link
     * Conversation#granted} when it may, on any thread.
     *
     * @return false when it cannot, now or ever
     */
    boolean isGrantedTo(Conversation next) {
        Conversation old;
        synchronized (this) {
            if (over || taker != null) {
                return false;
            }
            old = live;
            if (old != null || !quiet) {
                taker = next;
                next = null;
            }
        }
        if (next != null) {
            next.granted(this);
        } else if (old != null) {
            old.isReplaced();
        }
        return true;
    }

    /** What there is to go on with; null when it is too late. Once a cut. */
    synchronized @Nullable State resume(Conversation next) {
        State left = state;
        if (left != null) {
            state = null;
            live = next;
            failures = 0;
        }
        return left;
    }

    /** The other server says how much it had handled, if not more (section 5, {@code failed}). */
    synchronized void acknowledged(long h) {
        State left = state;
        if (left == null) {
            return;
        }
        long count = (h - left.acknowledged()) & StreamAcks.MODULO;
        if (count <= left.unacknowledged().size()) {
            for (long i = 0; i < count; i++) {
                left.unacknowledged().remove();
            }
        }
    }

    /** The stream has ended, after so many stanzas of the other side were handled. */
    void end(long handledInAll) {
        synchronized (this) {
            over = true;
            handled = handledInAll;
        }
        server.resumables.remove(this);
        tellTaker();
    }

    /** Who waits to go on is told, and finds nothing. */
    private void tellTaker() {
        Conversation next;
        synchronized (this) {
            next = taker;
            taker = null;
        }
        if (next != null) {
            next.granted(this);
        }
    }

    /**
     * Nobody goes on with it: what was not acknowledged goes again, or is answered, as after the
     * end of any stream.
     *
     * @param inMs how long to wait before the next attempt
     */
    void giveUp(long inMs) {
        State left = giveUpState();
        if (left != null) {
            left.carried().forEach(link -> link.detach(this, left.lost(link), inMs));
        }
    }

    /** The same, but that a new stream carries those of the links that it may. */
    void giveUp(Predicate<Link> may, Conversation carrier) {
        State left = giveUpState();
        if (left == null) {
            return;
        }
        for (Link link : left.carried()) {
            if (may.test(link)) {
                link.replace(this, carrier, left.lost(link));
            } else {
                link.detach(this, left.lost(link), 0);
            }
        }
    }

    private @Nullable State giveUpState() {
        State left;
        synchronized (this) {
            left = state;
            state = null;
            over = true;
        }
        server.resumables.remove(this);
        if (left != null) {
            server.metrics.resumptionsFailed.increment();
            LOG.info(
                    "s2s_not_resumed local={} remote={} unacknowledged={}",
                    pair.local(),
                    pair.remote(),
                    left.unacknowledged().size());
        }
        tellTaker();
        return left;
    }

    synchronized boolean isSuspended() {
        return state != null;
    }
}
