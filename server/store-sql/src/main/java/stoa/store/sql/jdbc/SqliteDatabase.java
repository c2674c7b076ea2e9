package stoa.store.sql.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.Lock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteException;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;

/**
 * SQLite in write-ahead mode: {@code stoa.db} holds everything, {@code history.db} the index
 * derived from its archive, so that building the index never holds up a commit.
 *
 * <p>The journal's connection syncs the write-ahead log at every commit ({@code synchronous=FULL})
 * and never checkpoints by itself: {@link #maintain} does, on the housekeeper's.
 */
public class SqliteDatabase implements Database {
    public static final String MAIN_FILE = "stoa.db";
    public static final String INDEX_FILE = "history.db";

    /** From this many frames (of 4 KiB) on the log is written back to the database. */
    public static final int CHECKPOINT_FRAMES = 4096;

    /** The most frames that are written back while the journal waits. */
    private static final int LAST_FRAMES = 256;

    private static final int BUSY_MS = 10_000;

    /**
     * Room kept for the index, so that what was committed just before the disk became full can
     * still be indexed: every history query waits for that, and so does every account that is
     * loaded. Some ten thousand messages.
     */
    private static final int INDEX_RESERVE_BYTES = 4 << 20;

    /**
     * How much of the file readers map instead of reading page by page, which saves a third of a
     * history page's time; what SQLite was built to allow at most, whatever is asked.
     */
    private static final long MAPPED_BYTES = 1L << 40;

    private static final int READ_THREADS = 2;

    private final Path directory;
    private final ConcurrentLinkedDeque<KeptStatements> idle = new ConcurrentLinkedDeque<>();
    private @Nullable Connection keeper;

    public SqliteDatabase(Path directory) {
        this.directory = directory;
    }

    @Override
    public DataSource migrationSource() {
        SQLiteDataSource source = new SQLiteDataSource(config());
        source.setUrl(url(MAIN_FILE));
        return source;
    }

    @Override
    public Map<String, String> placeholders() {
        return Map.of(
                "bigint_key", "INTEGER PRIMARY KEY",
                "bytes", "BLOB",
                "text", "TEXT",
                "clustered", "WITHOUT ROWID");
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = readerConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        return config;
    }

    private static SQLiteConfig readerConfig() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MS);
        config.setCacheSize(-8192);
        return config;
    }

    private String url(String file) {
        return "jdbc:sqlite:" + directory.resolve(file);
    }

    @Override
    public WriteConnection openJournal() throws SQLException {
        return writer(config(), MAIN_FILE, "PRAGMA wal_autocheckpoint=0");
    }

    @Override
    public WriteConnection openIndex() throws SQLException {
        SQLiteConfig config = config();
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setCacheSize(-16384); // the tails of some 40,000 lists
        WriteConnection index = writer(config, INDEX_FILE, "PRAGMA wal_autocheckpoint=4000");
        try {
            reserve(index.jdbc());
        } catch (SQLException e) {
            index.closeAfter(e);
            throw e;
        }
        return index;
    }

    /**
     * Makes the write-ahead log and the file that large and leaves both empty: what is written next
     * takes the pages that are there. Without room for it now, there is no reserve.
     */
    private void reserve(Connection index) throws SQLException {
        try {
            run(index, "CREATE TABLE IF NOT EXISTS reserve (bytes BLOB)");
            run(index, "INSERT INTO reserve VALUES (zeroblob(" + INDEX_RESERVE_BYTES + "))");
            run(index, "DROP TABLE reserve");
            run(index, "PRAGMA wal_checkpoint(RESTART)");
        } catch (SQLException e) {
            if (explain(e).problem() != Problem.DISK_FULL) {
                throw e;
            }
        }
    }

    private WriteConnection writer(SQLiteConfig config, String file, String pragma)
            throws SQLException {
        Connection connection = config.createConnection(url(file));
        try {
            run(connection, pragma);
            return new Writer(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Says BEGIN and COMMIT itself, for the driver's way of doing without autocommit will not do:
     * it begins the next transaction with every commit, so that the log could never be started
     * anew, and after SQLite has rolled back by itself, on a full disk, it goes on without one.
     */
    private static final class Writer extends WriteConnection {
        private final PreparedStatement begin;
        private final PreparedStatement commit;

        Writer(Connection connection) throws SQLException {
            super(connection);
            begin = connection.prepareStatement("BEGIN IMMEDIATE");
            commit = connection.prepareStatement("COMMIT");
        }

        @Override
        public void begin() throws SQLException {
            begin.execute();
        }

        @Override
        public void commit() throws SQLException {
            commit.execute();
        }
    }

    private static void run(Connection connection, String pragma) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(pragma);
        }
    }

    @Override
    public Connection openSnapshot() throws SQLException {
        Connection connection = readerConfig().createConnection(url(MAIN_FILE));
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public void dropIndex() throws SQLException {
        deleteFiles(INDEX_FILE);
    }

    @Override
    public void delete() throws SQLException {
        close();
        deleteFiles(MAIN_FILE);
        deleteFiles(INDEX_FILE);
    }

    private void deleteFiles(String file) throws SQLException {
        try {
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(directory.resolve(file + suffix));
            }
        } catch (IOException e) {
            throw new SQLException(file + " cannot be deleted", e);
        }
    }

    @Override
    public String bytesType() {
        return "BLOB";
    }

    @Override
    public int readThreads() {
        return READ_THREADS;
    }

    @Override
    public <T> T withSession(Reads.Reader<T> reader) throws SQLException {
        KeptStatements session = idle.pollLast();
        if (session == null) {
            session = openReader();
        }
        boolean sound = false;
        try {
            T value = reader.read(session);
            sound = true;
            return value;
        } finally {
            if (sound) {
                idle.addLast(session);
            } else {
                session.close();
            }
        }
    }

    private KeptStatements openReader() throws SQLException {
        Connection connection = readerConfig().createConnection(url(MAIN_FILE));
        try {
            run(connection, "ATTACH DATABASE '" + quoted(directory.resolve(INDEX_FILE)) + "' AS h");
            run(connection, "PRAGMA query_only=1");
            run(connection, "PRAGMA mmap_size=" + MAPPED_BYTES);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new KeptStatements(connection);
    }

    private static String quoted(Path file) {
        return file.toString().replace("'", "''");
    }

    /**
     * Writes the log back when it has grown, so that the journal starts it anew: first beside the
     * commits as they go on, then, for the few frames that came meanwhile, with the journal held
     * for a moment.
     */
    @Override
    public synchronized void maintain(Lock journalLock) throws SQLException {
        if (checkpoint("NOOP").behind() < CHECKPOINT_FRAMES) {
            return;
        }
        Frames frames = checkpoint("PASSIVE");
        for (int i = 0; i < 4 && frames.behind() > LAST_FRAMES; i++) {
            frames = checkpoint("PASSIVE");
        }
        if (frames.behind() > LAST_FRAMES) {
            return; // a long read holds it up: next time
        }
        journalLock.lock();
        try {
            checkpoint("PASSIVE");
        } finally {
            journalLock.unlock();
        }
    }

    private record Frames(int logged, int writtenBack) {
        int behind() {
            return logged - writtenBack;
        }
    }

    private Frames checkpoint(String mode) throws SQLException {
        if (keeper == null) {
            keeper = config().createConnection(url(MAIN_FILE));
        }
        try (Statement statement = keeper.createStatement();
                ResultSet result =
                        statement.executeQuery("PRAGMA main.wal_checkpoint(" + mode + ")")) {
            return result.next()
                    ? new Frames(result.getInt(2), result.getInt(3))
                    : new Frames(0, 0);
        }
    }

    @Override
    public StoreException explain(SQLException error) {
        if (!(error instanceof SQLiteException sqlite)) {
            return new StoreException(Problem.FAILED, "The database failed.", error);
        }
        // The lower byte is the primary code; what is above tells more of it.
        int code = sqlite.getResultCode().code & 0xFF;
        return switch (code) {
            case 13 -> full(error);
            case 10 -> noSpace() ? full(error) : failed(error);
            case 3, 8, 14 ->
                    new StoreException(
                            Problem.READ_ONLY,
                            "The database in "
                                    + directory
                                    + " cannot be opened for writing. Check that the directory and"
                                    + " its files belong to the user who runs Stoa.",
                            error);
            case 11, 26 ->
                    new StoreException(
                            Problem.CORRUPT,
                            "A database file in "
                                    + directory
                                    + " is damaged. Restore the last backup into a new data"
                                    + " directory.",
                            error);
            case 5, 6 ->
                    new StoreException(
                            Problem.IN_USE,
                            "Another program holds the database in " + directory + ".",
                            error);
            default -> failed(error);
        };
    }

    private StoreException full(SQLException error) {
        return new StoreException(
                Problem.DISK_FULL,
                "The disk that holds " + directory + " is full. Make room; nothing is lost.",
                error);
    }

    private StoreException failed(SQLException error) {
        return new StoreException(
                Problem.FAILED, "The database in " + directory + " failed.", error);
    }

    private boolean noSpace() {
        try {
            return Files.getFileStore(directory).getUsableSpace() < 1 << 20;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            for (KeptStatements s = idle.pollLast(); s != null; s = idle.pollLast()) {
                s.close();
            }
            if (keeper != null) {
                keeper.close();
                keeper = null;
            }
        } catch (SQLException e) {
            throw explain(e);
        }
    }
}
