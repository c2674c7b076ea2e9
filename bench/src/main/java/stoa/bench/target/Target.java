package stoa.bench.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import stoa.bench.measure.ProcessTree;

/**
 * A server that can be measured. It lives in a temporary directory, listens on loopback with direct
 * TLS, and is stopped by pid. The methods wait and belong to the driver's thread; {@link #stop} may
 * also be called by a shutdown hook.
 */
public abstract class Target implements AutoCloseable {
    /**
     * What a server of a run is given.
     *
     * @param directory of the run
     * @param certificate of that domain, issued by the authority
     * @param federation null for one that talks with no others
     */
    public record Setting(
            Path directory,
            Authority authority,
            Certificate certificate,
            String domain,
            @Nullable Federation federation) {
        /** For a server that talks with no others. */
        public static Setting alone(Path directory, Authority authority, String domain) {
            return new Setting(directory, authority, authority.issue(domain), domain, null);
        }

        private Setting federated(String other, Names names) {
            Federation federation = new Federation(names, Commands.freePort());
            names.add(other, federation.port());
            return new Setting(directory, authority, authority.issue(other), other, federation);
        }
    }

    protected final Setting setting;
    protected final Path directory;
    private final String name;
    private final int port;
    private volatile @Nullable Process process;

    /**
     * @param name the column's heading; also the directory's name
     */
    protected Target(String name, Setting setting) {
        this(name, setting, Commands.freePort());
    }

    /** One that has to listen there. */
    protected Target(String name, Setting setting, int port) {
        this.name = name;
        this.setting = setting;
        this.port = port;
        this.directory = setting.directory().resolve(name);
    }

    public final String name() {
        return name;
    }

    /** Where it has its configuration and data. */
    public final Path directory() {
        return directory;
    }

    /** The direct TLS port. */
    public final int port() {
        return port;
    }

    /**
     * Another one of the same making, for another domain, that finds others by these names, and is
     * found by them (RFC 6120 section 10.4). Not started.
     */
    public final Target neighbour(String domain, Names names) {
        return like(name + "-" + domain, setting.federated(domain, names));
    }

    /** One of the same making. */
    protected abstract Target like(String otherName, Setting other);

    /** What it speaks. */
    public enum Kind {
        XMPP,
        /** The bare echo. */
        ECHO,
        /** The bare relay. */
        RELAY
    }

    public Kind kind() {
        return Kind.XMPP;
    }

    /** Whether it can be set up so. */
    public boolean supports(Mode mode) {
        return mode != Mode.LISTED;
    }

    /** Name and version, for the report. */
    public abstract String version();

    /** How it is set up, in a sentence, for the report. */
    public abstract String setup();

    /** Writes configuration and these accounts into the directory, which exists and is empty. */
    protected abstract void prepare(Mode mode, Users users);

    /** The command that runs the server in the foreground. */
    protected abstract List<String> command(Mode mode);

    /** A command that runs a class of the bench. */
    static List<String> java(Class<?> main, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:+UseCompactObjectHeaders",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** What the command finds in its environment beside ours. */
    protected Map<String, String> environment() {
        return Map.of();
    }

    /** Starts with an empty data directory and waits until the port answers. */
    public final void startFresh(Mode mode, Users users) {
        Commands.delete(directory);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        prepare(mode, users);
        launch(mode);
        awaitPort(90);
        while (!accountsReady()) {
            requireAlive();
            sleep(50);
        }
    }

    /** Whether everybody can log in, for a server that makes its accounts at its first start. */
    protected boolean accountsReady() {
        return true;
    }

    /** Starts on the data that is there and returns at once. */
    public final void launch(Mode mode) {
        if (process != null) {
            throw new IllegalStateException(name + " is running");
        }
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command(mode))
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
            builder.environment().putAll(environment());
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the port accepts a connection. */
    public final void awaitPort(int seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!answers()) {
            requireAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        name + " did not listen within " + seconds + " s:\n" + log());
            }
            sleep(50);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Throws, with the end of its output, when the server is not running. */
    public final void requireAlive() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            throw new IllegalStateException(name + " is not running:\n" + log());
        }
    }

    /** The end of what the server printed. */
    public final String log() {
        return Commands.tail(output(), 25);
    }

    private Path output() {
        return setting.directory().resolve(name + ".out");
    }

    /** CPU time and memory of the server with its children. */
    public final ProcessTree tree() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(name + " is not running");
        }
        return new ProcessTree(running.pid());
    }

    /** Ends the server and its children at once, as kill -9 does. */
    public final void kill() {
        Process running = process;
        if (running == null) {
            return;
        }
        List<ProcessHandle> children = running.descendants().toList();
        running.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        await(running, 10);
        process = null;
    }

    /** Asks the server to end, and kills what is left after 15 seconds. */
    public final void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        List<ProcessHandle> children = running.descendants().toList();
        running.destroy();
        if (!await(running, 15)) {
            running.destroyForcibly();
        }
        children.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        await(running, 5);
        process = null;
    }

    private static boolean await(Process process, int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public final void close() {
        stop();
    }
}
