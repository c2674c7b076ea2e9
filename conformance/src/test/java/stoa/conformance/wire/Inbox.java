package stoa.conformance.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * What one connection has received and nobody has asked for yet, in order. Filled by the reader's
 * thread, emptied by the test's. Holds at most {@link #LIMIT} elements; a test that lets more pile
 * up fails.
 */
public final class Inbox {
    private static final int LIMIT = 200_000;
    private static final int TRANSCRIPT = 40;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Numbered> waiting = new ArrayList<>();
    private final List<String> transcript = new ArrayList<>();
    private long arrived;
    private boolean closed;
    private String end = "";

    /** An element and its place in the order of arrival, from 1. */
    public record Numbered(long number, Element element) {}

    void add(Element element) {
        locked(
                () -> {
                    if (waiting.size() == LIMIT) {
                        throw new IllegalStateException("more than " + LIMIT + " elements unread");
                    }
                    waiting.add(new Numbered(++arrived, element));
                    note("< " + element);
                });
    }

    void sent(String text) {
        locked(() -> note("> " + text));
    }

    void close(String reason) {
        locked(
                () -> {
                    closed = true;
                    end = reason;
                    note("< closed" + (reason.isEmpty() ? "" : ": " + reason));
                });
    }

    /**
     * Takes the first element after number {@code after} that {@code wanted} accepts, waiting for
     * it at most that long.
     */
    public Optional<Numbered> take(Predicate<Element> wanted, long after, Duration patience) {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            while (true) {
                for (var it = waiting.iterator(); it.hasNext(); ) {
                    var next = it.next();
                    if (next.number() > after && wanted.test(next.element())) {
                        it.remove();
                        return Optional.of(next);
                    }
                }
                if (closed || nanos <= 0) {
                    return Optional.empty();
                }
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the first element that {@code wanted} accepts, or fails saying what came instead. */
    public Element need(String what, Predicate<Element> wanted, Duration patience) {
        return take(wanted, 0, patience)
                .map(Numbered::element)
                .orElseThrow(() -> new AssertionError("did not get " + what + "\n" + transcript()));
    }

    /**
     * Waits until the peer has closed the stream or the connection; false if it has not within
     * {@code patience}.
     */
    public boolean awaitClosed(Duration patience) {
        lock.lock();
        try {
            long nanos = TimeUnit.NANOSECONDS.convert(patience);
            while (!closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** True once the peer has closed the stream or the connection is gone. */
    public boolean isClosed() {
        return awaitClosed(Duration.ZERO);
    }

    /**
     * Waits until something received and not taken is accepted by {@code wanted}, and leaves it
     * there.
     */
    public boolean awaits(Predicate<Element> wanted, Duration patience) {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (waiting.stream().noneMatch(one -> wanted.test(one.element()))) {
                if (closed || nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** True if something received and not taken is accepted by {@code unwanted}. */
    public boolean holds(Predicate<Element> unwanted) {
        lock.lock();
        try {
            return waiting.stream().anyMatch(one -> unwanted.test(one.element()));
        } finally {
            lock.unlock();
        }
    }

    /** Forgets everything not taken yet. */
    public void clear() {
        locked(waiting::clear);
    }

    /** The last things sent and received, for the message of a failed test. */
    public String transcript() {
        lock.lock();
        try {
            return String.join("\n", transcript) + (end.isEmpty() ? "" : "\n(" + end + ")");
        } finally {
            lock.unlock();
        }
    }

    private void note(String line) {
        transcript.add(line.length() > 2000 ? line.substring(0, 2000) + " …" : line);
        if (transcript.size() > TRANSCRIPT) {
            transcript.removeFirst();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
