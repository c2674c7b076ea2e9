package stoa.conformance.suites;

import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jivesoftware.smack.XMPPConnection;
import org.jivesoftware.smack.debugger.AbstractDebugger;
import org.jivesoftware.smack.debugger.SmackDebugger;
import org.jivesoftware.smack.debugger.SmackDebuggerFactory;

/**
 * What all of Smack's connections sent and got, with the time, so that a test that fails can show
 * it. The framework makes this by its name. Any thread.
 */
public final class Traffic implements SmackDebuggerFactory {
    private static final Queue<Line> LINES = new ConcurrentLinkedQueue<>();

    private record Line(Instant time, String text) {}

    @Override
    public SmackDebugger create(XMPPConnection connection) {
        return new Recorder(connection);
    }

    /** What went over the wires in that span, both ends included, a line each. */
    static String between(long startMs, long endMs) {
        return LINES.stream()
                .filter(line -> line.time().toEpochMilli() >= startMs)
                .filter(line -> line.time().toEpochMilli() <= endMs)
                .map(line -> line.time() + " " + line.text())
                .collect(Collectors.joining("\n"));
    }

    static void forget() {
        LINES.clear();
    }

    private static final class Recorder extends AbstractDebugger {
        Recorder(XMPPConnection connection) {
            super(connection);
        }

        @Override
        protected void log(String message) {
            LINES.add(new Line(Instant.now(), message));
        }

        @Override
        protected void log(String message, Throwable cause) {
            log(message + " " + cause);
        }
    }
}
