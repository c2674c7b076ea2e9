package stoa.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

    /** Keeps what was received whole; returns when it is on the disk. */
    public void keep(Path received, String sha256) throws IOException {
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
