package stoa.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The bytes of files, under their SHA-256 hash in {@code files/} of the data directory, so the same
 * file is kept once. What is being uploaded stands in {@code incoming/} until it is whole and
 * synced. Blocking; any thread.
 */
public final class Blobs {
    /** The directory's name in the data directory; a backup takes it along. */
    public static final String DIRECTORY = "files";

    private final Path root;
    private final Path incoming;

    /** Hashes whose bytes are here and not known to the store yet, and by how many uploads. */
    private final Map<String, Integer> arriving = new HashMap<>();

    /** Hashes that somebody is looking at in order to take their bytes away. */
    private final Set<String> leaving = new HashSet<>();

    private Blobs(Path root) {
        this.root = root;
        this.incoming = root.resolve("incoming");
    }

    /** Makes the directories, and takes away what an earlier process was still receiving. */
    public static Blobs open(Path data) throws IOException {
        Blobs blobs = new Blobs(data.resolve(DIRECTORY));
        Files.createDirectories(blobs.incoming);
        try (Stream<Path> left = Files.list(blobs.incoming)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
        return blobs;
    }

    /** A new file to receive into. */
    public Path incoming(String id) {
        return incoming.resolve(id);
    }

    /** Where the bytes with that hash are. */
    public Path of(String sha256) {
        return root.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    /**
     * Keeps what was received whole; returns when it is on the disk. Nobody takes it away before
     * {@link #settled}, which is due once the store knows of the file or has failed to.
     */
    public void keep(Path received, String sha256) throws IOException, InterruptedException {
        arrives(sha256);
        try {
            place(received, sha256);
        } catch (IOException | RuntimeException e) {
            settled(sha256);
            throw e;
        }
    }

    private synchronized void arrives(String sha256) throws InterruptedException {
        while (leaving.contains(sha256)) {
            wait();
        }
        arriving.merge(sha256, 1, Integer::sum);
    }

    /** The store knows what was kept, or never will. */
    public synchronized void settled(String sha256) {
        arriving.computeIfPresent(sha256, (key, count) -> count == 1 ? null : count - 1);
    }

    /** Asks the store. */
    @FunctionalInterface
    public interface Known {
        boolean known(String sha256) throws Exception;
    }

    /**
     * Takes bytes away unless the store knows a file with them, or is about to.
     *
     * @return whether they are gone now
     */
    boolean removeUnless(Known known, String sha256) throws Exception {
        synchronized (this) {
            if (arriving.containsKey(sha256)) {
                return false;
            }
            leaving.add(sha256);
        }
        try {
            return !known.known(sha256) && Files.deleteIfExists(of(sha256));
        } finally {
            synchronized (this) {
                leaving.remove(sha256);
                notifyAll();
            }
        }
    }

    /** The hashes of all bytes that are kept, one folder of them after the other. */
    void forEach(Consumer<String> with) throws IOException {
        for (Path folder : in(root)) {
            if (Files.isDirectory(folder) && !folder.equals(incoming)) {
                in(folder).forEach(file -> with.accept(file.getFileName().toString()));
            }
        }
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private void place(Path received, String sha256) throws IOException {
        Path place = of(sha256);
        if (Files.exists(place)) {
            Files.delete(received);
            return;
        }
        sync(received, StandardOpenOption.WRITE);
        Files.createDirectories(place.getParent());
        Files.move(received, place, StandardCopyOption.ATOMIC_MOVE);
        sync(place.getParent(), StandardOpenOption.READ);
        sync(root, StandardOpenOption.READ);
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
