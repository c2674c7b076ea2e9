package stoa.store.sql.archive;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.store.StoreException;
import stoa.store.sql.jdbc.Database;
import stoa.store.sql.jdbc.WriteConnection;

/**
 * Writes batches of messages into the index, the position in the same transaction as the segments,
 * so that a crash at any moment leaves an index that knows how far it has read. After a failure the
 * connection is opened again with the next batch. Confined to the index thread.
 */
final class IndexBuilder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexBuilder.class);
    private static final String MORE =
            "SELECT id, line, owners FROM archive WHERE id > ? ORDER BY id LIMIT ?";

    private record Session(
            WriteConnection connection, SegmentWriter segments, PreparedStatement position) {}

    private final Database database;
    private final String storeId;
    private @Nullable Session session;
    private long readUpTo;

    IndexBuilder(Database database, String storeId, long lastArchiveId) throws SQLException {
        this.database = database;
        this.storeId = storeId;
        this.session = openOrRebuild(lastArchiveId);
    }

    /** A damaged index costs only the time to build it again. */
    private Session openOrRebuild(long lastArchiveId) throws SQLException {
        try {
            return open(lastArchiveId);
        } catch (SQLException e) {
            if (database.explain(e).problem() != StoreException.Problem.CORRUPT) {
                throw e;
            }
            LOG.warn("history_index_damaged rebuilding=true");
            database.dropIndex();
            return open(lastArchiveId);
        }
    }

    private Session open(long lastArchiveId) throws SQLException {
        WriteConnection connection = database.openIndex();
        try {
            readUpTo = new HistoryTables(connection).prepare(database, storeId, lastArchiveId);
            return new Session(
                    connection,
                    new SegmentWriter(connection),
                    connection.prepare("UPDATE history_position SET read_up_to = ?"));
        } catch (SQLException | RuntimeException e) {
            connection.closeAfter(e);
            throw e;
        }
    }

    /** The newest message that is in the index. */
    long readUpTo() {
        return readUpTo;
    }

    /**
     * Adds messages: all that follow {@link #readUpTo}, up to the last of them, and perhaps some
     * before it, which are in the index already.
     */
    void add(List<IndexedMessage> messages) throws SQLException {
        List<IndexedMessage> missing = missing(messages);
        if (missing.isEmpty()) {
            return;
        }
        if (session == null) {
            session = open(Long.MAX_VALUE);
            missing = missing(messages);
        }
        Session open = session;
        long last = missing.getLast().id();
        try {
            open.connection.begin();
            open.segments.write(missing);
            open.position.setLong(1, last);
            open.position.executeUpdate();
            open.connection.commit();
            readUpTo = last;
        } catch (SQLException | RuntimeException | Error e) {
            session = null;
            open.connection.closeAfter(e);
            throw e;
        }
    }

    private List<IndexedMessage> missing(List<IndexedMessage> messages) {
        if (messages.isEmpty() || messages.getFirst().id() > readUpTo) {
            return messages;
        }
        return messages.stream().filter(message -> message.id() > readUpTo).toList();
    }

    /** Reads the next messages from the archive itself; empty when there are none. */
    List<IndexedMessage> readArchive(int limit) throws SQLException {
        return database.withSession(
                read ->
                        read.list(
                                MORE,
                                row ->
                                        new IndexedMessage(
                                                row.number(1),
                                                row.flag(2),
                                                Owners.decode(row.bytes(3).array())),
                                readUpTo,
                                limit));
    }

    @Override
    public void close() throws SQLException {
        if (session != null) {
            session.connection.close();
        }
    }
}
