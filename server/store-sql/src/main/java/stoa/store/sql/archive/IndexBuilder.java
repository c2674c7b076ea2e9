package stoa.store.sql.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.store.sql.jdbc.Database;

/**
 * Writes batches of messages into the index, the position in the same transaction as the segments,
 * so that a crash at any moment leaves an index that knows how far it has read. A connection that
 * broke is opened again with the next batch. Confined to the index thread.
 */
final class IndexBuilder implements AutoCloseable {
    private static final String MORE =
            "SELECT id, line, owners FROM archive WHERE id > ? ORDER BY id LIMIT ?";

    private record Session(
            Connection connection, SegmentWriter segments, PreparedStatement position) {}

    private final Database database;
    private final String storeId;
    private @Nullable Session session;
    private long readUpTo;

    IndexBuilder(Database database, String storeId, long lastArchiveId) throws SQLException {
        this.database = database;
        this.storeId = storeId;
        this.session = open(lastArchiveId);
    }

    private Session open(long lastArchiveId) throws SQLException {
        Connection connection = database.openIndex();
        try {
            readUpTo = new HistoryTables(connection).prepare(database, storeId, lastArchiveId);
            return new Session(
                    connection,
                    new SegmentWriter(connection),
                    connection.prepareStatement("UPDATE history_position SET read_up_to = ?"));
        } catch (SQLException | RuntimeException e) {
            connection.close();
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
            open.segments.write(missing);
            open.position.setLong(1, last);
            open.position.executeUpdate();
            open.connection.commit();
            readUpTo = last;
        } catch (SQLException | RuntimeException | Error e) {
            undo(open, e);
            throw e;
        }
    }

    private List<IndexedMessage> missing(List<IndexedMessage> messages) {
        if (messages.isEmpty() || messages.getFirst().id() > readUpTo) {
            return messages;
        }
        return messages.stream().filter(message -> message.id() > readUpTo).toList();
    }

    private void undo(Session failed, Throwable cause) {
        try {
            failed.segments.forget();
            failed.connection.rollback();
            if (failed.connection.isValid(1)) {
                return;
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        session = null;
        try {
            failed.connection.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
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
