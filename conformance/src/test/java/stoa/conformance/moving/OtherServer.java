package stoa.conformance.moving;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stoa.conformance.federation.Authority;
import stoa.conformance.server.ForeignProcess;
import stoa.conformance.server.Setup;
import stoa.conformance.wire.Endpoint;

/** A server of other people's, from its package, with one domain, on an address of its own. */
abstract class OtherServer implements AutoCloseable {
    static final int CLIENTS = 5222;
    private static final int PATIENCE_SECONDS = 120;

    final Path folder;
    final String domain;
    final String address = Setup.ownAddress();
    final Authority.Issued certificate;
    private @Nullable Process process;

    OtherServer(Path folder, String domain) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.domain = domain;
        this.certificate = new Authority(folder).selfSigned(domain);
    }

    abstract List<String> command();

    abstract Map<String, String> environment();

    /** Whether all is done that it does at its start, once it answers. */
    abstract boolean isReady();

    /** Starts it and waits until it answers. */
    final void start() throws Exception {
        Process started = ForeignProcess.start(folder, command(), environment(), "output");
        process = started;
        ForeignProcess.awaitReady(
                started,
                () -> isReady() && ForeignProcess.answers(address, CLIENTS),
                PATIENCE_SECONDS,
                () -> command() + "\n" + log());
    }

    /** Runs a tool of the server's to its end. */
    final void run(List<String> command, Map<String, String> environment) throws Exception {
        Process tool = ForeignProcess.start(folder, command, environment, "tool");
        if (!tool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || tool.exitValue() != 0) {
            tool.destroyForcibly();
            throw new AssertionError(command + " failed\n" + log());
        }
    }

    Endpoint endpoint() {
        return new Endpoint(address, CLIENTS, 0, 0);
    }

    String log() {
        var all = new StringBuilder();
        for (String name : List.of("output", "tool", "log")) {
            Path file = folder.resolve(name);
            try {
                all.append("--- ").append(name).append('\n');
                all.append(
                        Files.exists(file)
                                ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                                : "");
            } catch (IOException e) {
                all.append(e);
            }
        }
        return all.length() < 20_000 ? all.toString() : all.substring(all.length() - 20_000);
    }

    /** SIGTERM, and waits for the end: what it holds is on the disk then. */
    final void stop() throws Exception {
        Process running = process;
        if (running != null && running.isAlive()) {
            running.descendants().forEach(ProcessHandle::destroy);
            running.destroy();
            if (!running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(command().getFirst() + " does not end\n" + log());
            }
        }
    }

    @Override
    public final void close() {
        Process running = process;
        if (running != null) {
            List<ProcessHandle> all =
                    Stream.concat(Stream.of(running.toHandle()), running.descendants()).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            // until then they may write into the folder, which is about to be deleted
            all.forEach(one -> one.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
        }
    }
}
