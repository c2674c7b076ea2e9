package stoa.store.sql;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;

/**
 * The data directory, held by this process alone: a lock on the file {@value #LOCK_FILE} in it,
 * which the operating system takes back when the process ends, however it ends.
 */
public final class DataDirectory implements AutoCloseable {
    static final String LOCK_FILE = "stoa.lock";

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the directory if it is missing and locks it.
     *
     * @throws StoreException {@link Problem#IN_USE} when another process holds it, {@link
     *     Problem#READ_ONLY} when it cannot be written, {@link Problem#DISK_FULL} when there is no
     *     room for a line
     */
    public static DataDirectory open(Path path) {
        FileChannel channel = null;
        try {
            Files.createDirectories(path);
            channel =
                    FileChannel.open(
                            path.resolve(LOCK_FILE),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (!lock(channel)) {
                StoreException taken = inUse(path, channel);
                channel.close();
                throw taken;
            }
            sign(channel);
            return new DataDirectory(path, channel);
        } catch (IOException e) {
            close(channel, e);
            if (String.valueOf(e.getMessage()).contains("No space left")) {
                throw new StoreException(
                        Problem.DISK_FULL,
                        "The disk that holds " + path + " is full. Make room; nothing is lost.",
                        e);
            }
            throw new StoreException(
                    Problem.READ_ONLY,
                    "The data directory "
                            + path
                            + " cannot be written ("
                            + reason(e)
                            + "). Check that it is a directory on a disk that may be written, and"
                            + " belongs to the user who runs Stoa.",
                    e);
        }
    }

    /**
     * What the operating system says, where the exception keeps it, or else the exception's name.
     */
    private static String reason(IOException failure) {
        return failure instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : failure.getClass().getSimpleName();
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by this very process
        }
    }

    /** Leaves the process id, for the sentence that a second server prints. */
    private static void sign(FileChannel channel) throws IOException {
        String id = Long.toString(ProcessHandle.current().pid());
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(id.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static StoreException inUse(Path path, FileChannel channel) throws IOException {
        ByteBuffer id = ByteBuffer.allocate(20);
        channel.read(id, 0);
        String process = new String(id.array(), 0, id.position(), StandardCharsets.US_ASCII);
        return new StoreException(
                Problem.IN_USE,
                "Another Stoa server"
                        + (process.isEmpty() ? "" : " (process " + process + ")")
                        + " uses the data directory "
                        + path
                        + ". Stop it first, or give this one a directory of its own.");
    }

    private static void close(@Nullable FileChannel channel, IOException cause) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    public Path path() {
        return path;
    }

    /** Lets another process have it. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException(
                    Problem.FAILED, "The data directory " + path + " cannot be let go.", e);
        }
    }
}
