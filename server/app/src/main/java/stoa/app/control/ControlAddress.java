package stoa.app.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the control socket is: in the data directory, or, since the system allows a socket's path
 * about a hundred bytes, in a short temporary folder that a file in the data directory names.
 */
final class ControlAddress {
    private static final int MAX_PATH_BYTES = 100;

    private ControlAddress() {}

    static Path create(Path dataDirectory) throws IOException {
        Path direct = direct(dataDirectory);
        Path pointer = pointer(dataDirectory);
        if (fits(direct)) {
            Files.deleteIfExists(pointer);
            return direct;
        }
        Path elsewhere = Files.createTempDirectory("stoa").resolve("control.sock");
        Files.writeString(pointer, elsewhere.toString());
        return elsewhere;
    }

    static Path find(Path dataDirectory) throws IOException {
        Path pointer = pointer(dataDirectory);
        return Files.exists(pointer)
                ? Path.of(Files.readString(pointer).strip())
                : direct(dataDirectory);
    }

    private static Path direct(Path dataDirectory) {
        return dataDirectory.toAbsolutePath().resolve("control.sock");
    }

    private static Path pointer(Path dataDirectory) {
        return dataDirectory.toAbsolutePath().resolve("control.path");
    }

    private static boolean fits(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PATH_BYTES;
    }
}
