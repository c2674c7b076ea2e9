package stoa.store.sql.backup;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
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
 * <p>The whole backup is verified before anything is touched. Its tables are filled in one
 * transaction, in the schema they were taken from, and migrated afterwards. What was there is still
 * there if that fails, unless it had another schema: then its tables are dropped first.
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
        Manifest manifest;
        try (InputStream in = open(zip, Manifest.ENTRY)) {
            manifest = Manifest.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        for (Manifest.Table table : manifest.tables()) {
            verify(zip, table.entry(), table.sha256());
        }
        for (Manifest.FileEntry file : manifest.files()) {
            verify(zip, file.entry(), file.sha256());
        }
        return manifest;
    }

    private static void verify(ZipFile zip, String entry, String sha256) throws IOException {
        try (DigestInputStream in = Sha256.from(open(zip, entry))) {
            in.transferTo(OutputStream.nullOutputStream());
            if (!Sha256.hex(in).equals(sha256)) {
                throw Manifest.bad("the checksum of " + entry + " differs", null);
            }
        }
    }

    private static InputStream open(ZipFile zip, String entry) throws IOException {
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
        try (ZipFile zip = new ZipFile(backup.toFile());
                Database database = location.database()) {
            Manifest manifest = verify(zip);
            try {
                prepare(manifest, database, target);
                fill(zip, manifest, database, data);
                database.dropIndex();
                Migrations.run(database);
            } catch (SQLException e) {
                throw database.explain(e);
            }
            return manifest;
        } catch (IOException e) {
            throw Manifest.bad("it cannot be read, or its files not be written", e);
        }
    }

    /** Leaves the target with the schema of the backup. */
    private static void prepare(Manifest manifest, Database database, Target target)
            throws SQLException {
        if (manifest.schema() > Migrations.NEWEST) {
            throw new StoreException(
                    Problem.SCHEMA_TOO_NEW,
                    "This backup was made by a newer version of Stoa (schema "
                            + manifest.schema()
                            + ", this version knows "
                            + Migrations.NEWEST
                            + ").");
        }
        int found = Migrations.version(database);
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
        connection.execute("DROP TABLE " + Migrations.HISTORY);
        connection.commit();
    }

    private static void fill(ZipFile zip, Manifest manifest, Database database, Path data)
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
            files(zip, manifest, data);
            connection.commit();
        }
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

    private static void files(ZipFile zip, Manifest manifest, Path data) throws IOException {
        Path root = data.toAbsolutePath().normalize();
        for (Manifest.FileEntry file : manifest.files()) {
            Path to = root.resolve(file.path()).normalize();
            if (!to.startsWith(root)) {
                throw Manifest.bad("a file would be written outside the data directory", null);
            }
            Files.createDirectories(to.getParent());
            Path unfinished = to.resolveSibling(to.getFileName() + ".unfinished");
            try (InputStream in = open(zip, file.entry())) {
                Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(
                    unfinished,
                    to,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
