package stoa.conformance.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** An X server of its own that draws into memory (Xvfb), on the first number that is free. */
final class Display implements AutoCloseable {
    private final Process process;
    private final String name;

    Display() {
        try {
            process =
                    new ProcessBuilder(
                                    "Xvfb",
                                    "-displayfd",
                                    "1", // it says which number it found, once it listens
                                    "-screen",
                                    "0",
                                    "1200x800x24",
                                    "-nolisten",
                                    "tcp")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String number =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))
                            .readLine();
            if (number == null) {
                throw new AssertionError("Xvfb does not start");
            }
            name = ":" + number.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the environment variable DISPLAY has it. */
    String name() {
        return name;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
