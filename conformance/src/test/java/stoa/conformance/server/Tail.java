package stoa.conformance.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Predicate;

/** The last 5,000 lines of a process's output. For any thread. */
final class Tail {
    private static final int LINES = 5_000;
    private final ArrayDeque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
        notifyAll();
    }

    /** Waits until the lines are as wanted; false if they are not within that time. */
    synchronized boolean await(Predicate<String> wanted, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!wanted.test(toString())) {
            long leftMs = (end - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", lines);
    }
}
