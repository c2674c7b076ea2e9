package stoa.conformance.server;

import java.util.ArrayDeque;

/** The last 5,000 lines of a process's output. For any thread. */
final class Tail {
    private static final int LINES = 5_000;
    private final ArrayDeque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", lines);
    }
}
