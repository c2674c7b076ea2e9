package stoa.store.sql.backup;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;
import stoa.store.sql.StoreLocation;
import stoa.store.sql.jdbc.Database;
import stoa.store.sql.jdbc.Migrations;

/**
 * Takes a backup, whether or not a server runs on the store, from any process.
 *
 * <p>The tables are read in one transaction that sees one moment and holds nobody up; while it
 * lasts SQLite's write-ahead log cannot be emptied and grows. The files are copied after the
 * tables, so whatever the tables name is there, if it still was when its turn came. The result
 * appears under its name only when it is complete and synced.
 */
public final class Backup {
    private Backup() {}

    /**
     * Writes a backup.
     *
     * @param data the data directory that holds the files
     * @param names what of the data directory goes along: files or directories, by name; those that
     *     do not exist are left out
     * @param target the file to write; an older one of that name is replaced
     * @throws StoreException when the store cannot be read or the file not written
     */
    public static Manifest write(
            StoreLocation location, Path data, List<String> names, Path target, Instant now) {
        if (!location.exists()) {
            throw new StoreException(Problem.FAILED, "There is no store to back up.");
        }
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        try (Database database = location.database()) {
            try {
                Manifest manifest = write(database, data, names, unfinished, now);
                sync(unfinished);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
                return manifest;
            } catch (SQLException e) {
                throw database.explain(e);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new StoreException(
                    Problem.FAILED, "The backup " + target + " could not be written: " + e, e);
        }
    }

    private static Manifest write(
            Database database, Path data, List<String> names, Path target, Instant now)
            throws IOException, SQLException {
        int schema = Migrations.version(database);
        if (schema == 0) {
            throw new StoreException(Problem.FAILED, "The store to back up is empty.");
        }
        try (ZipOutputStream zip =
                new ZipOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(target), 1 << 16))) {
            zip.setLevel(Deflater.BEST_SPEED);
            List<Manifest.Table> tables = tables(database, zip);
            List<Manifest.FileEntry> files = files(data, names, zip);
            Manifest manifest = new Manifest(schema, now, tables, files);
            zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
            zip.write(manifest.write().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
            return manifest;
        }
    }

    private static List<Manifest.Table> tables(Database database, ZipOutputStream zip)
            throws IOException, SQLException {
        List<Manifest.Table> tables = new ArrayList<>();
        try (Connection connection = database.openSnapshot()) {
            for (Map.Entry<String, List<String>> table : Tables.of(connection).entrySet()) {
                zip.putNextEntry(new ZipEntry("tables/" + table.getKey()));
                tables.add(table(connection, table.getKey(), table.getValue(), zip));
                zip.closeEntry();
            }
            connection.rollback();
        }
        return tables;
    }

    private static Manifest.Table table(
            Connection connection, String name, List<String> columns, OutputStream out)
            throws IOException, SQLException {
        DigestOutputStream digest = Sha256.into(out);
        DataOutputStream rows = new DataOutputStream(new BufferedOutputStream(digest, 1 << 16));
        long count = 0;
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(500);
            try (ResultSet result =
                    statement.executeQuery(
                            "SELECT " + String.join(", ", columns) + " FROM " + name)) {
                while (result.next()) {
                    for (int i = 1; i <= columns.size(); i++) {
                        RowCodec.write(rows, result.getObject(i));
                    }
                    count++;
                }
            }
        }
        rows.flush();
        return new Manifest.Table(name, count, Sha256.hex(digest), columns);
    }

    private static List<Manifest.FileEntry> files(
            Path data, List<String> names, ZipOutputStream zip) throws IOException {
        List<Manifest.FileEntry> files = new ArrayList<>();
        for (String name : names) {
            Path root = data.resolve(name);
            if (!Files.exists(root)) {
                continue;
            }
            List<Path> found;
            try (Stream<Path> walk = Files.walk(root)) {
                found = walk.filter(Files::isRegularFile).sorted().toList();
            }
            for (Path file : found) {
                file(data, file, zip, files);
            }
        }
        return files;
    }

    private static void file(
            Path data, Path file, ZipOutputStream zip, List<Manifest.FileEntry> files)
            throws IOException {
        String path = data.relativize(file).toString().replace('\\', '/');
        if (path.indexOf('\n') >= 0) {
            throw new IOException("a file's name holds a line feed");
        }
        try (InputStream in = Files.newInputStream(file)) {
            zip.putNextEntry(new ZipEntry("files/" + path));
            DigestOutputStream digest = Sha256.into(zip);
            long bytes = in.transferTo(digest);
            zip.closeEntry();
            files.add(new Manifest.FileEntry(path, bytes, Sha256.hex(digest)));
        } catch (NoSuchFileException e) {
            // Deleted since the directory was listed: then nobody needs it.
        }
    }

    private static void sync(Path file) throws IOException {
        try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
