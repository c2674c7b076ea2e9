package stoa.conformance.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A directory on a file system of a few megabytes in memory, which only the processes that are
 * {@link Setup#within} it see: it is mounted in a mount namespace of its own, which root may make,
 * and anybody else where the system allows user namespaces. It is gone when the last of these
 * processes is.
 */
public final class SmallDisk implements AutoCloseable {
    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    private final Path directory;
    private final Process keeper;

    private SmallDisk(Path directory, Process keeper) {
        this.directory = directory;
        this.keeper = keeper;
    }

    public static SmallDisk of(int mebibytes) throws IOException {
        Path directory = Files.createTempDirectory("stoa-small-disk-");
        String mount =
                "mount -t tmpfs -o size="
                        + mebibytes
                        + "m,mode=0700 tmpfs '"
                        + directory
                        + "' && echo mounted && exec sleep 1800";
        var keeper =
                new ProcessBuilder("unshare", ROOT ? "-m" : "-Urm", "sh", "-c", mount)
                        .redirectErrorStream(true)
                        .start();
        String said =
                new BufferedReader(
                                new InputStreamReader(
                                        keeper.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
        if (!"mounted".equals(said)) {
            throw new AssertionError(
                    "a small file system cannot be mounted here ("
                            + said
                            + "); run the tests as root, or allow user namespaces: sysctl -w"
                            + " kernel.unprivileged_userns_clone=1");
        }
        return new SmallDisk(directory, keeper);
    }

    /** The words before a command that make it see the disk. */
    List<String> entering() {
        String pid = Long.toString(keeper.pid());
        return ROOT
                ? List.of("nsenter", "-t", pid, "-m")
                : List.of("nsenter", "-t", pid, "-U", "-m", "--preserve-credentials");
    }

    /** What those who are within call it. */
    public Path path() {
        return directory;
    }

    /** What everybody else calls it. */
    private Path outside() {
        return Path.of("/proc/" + keeper.pid() + "/root" + directory);
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
        keeper.destroy();
        try {
            keeper.waitFor(10, TimeUnit.SECONDS);
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
