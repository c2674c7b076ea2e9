package stoa.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.Change;
import stoa.store.archive.ArchiveAppend;
import stoa.store.sql.archive.ArchiveWriter;
import stoa.store.sql.archive.IndexedMessage;
import stoa.store.sql.archive.PastWriter;
import stoa.store.sql.archive.Tombstones;
import stoa.store.sql.aspects.SqlAccounts;
import stoa.store.sql.aspects.SqlAliases;
import stoa.store.sql.aspects.SqlBlocks;
import stoa.store.sql.aspects.SqlClients;
import stoa.store.sql.aspects.SqlDomains;
import stoa.store.sql.aspects.SqlFastTokens;
import stoa.store.sql.aspects.SqlFiles;
import stoa.store.sql.aspects.SqlInvites;
import stoa.store.sql.aspects.SqlNotices;
import stoa.store.sql.aspects.SqlOffline;
import stoa.store.sql.aspects.SqlPeers;
import stoa.store.sql.aspects.SqlPrivateXml;
import stoa.store.sql.aspects.SqlPubsub;
import stoa.store.sql.aspects.SqlPush;
import stoa.store.sql.aspects.SqlReports;
import stoa.store.sql.aspects.SqlRooms;
import stoa.store.sql.aspects.SqlRosters;
import stoa.store.sql.aspects.SqlRuns;
import stoa.store.sql.aspects.SqlSecrets;
import stoa.store.sql.aspects.SqlVcards;
import stoa.store.sql.aspects.SqlVisits;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Database;
import stoa.store.sql.jdbc.WriteConnection;

/**
 * The journal's connection with its prepared statements. After a failed commit the connection is
 * closed, which rolls back, and opened again with the next one. Confined to the journal thread,
 * once opened.
 */
final class JournalWriter implements AutoCloseable {
    private record Session(
            WriteConnection connection, ChangeWriters writers, ArchiveWriter archive) {}

    private final Database database;
    private @Nullable Session session;

    JournalWriter(Database database) throws SQLException {
        this.database = database;
        this.session = open();
    }

    private Session open() throws SQLException {
        WriteConnection connection = database.openJournal();
        try {
            ChangeWriters writers = new ChangeWriters(connection);
            ArchiveWriter archive = new ArchiveWriter(connection);
            register(writers, archive);
            PastWriter.writes(writers, connection, archive);
            return new Session(connection, writers, archive);
        } catch (SQLException | RuntimeException e) {
            connection.closeAfter(e);
            throw e;
        }
    }

    /** Every aspect that writes. A new one is added here and in {@link SqlStore}. */
    private static void register(ChangeWriters writers, ArchiveWriter archive) {
        writers.on(ArchiveAppend.class, archive);
        Tombstones.writes(writers);
        SqlAccounts.writes(writers);
        SqlFastTokens.writes(writers);
        SqlClients.writes(writers);
        SqlDomains.writes(writers);
        SqlInvites.writes(writers);
        SqlSecrets.writes(writers);
        SqlRosters.writes(writers);
        SqlBlocks.writes(writers);
        SqlReports.writes(writers);
        SqlPrivateXml.writes(writers);
        SqlVcards.writes(writers);
        SqlOffline.writes(writers);
        SqlRuns.writes(writers);
        SqlFiles.writes(writers);
        SqlNotices.writes(writers);
        SqlVisits.writes(writers);
        SqlPeers.writes(writers);
        SqlAliases.writes(writers);
        SqlRooms.writes(writers);
        SqlPush.writes(writers);
        SqlPubsub.writes(writers);
    }

    /** Commits and returns the messages that the history index has to take up. */
    List<IndexedMessage> commit(List<Change> changes) throws SQLException {
        if (session == null) {
            session = open();
        }
        Session open = session;
        try {
            open.writers.commit(changes);
            return open.archive.takeCommitted();
        } catch (SQLException | RuntimeException | Error e) {
            session = null;
            open.connection.closeAfter(e);
            throw e;
        }
    }

    /** The store's own id, made when the store is new. */
    String storeId() throws SQLException {
        WriteConnection connection = connection();
        connection.begin();
        connection.execute(
                "INSERT INTO server_fact (name, value) VALUES ('store_id', '"
                        + UUID.randomUUID()
                        + "') ON CONFLICT (name) DO NOTHING");
        String id;
        try (PreparedStatement select =
                        connection.prepare(
                                "SELECT value FROM server_fact WHERE name = 'store_id'");
                ResultSet result = select.executeQuery()) {
            result.next();
            id = result.getString(1);
        }
        connection.commit();
        return id;
    }

    long number(String sql) throws SQLException {
        WriteConnection connection = connection();
        connection.begin();
        long number = connection.number(sql);
        connection.commit();
        return number;
    }

    private WriteConnection connection() throws SQLException {
        if (session == null) {
            session = open();
        }
        return session.connection;
    }

    @Override
    public void close() throws SQLException {
        if (session != null) {
            session.connection.close();
        }
    }
}
