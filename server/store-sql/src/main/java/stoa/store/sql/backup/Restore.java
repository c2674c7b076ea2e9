package stoa.store.sql.backup;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;
import stoa.store.sql.StoreLocation;
import stoa.store.sql.jdbc.Database;
import stoa.store.sql.jdbc.Migrations;
import stoa.store.sql.jdbc.WriteConnection;

/**
 * Brings a backup back. No server may run on the target: for SQLite the caller holds the data
 * directory, on PostgreSQL the server's own lock is taken.
 *
 * <p>The whole backup is verified before anything is touched: the manifest by the zip's checksum,
 * everything else by the manifest's. Its tables are filled in one transaction, in the schema they
 * were taken from, and migrated afterwards; its files are copied beside their places before that
 * transaction begins, and take them before it ends. If that fails, on a full disk say, what was
 * made is taken away again, and what was there is still there, unless it had another schema: then
 * its tables are dropped first.
 */
public final class Restore {
    private static final int BATCH = 1000;

    /** Whether what is in the target may be replaced. */
    public enum Target {
        MUST_BE_EMPTY,
        MAY_BE_REPLACED
    }

    private Restore() {}

    /** Reads a backup through and compares every checksum; returns what it holds. */
    public static Manifest verify(Path backup) {
        try (ZipFile zip = new ZipFile(backup.toFile())) {
            return verify(zip);
        } catch (IOException e) {
            throw Manifest.bad("it is damaged or incomplete", e);
        }
    }

    private static Manifest verify(ZipFile zip) throws IOException {
        Manifest manifest = Manifest.read(text(zip, Manifest.ENTRY));
        for (Manifest.Table table : manifest.tables()) {
            verify(zip, table.entry(), table.sha256());
        }
        for (Manifest.FileEntry file : manifest.files()) {
            verify(zip, file.entry(), file.sha256());
        }
        return manifest;
    }

    /** What nothing else vouches for; {@link ZipFile} does not compare checksums by itself. */
    private static String text(ZipFile zip, String entry) throws IOException {
        try (CheckedInputStream in = new CheckedInputStream(open(zip, entry), new CRC32())) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (in.getChecksum().getValue() != zip.getEntry(entry).getCrc()) {
                throw Manifest.bad("the checksum of " + entry + " differs", null);
            }
            return text;
        }
    }

    private static void verify(ZipFile zip, String entry, String sha256) throws IOException {
        try (DigestInputStream in = Sha256.from(open(zip, entry))) {
            in.transferTo(OutputStream.nullOutputStream());
            if (!Sha256.hex(in).equals(sha256)) {
                throw Manifest.bad("the checksum of " + entry + " differs", null);
            }
        }
    }

    static InputStream open(ZipFile zip, String entry) throws IOException {
        ZipEntry found = zip.getEntry(entry);
        if (found == null) {
            throw Manifest.bad(entry + " is missing", null);
        }
        return zip.getInputStream(found);
    }

    /**
     * Verifies the backup and puts it in place.
     *
     * @param data the data directory its files go to
     * @throws StoreException {@link Problem#BAD_BACKUP} when it is damaged, {@link
     *     Problem#NOT_EMPTY} when there is data and it may not be replaced, {@link
     *     Problem#SCHEMA_TOO_NEW} when a newer program made it, {@link Problem#IN_USE} when a
     *     server runs
     */
    public static Manifest run(Path backup, StoreLocation location, Path data, Target target) {
        Manifest manifest = verify(backup);
        if (manifest.schema() > Migrations.NEWEST) {
            throw new StoreException(
                    Problem.SCHEMA_TOO_NEW,
                    "This backup was made by a newer version of Stoa (schema "
                            + manifest.schema()
                            + ", this version knows "
                            + Migrations.NEWEST
                            + ").");
        }
        try (ZipFile zip = new ZipFile(backup.toFile());
                RestoredFiles files = new RestoredFiles(data)) {
            files.copy(zip, manifest);
            restore(zip, manifest, files, location, target);
            return manifest;
        } catch (IOException e) {
            throw new StoreException(
                    Problem.FAILED, "The backup could not be brought back: " + e, e);
        }
    }

    private static void restore(
            ZipFile zip,
            Manifest manifest,
            RestoredFiles files,
            StoreLocation location,
            Target target)
            throws IOException {
        boolean made = !location.exists();
        try (Database database = location.database()) {
            boolean empty = true;
            try {
                int found = Migrations.version(database);
                empty = found == 0;
                prepare(manifest, database, found, target);
                fill(zip, manifest, database, files);
                if (!empty) {
                    files.keep();
                }
                database.dropIndex();
                Migrations.run(database);
                files.keep();
            } catch (SQLException e) {
                undo(made, empty, database, e);
                throw database.explain(e);
            } catch (IOException | RuntimeException e) {
                undo(made, empty, database, e);
                throw e;
            }
        }
    }

    /** Takes away what was made where nothing was. */
    private static void undo(boolean made, boolean empty, Database database, Exception cause) {
        try {
            if (made) {
                database.delete();
            } else if (empty) {
                try (WriteConnection connection = database.openJournal()) {
                    drop(connection, Tables.of(connection.jdbc()));
                }
            }
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** Leaves the target with the schema of the backup. */
    private static void prepare(Manifest manifest, Database database, int found, Target target)
            throws SQLException {
        if (found > 0) {
            try (WriteConnection connection = database.openJournal()) {
                Map<String, List<String>> tables = Tables.of(connection.jdbc());
                if (target == Target.MUST_BE_EMPTY && !isEmpty(connection, tables)) {
                    throw new StoreException(
                            Problem.NOT_EMPTY,
                            "There is data already where the backup should go; say so to replace"
                                    + " it.");
                }
                if (found != manifest.schema()) {
                    drop(connection, tables);
                }
            }
        }
        Migrations.run(database, manifest.schema());
    }

    private static void drop(WriteConnection connection, Map<String, List<String>> tables)
            throws SQLException {
        connection.begin();
        for (String table : tables.keySet()) {
            connection.execute("DROP TABLE " + table);
        }
        connection.execute("DROP TABLE IF EXISTS " + Migrations.HISTORY);
        connection.commit();
    }

    private static void fill(ZipFile zip, Manifest manifest, Database database, RestoredFiles files)
            throws SQLException, IOException {
        try (WriteConnection connection = database.openJournal()) {
            Map<String, List<String>> tables = Tables.of(connection.jdbc());
            connection.begin();
            for (String table : tables.keySet()) {
                connection.execute("DELETE FROM " + table);
            }
            for (Manifest.Table table : manifest.tables()) {
                insert(zip, table, tables, connection);
            }
            becomeAnotherArchive(connection);
            files.putInPlace();
            connection.commit();
        }
    }

    /** What was derived from the archive that was here, or goes on where the backup came from. */
    private static void becomeAnotherArchive(WriteConnection connection) throws SQLException {
        connection.execute(
                "UPDATE server_fact SET value = '"
                        + UUID.randomUUID()
                        + "' WHERE name = 'store_id'");
    }

    /** A store that was opened has told its own name; anything else is somebody's data. */
    private static boolean isEmpty(WriteConnection connection, Map<String, List<String>> tables)
            throws SQLException {
        for (String table : tables.keySet()) {
            if (!table.equals("server_fact")) {
                if (connection.number("SELECT COUNT(*) FROM " + table) > 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void insert(
            ZipFile zip,
            Manifest.Table table,
            Map<String, List<String>> tables,
            WriteConnection connection)
            throws SQLException, IOException {
        // The names go into SQL, so they must be ones this schema has.
        List<String> known = tables.getOrDefault(table.name(), List.of());
        if (!known.containsAll(table.columns())) {
            throw Manifest.bad("table " + table.name() + " is unknown", null);
        }
        String sql =
                "INSERT INTO %s (%s) VALUES (%s)"
                        .formatted(
                                table.name(),
                                String.join(", ", table.columns()),
                                "?, ".repeat(table.columns().size() - 1) + "?");
        try (DataInputStream in =
                        new DataInputStream(
                                new BufferedInputStream(open(zip, table.entry()), 1 << 16));
                PreparedStatement insert = connection.prepare(sql)) {
            for (long row = 1; row <= table.rows(); row++) {
                for (int i = 1; i <= table.columns().size(); i++) {
                    set(insert, i, in);
                }
                insert.addBatch();
                if (row % BATCH == 0 || row == table.rows()) {
                    insert.executeBatch();
                }
            }
        }
    }

    private static void set(PreparedStatement insert, int at, DataInputStream in)
            throws SQLException, IOException {
        switch (RowCodec.read(in)) {
            case null -> insert.setObject(at, null);
            case Long number -> insert.setLong(at, number);
            case String text -> insert.setString(at, text);
            case byte[] bytes -> insert.setBytes(at, bytes);
            case Object other -> throw new IOException("unexpected " + other.getClass());
        }
    }
}
