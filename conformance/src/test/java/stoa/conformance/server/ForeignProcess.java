package stoa.conformance.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Programs of other people's: how one is started, and waited for. */
public final class ForeignProcess {
    private static final int CONNECT_MS = 500;

    private ForeignProcess() {}

    /** Starts one in that folder, in which what it prints is added to the file of that name. */
    public static Process start(
            Path folder, List<String> command, Map<String, String> environment, String output)
            throws IOException {
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve(output).toFile()));
        builder.environment().putAll(environment);
        Process started = builder.start();
        started.getOutputStream().close();
        return started;
    }

    /** Whether something listens there. */
    public static boolean answers(String address, int port) {
        try (var probe = new Socket()) {
            probe.connect(new InetSocketAddress(address, port), CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Waits until it is ready; one that ends or takes longer is ended, and fails with what {@code
     * log} says.
     */
    public static void awaitReady(
            Process started, BooleanSupplier ready, int seconds, Supplier<String> log)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!ready.getAsBoolean()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                started.destroyForcibly();
                throw new AssertionError(
                        "it does not answer: " + started.info() + "\n" + log.get());
            }
            Thread.sleep(50); // it says nobody when it begins to listen
        }
    }
}
