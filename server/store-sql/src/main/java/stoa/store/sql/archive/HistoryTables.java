package stoa.store.sql.archive;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import stoa.store.sql.jdbc.Database;
import stoa.store.sql.jdbc.WriteConnection;

/**
 * The tables of the history index. They are derived, so they are not migrated: an index of another
 * layout, of another store, or ahead of the archive it should follow is dropped and built anew.
 */
final class HistoryTables {
    /** Raise when the layout of the tables or of a segment's entries changes. */
    private static final int LAYOUT = 2;

    private final WriteConnection connection;

    HistoryTables(WriteConnection connection) {
        this.connection = connection;
    }

    /**
     * Makes the tables ready and returns the id up to which they have read the archive.
     *
     * @param storeId the archive's own id, so that an index is never used with another archive
     * @param lastArchiveId the newest message of the archive
     */
    long prepare(Database database, String storeId, long lastArchiveId) throws SQLException {
        connection.begin();
        try (Statement statement = connection.jdbc().createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS history_position"
                            + " (layout INTEGER NOT NULL, store_id TEXT NOT NULL,"
                            + " read_up_to BIGINT NOT NULL)");
            long position = position(statement, storeId);
            if (position < 0 || position > lastArchiveId) {
                position = 0;
                create(statement, database, storeId);
            }
            connection.commit();
            return position;
        }
    }

    private static long position(Statement statement, String storeId) throws SQLException {
        try (ResultSet result =
                statement.executeQuery(
                        "SELECT layout, store_id, read_up_to FROM history_position")) {
            return result.next()
                            && result.getInt(1) == LAYOUT
                            && result.getString(2).equals(storeId)
                    ? result.getLong(3)
                    : -1;
        }
    }

    private void create(Statement statement, Database database, String storeId)
            throws SQLException {
        String clustered = database.placeholders().getOrDefault("clustered", "");
        statement.execute("DROP TABLE IF EXISTS history_segment");
        statement.execute("DROP TABLE IF EXISTS history_tail");
        statement.execute(
                "CREATE TABLE history_segment (owner INTEGER NOT NULL, peer INTEGER NOT NULL,"
                        + " first_id BIGINT NOT NULL, first_ordinal BIGINT NOT NULL, entries "
                        + database.bytesType()
                        + " NOT NULL, PRIMARY KEY (owner, peer, first_id)) "
                        + clustered);
        statement.execute(
                "CREATE TABLE history_tail (owner INTEGER NOT NULL, peer INTEGER NOT NULL,"
                        + " first_ordinal BIGINT NOT NULL, entries "
                        + database.bytesType()
                        + " NOT NULL, PRIMARY KEY (owner, peer)) "
                        + clustered);
        statement.execute("DELETE FROM history_position");
        try (PreparedStatement insert =
                connection.prepare(
                        "INSERT INTO history_position (layout, store_id, read_up_to)"
                                + " VALUES (?, ?, 0)")) {
            insert.setInt(1, LAYOUT);
            insert.setString(2, storeId);
            insert.executeUpdate();
        }
    }
}
