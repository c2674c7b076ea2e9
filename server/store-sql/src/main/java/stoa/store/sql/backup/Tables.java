package stoa.store.sql.backup;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import stoa.store.sql.jdbc.Migrations;

/**
 * The tables of our schema, as the database lists them: all but those of the migrations and of the
 * history index. So a table that a migration adds is backed up without being named here.
 */
final class Tables {
    private Tables() {}

    /** The columns of each table, by name. */
    static Map<String, List<String>> of(Connection connection) throws SQLException {
        Map<String, List<String>> tables = new TreeMap<>();
        DatabaseMetaData data = connection.getMetaData();
        String schema = connection.getSchema();
        try (ResultSet result = data.getTables(null, schema, "%", new String[] {"TABLE"})) {
            while (result.next()) {
                String name = result.getString("TABLE_NAME");
                if (isOurs(name)) {
                    tables.put(name, new ArrayList<>());
                }
            }
        }
        for (var table : tables.entrySet()) {
            try (ResultSet result = data.getColumns(null, schema, table.getKey(), "%")) {
                while (result.next()) {
                    table.getValue().add(result.getString("COLUMN_NAME"));
                }
            }
        }
        return tables;
    }

    private static boolean isOurs(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.startsWith("history_")
                && !lower.startsWith("sqlite_")
                && !lower.equals(Migrations.HISTORY);
    }
}
