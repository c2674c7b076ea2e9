package stoa.conformance.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A directory on a file system of a few megabytes in memory, which only the processes that are
 * {@link Setup#within} it see. It is gone when the last of these processes is.
 */
public final class SmallDisk implements AutoCloseable {
    private final Path directory;
    private final MountNamespace namespace;

    private SmallDisk(Path directory, MountNamespace namespace) {
        this.directory = directory;
        this.namespace = namespace;
    }

    public static SmallDisk of(int mebibytes) throws IOException {
        Path directory = Files.createTempDirectory("stoa-small-disk-");
        return new SmallDisk(
                directory,
                MountNamespace.with(
                        "mount -t tmpfs -o size="
                                + mebibytes
                                + "m,mode=0700 tmpfs '"
                                + directory
                                + "'"));
    }

    /** The words before a command that make it see the disk. */
    List<String> entering() {
        return namespace.entering();
    }

    /** What those who are within call it. */
    public Path path() {
        return directory;
    }

    /** What everybody else calls it. */
    private Path outside() {
        return namespace.outside(directory);
    }

    /** Takes all the room there is. */
    public void fill() {
        try (var file = Files.newOutputStream(outside().resolve("filling"))) {
            byte[] page = new byte[4096];
            while (true) {
                file.write(page);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space")) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Gives it back. */
    public void makeRoom() throws IOException {
        Files.delete(outside().resolve("filling"));
    }

    @Override
    public void close() {
        namespace.close();
        try {
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
