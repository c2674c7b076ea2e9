package stoa.conformance.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import stoa.conformance.server.Account;
import stoa.conformance.wire.Connection;

/**
 * go-sendxmpp (Debian's), which signs in, does one thing and goes; or listens until it is ended.
 */
final class GoSendxmpp {
    private final ClientMachine machine;
    private final Account account;

    GoSendxmpp(ClientMachine machine, Account account) {
        this.machine = machine;
        this.account = account;
    }

    private List<String> command(String... words) {
        var line = new ArrayList<>(List.of("go-sendxmpp"));
        line.addAll(List.of("--username", account.jid(), "--password", account.password()));
        line.addAll(List.of(words));
        return line;
    }

    /** Runs it to its end, with that on its standard input; it must succeed. */
    void sends(String input, String... words) {
        var ended = machine.run(input, command(words).toArray(String[]::new));
        assertThat(ended.status()).as(ended.said()).isZero();
    }

    Listener listens() {
        return new Listener(machine.command(command("--listen")));
    }

    /** One that prints what it hears, a line a message. */
    static final class Listener implements AutoCloseable {
        private final Process process;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        private Listener(List<String> command) {
            try {
                process = new ProcessBuilder(command).redirectErrorStream(true).start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofVirtual().name("go-sendxmpp").start(this::follow);
        }

        private void follow() {
            try (var output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
                output.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                // The process has been ended.
            }
        }

        /** The next line it prints, which tells of the next message. */
        String line() {
            try {
                String next = lines.poll(Connection.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new AssertionError("go-sendxmpp heard nothing");
                }
                return next;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** As by Ctrl-C. */
        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
