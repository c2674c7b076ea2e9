package stoa.conformance.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stoa.conformance.wire.Endpoint;

/**
 * The server as {@code ./stoa build} packages it, started with the argument file {@code ./stoa run}
 * uses, on an address of its own and the standard ports, with its data in a directory of its own
 * that goes when the server is closed.
 */
public final class PackagedServer implements TestServer {
    /** Where how long it takes is not what is tested. */
    private static final int END_SECONDS = 120;

    private static final int READY_SECONDS = Integer.getInteger("stoa.ready", 120);

    private final Setup setup;
    private final String address = Setup.ownAddress();
    private final Path directory;
    private final Path data;
    private final Tail output = new Tail();
    private Process process;
    private String ready = "";

    PackagedServer(Setup setup) {
        this(setup, null);
    }

    private PackagedServer(Setup setup, @Nullable Path existing) {
        this.setup = setup;
        try {
            directory = Files.createTempDirectory("stoa-conformance-");
            data = existing == null ? directory.resolve("data") : existing;
            Files.writeString(directory.resolve("stoa.toml"), configuration());
            importAccounts();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = launch();
    }

    /** Starts on data that is there already, and leaves it there. */
    public static PackagedServer on(Path data, Setup setup) {
        return new PackagedServer(setup, data);
    }

    /** The checkout's root, where the packaged server is. */
    public static Path root() {
        String given = System.getProperty("stoa.root");
        return (given == null ? Path.of("").toAbsolutePath().getParent() : Path.of(given))
                .normalize();
    }

    /** The data directory. */
    public Path data() {
        return data;
    }

    /** The line that began with {@code stoa ready}. */
    public String readyLine() {
        return ready;
    }

    private String configuration() {
        var lines = new ArrayList<String>();
        lines.add(
                "domains = ["
                        + setup.domains.stream()
                                .map(domain -> '"' + domain + '"')
                                .collect(Collectors.joining(", "))
                        + "]");
        lines.add("bind = \"" + address + "\"");
        setup.settings.forEach((key, value) -> lines.add(key + " = " + value));
        return String.join("\n", lines) + "\n";
    }

    private void importAccounts() throws IOException {
        if (setup.accounts.isEmpty()) {
            return;
        }
        Path people = directory.resolve("people.csv");
        Files.write(
                people,
                setup.accounts.stream().map(one -> one.jid() + "," + one.password()).toList());
        command("user", "import", people.toString());
    }

    /**
     * Runs one of the server's commands to its end, with this server's data; fails if it fails.
     * Returns what it printed.
     */
    public String command(String... words) throws IOException {
        var line = new ArrayList<>(java(List.of()));
        line.addAll(List.of(words));
        line.addAll(places());
        var run = new ProcessBuilder(line).redirectErrorStream(true).start();
        run.getOutputStream().close();
        String said = new String(run.getInputStream().readAllBytes(), UTF_8);
        try {
            if (!run.waitFor(END_SECONDS, TimeUnit.SECONDS) || run.exitValue() != 0) {
                throw new AssertionError(String.join(" ", words) + " failed: " + said);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return said;
    }

    private List<String> java(List<String> launcher) {
        Path arguments = root().resolve("server/app/target/stoa/java.args");
        if (!Files.isReadable(arguments)) {
            throw new IllegalStateException(
                    "no packaged server at " + arguments + "; run ./stoa build first");
        }
        // nsenter turns into the command it is given
        var line = new ArrayList<>(setup.surroundings);
        line.addAll(launcher);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("@" + arguments);
        line.addAll(
                Arrays.stream(System.getProperty("stoa.server.options", "").split(" ", -1))
                        .filter(option -> !option.isEmpty())
                        .toList());
        line.add("stoa.app.Main");
        return line;
    }

    private List<String> places() {
        return List.of(
                "--data", data().toString(), "--config", directory.resolve("stoa.toml").toString());
    }

    private Process launch() {
        var line = new ArrayList<>(java(setup.launcher));
        line.add("run");
        line.addAll(places());
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(Map.of("MALLOC_ARENA_MAX", "2"));
        var readyLine = new CompletableFuture<String>();
        try {
            var started = builder.start();
            started.getOutputStream().close();
            Thread.ofVirtual().name("output of the server").start(() -> follow(started, readyLine));
            ready = readyLine.get(READY_SECONDS, TimeUnit.SECONDS);
            return started;
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError("the server is not ready: " + e + "\n" + log());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void follow(Process started, CompletableFuture<String> readyLine) {
        try (var lines =
                new BufferedReader(new InputStreamReader(started.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (line.startsWith("stoa ready")) {
                    readyLine.complete(line);
                }
            }
        } catch (IOException e) {
            output.add("(" + e.getMessage() + ")");
        }
        readyLine.completeExceptionally(new IOException("it has ended"));
    }

    @Override
    public Endpoint endpoint() {
        return new Endpoint(address, port("xmpp"), port("xmpps"), port("web"));
    }

    private int port(String field) {
        var found =
                Pattern.compile(" " + field + "=(?:https?://)?[^ ]*?:(\\d+)/?(?: |$)")
                        .matcher(ready);
        if (!found.find()) {
            throw new AssertionError("no " + field + "= in: " + ready);
        }
        return Integer.parseInt(found.group(1));
    }

    @Override
    public long pid() {
        return server().pid();
    }

    /** Under a launcher the server is its child. */
    private ProcessHandle server() {
        return setup.launcher.isEmpty()
                ? process.toHandle()
                : process.descendants().findFirst().orElseThrow();
    }

    @Override
    public void kill() {
        server().destroyForcibly();
        awaitEnd(END_SECONDS);
    }

    @Override
    public void startAgain() {
        process = launch();
    }

    @Override
    public String log() {
        return output.toString();
    }

    @Override
    public void close() {
        try {
            stop();
        } finally {
            Folders.delete(directory);
        }
    }

    /** SIGTERM, and waits for the end. */
    public void stop() {
        stop(END_SECONDS);
    }

    /** SIGTERM; fails if it has not ended after ten seconds, which the operator's contract says. */
    public void stopInTime() {
        stop(10);
    }

    private void stop(int seconds) {
        if (process.isAlive()) {
            server().destroy();
            awaitEnd(seconds);
        }
    }

    /** Waits until what it has printed is as wanted. */
    public void awaitLog(Predicate<String> wanted, Duration patience) {
        try {
            if (!output.await(wanted, patience)) {
                throw new AssertionError("not printed within " + patience + "\n" + log());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until it has ended by itself; its exit code. */
    public int awaitExit(Duration patience) {
        awaitEnd((int) patience.toSeconds());
        return process.exitValue();
    }

    private void awaitEnd(int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("still running after " + seconds + " s\n" + log());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
