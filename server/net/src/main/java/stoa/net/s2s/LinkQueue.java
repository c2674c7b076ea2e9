package stoa.net.s2s;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import stoa.net.s2s.Link.Waiting;

/**
 * What waits in one link, in the order of sending, and how much that is. Confined to whoever holds
 * the link's lock; only the bytes of all links together are shared.
 */
final class LinkQueue {
    private final S2sLimits.Queue limits;
    private final AtomicLong bytesOfAll;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;

    LinkQueue(S2sLimits.Queue limits, AtomicLong bytesOfAll) {
        this.limits = limits;
        this.bytesOfAll = bytesOfAll;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    /** Takes it as the last one; false when there is no room. */
    boolean offer(Waiting last) {
        if (waiting.size() >= limits.stanzas() || bytes + last.bytes > limits.bytes()) {
            return false;
        }
        if (bytesOfAll.addAndGet(last.bytes) > limits.bytesOfAll()) {
            bytesOfAll.addAndGet(-last.bytes);
            return false;
        }
        bytes += last.bytes;
        waiting.addLast(last);
        return true;
    }

    /** Has it go first, whatever waits: it had its place before. */
    void putBack(Waiting first) {
        bytesOfAll.addAndGet(first.bytes);
        bytes += first.bytes;
        waiting.addFirst(first);
    }

    @Nullable Waiting poll() {
        Waiting first = waiting.poll();
        if (first != null) {
            gone(first);
        }
        return first;
    }

    /** Takes out what began to wait before that time. */
    List<Waiting> takeOlderThan(long ms) {
        List<Waiting> taken = new ArrayList<>();
        Iterator<Waiting> all = waiting.iterator();
        while (all.hasNext()) {
            Waiting next = all.next();
            if (next.sinceMs < ms) {
                all.remove();
                gone(next);
                taken.add(next);
            }
        }
        return taken;
    }

    /** Drops everything; returns how much it was. */
    int clear() {
        int left = waiting.size();
        waiting.clear();
        bytesOfAll.addAndGet(-bytes);
        bytes = 0;
        return left;
    }

    private void gone(Waiting one) {
        bytes -= one.bytes;
        bytesOfAll.addAndGet(-one.bytes);
    }
}
