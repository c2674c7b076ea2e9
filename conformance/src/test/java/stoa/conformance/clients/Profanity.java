package stoa.conformance.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import stoa.conformance.server.Account;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Endpoint;

/**
 * Profanity on a terminal of its own (tmux): keys go in, the screen is read. Its configuration and
 * its own history are in a directory that goes with it.
 */
final class Profanity implements AutoCloseable {
    private static final int POLL_MS = 50;

    private final Path home;
    private final String socket;

    Profanity(Endpoint endpoint, Account account) {
        try {
            home = Files.createTempDirectory("stoa-profanity-");
            socket = home.resolve("tmux").toString();
            configure(endpoint, account);
            run(
                    "tmux",
                    "-S",
                    socket,
                    "-f",
                    "/dev/null",
                    "new-session",
                    "-d",
                    "-x",
                    "160",
                    "-y",
                    "50",
                    "env",
                    "HOME=" + home,
                    "XDG_CONFIG_HOME=" + home.resolve("config"),
                    "XDG_DATA_HOME=" + home.resolve("data"),
                    "LC_ALL=C.UTF-8",
                    "TERM=screen",
                    "profanity",
                    "--account",
                    "romeo");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An account as {@code /account add} would have made it; the self-signed certificate is
     * trusted.
     */
    private void configure(Endpoint endpoint, Account account) throws IOException {
        Path data = Files.createDirectories(home.resolve("data/profanity"));
        Files.writeString(
                data.resolve("accounts"),
                """
                [romeo]
                enabled=true
                jid=%s
                server=%s
                port=%d
                resource=profanity
                password=%s
                tls.policy=trust
                muc.nick=Romeo
                presence.login=online
                presence.last=online
                """
                        .formatted(
                                account.jid(),
                                endpoint.host(),
                                endpoint.port(),
                                account.password()));
        Path config = Files.createDirectories(home.resolve("config/profanity"));
        Files.writeString(
                config.resolve("profrc"),
                """
                [ui]
                splash=false
                wrap=false
                statuses.console=all
                titlebar.presence=true
                [connection]
                reconnect=0
                """);
    }

    /** Types a line and presses return. */
    void types(String line) {
        run("tmux", "-S", socket, "send-keys", "-l", line);
        run("tmux", "-S", socket, "send-keys", "Enter");
    }

    /** Waits until the screen shows that text; returns the screen. */
    String shows(String text) {
        return shows("\"" + text + "\"", screen -> screen.contains(text));
    }

    String shows(String what, Predicate<String> wanted) {
        long deadline = System.nanoTime() + Connection.PATIENCE.toNanos();
        String screen = screen();
        while (!wanted.test(screen)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "Profanity does not show " + what + "; it shows\n" + screen);
            }
            pause();
            screen = screen();
        }
        return screen;
    }

    /** A terminal tells nobody when it changes, so it is looked at again. */
    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String screen() {
        return run("tmux", "-S", socket, "capture-pane", "-p");
    }

    private static String run(String... command) {
        try {
            var process =
                    new ProcessBuilder(new ArrayList<>(List.of(command)))
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Quits as a person does; the terminal ends with it. */
    @Override
    public void close() {
        try {
            types("/quit");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            while (alive() && System.nanoTime() < deadline) {
                pause();
            }
            if (alive()) {
                run("tmux", "-S", socket, "kill-server");
            }
        } finally {
            Homes.delete(home);
        }
    }

    private boolean alive() {
        try {
            screen();
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }
}
