package stoa.store.sql.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * The files of a backup on their way into the data directory. First they are copied beside their
 * places, which takes the time and the room; then they take them. Closing takes away whatever was
 * made, unless it is to be kept.
 */
final class RestoredFiles implements AutoCloseable {
    private record Copy(Path unfinished, Path place) {}

    private final Path root;
    private final List<Copy> copies = new ArrayList<>();

    /** What was not there before, the newest last. */
    private final Deque<Path> made = new ArrayDeque<>();

    RestoredFiles(Path data) {
        root = data.toAbsolutePath().normalize();
    }

    void copy(ZipFile zip, Manifest manifest) throws IOException {
        for (Manifest.FileEntry file : manifest.files()) {
            Path place = root.resolve(file.path()).normalize();
            Path directory = place.getParent();
            if (!place.startsWith(root) || directory == null) {
                throw Manifest.bad("a file would be written outside the data directory", null);
            }
            makeDirectories(directory);
            Path unfinished = place.resolveSibling(place.getFileName() + ".unfinished");
            made.add(unfinished);
            try (InputStream in = Restore.open(zip, file.entry())) {
                Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
            }
            copies.add(new Copy(unfinished, place));
        }
    }

    private void makeDirectories(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = directory; at != null && !Files.exists(at); at = at.getParent()) {
            missing.push(at);
        }
        for (Path one : missing) {
            Files.createDirectory(one);
            made.add(one);
        }
    }

    void putInPlace() throws IOException {
        for (Copy copy : copies) {
            if (!Files.exists(copy.place)) {
                made.add(copy.place);
            }
            Files.move(
                    copy.unfinished,
                    copy.place,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** They stay. */
    void keep() {
        made.clear();
    }

    @Override
    public void close() {
        try {
            while (!made.isEmpty()) {
                Files.deleteIfExists(made.removeLast());
            }
        } catch (DirectoryNotEmptyException e) {
            // Somebody has put something there meanwhile; it is theirs.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
