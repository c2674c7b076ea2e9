package stoa.conformance.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import stoa.conformance.wire.Connection;

/** A program on a terminal of its own (tmux): keys go in, the screen is read. */
final class Terminal {
    private static final int POLL_MS = 50;

    private final String name;
    private final String socket;

    /**
     * Starts the program.
     *
     * @param name what failures call it
     * @param home where it keeps its things; the terminal's socket is there too
     * @param command the program, with {@code NAME=VALUE} before it for its environment
     */
    Terminal(String name, Path home, String... command) {
        this.name = name;
        socket = home.resolve("tmux").toString();
        var line =
                new ArrayList<>(
                        List.of("-f", "/dev/null", "new-session", "-d", "-x", "160", "-y", "50"));
        line.addAll(List.of("env", "HOME=" + home, "LC_ALL=C.UTF-8", "TERM=screen"));
        line.addAll(Arrays.asList(command));
        tmux(line.toArray(String[]::new));
    }

    /** Types a line and presses return. */
    void types(String line) {
        writes(line);
        presses("Enter");
    }

    /** Types a line, as it is. */
    void writes(String line) {
        tmux("send-keys", "-l", line);
    }

    /** Presses keys, by tmux's names for them. */
    void presses(String... keys) {
        for (String key : keys) {
            tmux("send-keys", key);
        }
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
                        name + " does not show " + what + "; it shows " + inOneLine(screen));
            }
            pause();
            screen = screen();
        }
        return screen;
    }

    /** A report's summary has the first line of what failed. */
    private static String inOneLine(String screen) {
        return screen.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" ⏎ "));
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
        return tmux("capture-pane", "-p");
    }

    /** Waits for the program to end after it was told to; ends the terminal if it does not. */
    void awaitEnd() {
        long deadline = System.nanoTime() + Connection.PATIENCE.toNanos();
        while (alive() && System.nanoTime() < deadline) {
            pause();
        }
        if (alive()) {
            tmux("kill-server");
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

    private String tmux(String... words) {
        var command = new ArrayList<>(List.of("tmux", "-S", socket));
        command.addAll(Arrays.asList(words));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
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
}
