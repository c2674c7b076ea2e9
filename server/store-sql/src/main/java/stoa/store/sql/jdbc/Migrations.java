package stoa.store.sql.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;

/**
 * Brings the schema to this program's version, with Flyway. The scripts are shared by both
 * databases; {@link Database#placeholders} fills in what differs.
 *
 * <p>A schema that already has this version is left alone without asking Flyway, which takes a
 * third of a second to find that out.
 */
public final class Migrations {
    private static final String LOCATION = "classpath:stoa/store/sql/migrations";
    public static final String HISTORY = "schema_history";

    /** The newest script in {@code resources/stoa/store/sql/migrations}; a test compares. */
    public static final int NEWEST = 16;

    private Migrations() {}

    /** Migrates to the newest version. What must not be is said with a {@link StoreException}. */
    public static void run(Database database) {
        run(database, NEWEST);
    }

    /** Migrates to a version that is not older than the schema. */
    public static void run(Database database, int version) {
        int found = version(database);
        if (found > NEWEST) {
            throw new StoreException(
                    Problem.SCHEMA_TOO_NEW,
                    "The database was last used by a newer version of Stoa (schema "
                            + found
                            + ", this version knows "
                            + NEWEST
                            + "). Start that version, or restore a backup made with this one.");
        }
        if (found >= version) {
            return;
        }
        try {
            flyway(database, Integer.toString(version)).migrate();
        } catch (FlywayException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw database.explain(sql);
            }
            throw new StoreException(
                    Problem.FAILED, "The database could not be brought up to date.", e);
        }
    }

    private static Flyway flyway(Database database, String target) {
        FluentConfiguration configuration =
                Flyway.configure()
                        .dataSource(database.migrationSource())
                        .locations(LOCATION)
                        .table(HISTORY)
                        .target(target)
                        .placeholders(Map.copyOf(database.placeholders()))
                        .validateMigrationNaming(true)
                        .cleanDisabled(true);
        return configuration.load();
    }

    /** The newest version among the scripts. */
    public static int newestScript(Database database) {
        MigrationInfo[] all = flyway(database, "latest").info().all();
        return Integer.parseInt(all[all.length - 1].getVersion().getVersion());
    }

    /** The version of the schema, 0 when there is none yet. */
    public static int version(Database database) {
        try (Connection connection = database.migrationSource().getConnection();
                Statement statement = connection.createStatement()) {
            if (!hasTable(connection)) {
                return 0;
            }
            try (ResultSet result =
                    statement.executeQuery(
                            "SELECT MAX(CAST(version AS INTEGER)) FROM "
                                    + HISTORY
                                    + " WHERE version IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
                                    + HISTORY
                                    + " WHERE NOT success)")) {
                return result.next() ? result.getInt(1) : 0;
            }
        } catch (SQLException e) {
            throw database.explain(e);
        }
    }

    private static boolean hasTable(Connection connection) throws SQLException {
        try (ResultSet tables =
                connection.getMetaData().getTables(null, null, HISTORY, new String[] {"TABLE"})) {
            return tables.next();
        }
    }
}
