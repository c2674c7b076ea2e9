package stoa.store.sql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;
import stoa.store.sql.jdbc.Database;
import stoa.store.sql.jdbc.PostgresDatabase;
import stoa.store.sql.jdbc.SqliteDatabase;

/** Where a store is. */
public sealed interface StoreLocation {
    /** SQLite files in a data directory. */
    record Sqlite(Path directory) implements StoreLocation {
        @Override
        public Database database() {
            if (isEmpty(SqliteDatabase.MAIN_FILE) && !isEmpty(SqliteDatabase.INDEX_FILE)) {
                // A new, empty one would open the door to whoever comes first to be administrator,
                // and sweep away the files that nothing in it speaks of.
                throw new StoreException(
                        Problem.CORRUPT,
                        directory.resolve(SqliteDatabase.MAIN_FILE)
                                + " is missing or empty, though a server has used this data"
                                + " directory. Put the file back, or restore the last backup into a"
                                + " new data directory; to begin anew, use an empty one.");
            }
            return new SqliteDatabase(directory);
        }

        /** Whether there is nothing in the file, or no file. */
        private boolean isEmpty(String file) {
            return directory.resolve(file).toFile().length() == 0;
        }

        @Override
        public boolean exists() {
            return Files.exists(directory.resolve(SqliteDatabase.MAIN_FILE));
        }
    }

    /**
     * A PostgreSQL database.
     *
     * @param url a {@code jdbc:postgresql:} address; user and password may stand in it, so it is
     *     never to be logged
     */
    record Postgres(String url) implements StoreLocation {
        @Override
        public Database database() {
            return new PostgresDatabase(url, new Properties());
        }

        @Override
        public boolean exists() {
            return true; // or opening it says why not
        }

        @Override
        public String toString() {
            return "PostgreSQL";
        }
    }

    /**
     * What the configuration says.
     *
     * @param url {@code store.url}: empty for SQLite in the data directory
     */
    static StoreLocation of(String url, Path dataDirectory) {
        if (url.isEmpty()) {
            return new Sqlite(dataDirectory);
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return new Postgres(url);
        }
        throw new StoreException(
                Problem.UNREACHABLE,
                "The store's address must begin with jdbc:postgresql: or be left out.");
    }

    /** Opens connections to it as they are asked for; the caller closes it. */
    Database database();

    /** Whether there may be a store; asked where opening would make one. */
    boolean exists();
}
