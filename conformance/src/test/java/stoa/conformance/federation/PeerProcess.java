package stoa.conformance.federation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import stoa.conformance.server.ForeignProcess;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Endpoint;

/** A server of other people's, from its package. Its output and log are in its folder. */
abstract class PeerProcess implements TestServer {
    private static final int START_SECONDS = 120;

    final Peer peer;
    private Process process;

    PeerProcess(Peer peer) {
        this.peer = peer;
        try {
            prepare();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = launch();
    }

    /** Writes its configuration and its people. */
    abstract void prepare() throws IOException;

    abstract List<String> command();

    abstract Map<String, String> environment();

    /** Makes {@link #isReady} false, before another start. */
    void isNotReady() throws IOException {}

    /** Whether its people are there, once it answers. */
    abstract boolean isReady();

    abstract Path logFile();

    private Process launch() {
        try {
            isNotReady();
            Process started =
                    ForeignProcess.start(peer.folder(), command(), environment(), "output");
            ForeignProcess.awaitReady(
                    started,
                    () -> isReady() && answers(Peer.CLIENTS) && answers(Peer.SERVERS),
                    START_SECONDS,
                    () -> command() + "\n" + log());
            return started;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean answers(int port) {
        return ForeignProcess.answers(peer.address(), port);
    }

    @Override
    public Endpoint endpoint() {
        return new Endpoint(peer.address(), Peer.CLIENTS, 0, 0);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public void kill() {
        List<ProcessHandle> others = process.descendants().toList();
        process.destroyForcibly();
        others.forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
        // Whichever of them had the connections: until it is gone what is sent to it is swallowed.
        awaitEnds(others);
    }

    @Override
    public void startAgain() {
        process = launch();
    }

    @Override
    public String log() {
        var all = new StringBuilder();
        for (Path file : List.of(peer.folder().resolve("output"), logFile())) {
            try {
                all.append(Files.exists(file) ? Files.readString(file) : "");
            } catch (IOException e) {
                all.append(e);
            }
        }
        return all.toString();
    }

    @Override
    public void close() {
        List<ProcessHandle> others = process.descendants().toList();
        others.forEach(ProcessHandle::destroy);
        process.destroy();
        awaitEnd();
        // until then they may write into the folder, which is about to be deleted
        others.forEach(ProcessHandle::destroyForcibly);
        awaitEnds(others);
    }

    private static void awaitEnds(List<ProcessHandle> others) {
        others.forEach(other -> other.onExit().orTimeout(START_SECONDS, TimeUnit.SECONDS).join());
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(command().getFirst() + " is still running\n" + log());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
