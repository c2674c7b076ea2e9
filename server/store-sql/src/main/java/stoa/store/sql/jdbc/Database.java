package stoa.store.sql.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import javax.sql.DataSource;
import stoa.store.StoreException;

/** One database as the store uses it. What differs between SQLite and PostgreSQL is behind this. */
public interface Database extends AutoCloseable {
    /** For migrations: connections that may change the schema. */
    DataSource migrationSource();

    /** What stands for the placeholders in migrations. */
    Map<String, String> placeholders();

    /**
     * The journal's connection; a commit on it returns when synced.
     *
     * @throws StoreException {@link StoreException.Problem#IN_USE} when another server has it
     */
    WriteConnection openJournal() throws SQLException;

    /**
     * The connection that builds the history index; its commits need not be synced, since the index
     * is derived from the archive.
     */
    WriteConnection openIndex() throws SQLException;

    /**
     * A connection whose transaction, without autocommit, sees the database as it was at its first
     * read, however long it lasts, and holds nobody up.
     */
    Connection openSnapshot() throws SQLException;

    /** Throws the history index away; it is built anew when the store opens. */
    void dropIndex() throws SQLException;

    /**
     * Takes away the files that opening made, where the database is files of its own. Nobody else
     * may have it open.
     */
    void delete() throws SQLException;

    /** The SQL type of bytes. */
    String bytesType();

    /** Serves one read on the calling thread. */
    <T> T withSession(Reads.Reader<T> reader) throws SQLException;

    /** How many reads make sense at a time. */
    int readThreads();

    /** Says in a sentence what stood in the way. */
    StoreException explain(SQLException error);

    /**
     * Housekeeping that must not delay commits; called by the housekeeper's thread while something
     * is committed. {@code journalLock} stops the journal for a moment, where that is needed.
     */
    void maintain(Lock journalLock) throws SQLException;

    @Override
    void close();
}
