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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Endpoint;

/**
 * slixmpp (Debian's python3-slixmpp) in a process of its own: {@code clients/slixmpp/colleague.py},
 * or {@code bridge.py} for a component.
 */
final class Slixmpp implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedWriter commands;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<JsonNode> events = new ArrayList<>();
    private final List<String> transcript = new ArrayList<>();

    Slixmpp(Endpoint endpoint, Account account) {
        this("colleague.py", account, endpoint.host(), endpoint.port());
    }

    /** A component of that address and secret. */
    static Slixmpp bridge(Account address, String host, int port) {
        return new Slixmpp("bridge.py", address, host, port);
    }

    private Slixmpp(String name, Account account, String host, int port) {
        Path script = PackagedServer.root().resolve("conformance/clients/slixmpp").resolve(name);
        // Debian's own interpreter: the package is not installed for any other.
        var builder =
                new ProcessBuilder(
                        "/usr/bin/python3",
                        script.toString(),
                        account.jid(),
                        host,
                        Integer.toString(port));
        builder.environment().put("STOA_PASSWORD", account.password());
        builder.redirectErrorStream(true);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
        Thread.ofVirtual().name("slixmpp of " + account.jid()).start(this::follow);
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
    void does(String name, String... arguments) {
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
    JsonNode sees(String event, Predicate<JsonNode> fitting) {
        long nanos = Connection.PATIENCE.toNanos();
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
                            "slixmpp saw no such " + event + "\n" + String.join("\n", transcript));
                }
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    JsonNode sees(String event) {
        return sees(event, any -> true);
    }

    /** How many events of that name fit and have not been taken. */
    long holds(String event, Predicate<JsonNode> fitting) {
        lock.lock();
        try {
            return events.stream()
                    .filter(one -> one.get("event").asText().equals(event) && fitting.test(one))
                    .count();
        } finally {
            lock.unlock();
        }
    }

    /** Says good-bye; a client that does not end by that is ended. */
    @Override
    public void close() {
        if (process.isAlive()) {
            does("quit");
        }
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
