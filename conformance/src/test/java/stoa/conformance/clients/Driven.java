package stoa.conformance.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import stoa.conformance.wire.Connection;

/**
 * A client in a process of its own that is driven by a script under {@code conformance/clients}:
 * commands go in and events come out, a JSON object a line. What else it prints is kept for
 * messages of failed tests.
 */
abstract class Driven implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Windows and browsers take their time where the machine is busy with other things. */
    private static final Duration PATIENCE = Connection.PATIENCE.multipliedBy(4);

    private final String name;
    private final Process process;
    private final BufferedWriter commands;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<JsonNode> events = new ArrayList<>();
    private final List<String> transcript = new ArrayList<>();

    /**
     * Starts it.
     *
     * @param name what failures call it
     */
    Driven(String name, List<String> command, Map<String, String> environment) {
        this.name = name;
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
        Thread.ofVirtual().name(name).start(this::follow);
    }

    private void follow() {
        try (var lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                lock.lock();
                try {
                    transcript.add(line);
                    if (line.startsWith("{")) {
                        events.add(JSON.readTree(line));
                        changed.signalAll();
                    }
                } finally {
                    lock.unlock();
                }
            }
        } catch (IOException e) {
            // The process has been closed.
        }
    }

    /** Gives a command: its name, then names and values of its arguments. */
    final void does(String name, String... arguments) {
        Map<String, String> command = new LinkedHashMap<>();
        command.put("do", name);
        for (int i = 0; i < arguments.length; i += 2) {
            command.put(arguments[i], arguments[i + 1]);
        }
        try {
            commands.write(JSON.writeValueAsString(command) + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the first event of that name that fits, waiting for it. */
    final JsonNode sees(String event, Predicate<JsonNode> fitting) {
        long nanos = PATIENCE.toNanos();
        lock.lock();
        try {
            while (true) {
                for (var it = events.iterator(); it.hasNext(); ) {
                    var next = it.next();
                    if (next.get("event").asText().equals(event) && fitting.test(next)) {
                        it.remove();
                        return next;
                    }
                }
                if (nanos <= 0) {
                    throw new AssertionError(
                            name + " saw no such " + event + "\n" + String.join("\n", transcript));
                }
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    final JsonNode sees(String event) {
        return sees(event, any -> true);
    }

    /** How many events of that name fit and have not been taken. */
    final long holds(String event, Predicate<JsonNode> fitting) {
        lock.lock();
        try {
            return events.stream()
                    .filter(one -> one.get("event").asText().equals(event) && fitting.test(one))
                    .count();
        } finally {
            lock.unlock();
        }
    }

    /** Says good-bye; a client that does not end by that is ended, with all it has started. */
    @Override
    public void close() {
        if (process.isAlive()) {
            does("quit");
        }
        try {
            if (!process.waitFor(Connection.PATIENCE)) {
                var all = process.descendants().toList();
                all.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                process.waitFor();
                // until then they may write into their home, which is about to be deleted
                all.forEach(one -> one.onExit().join());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
