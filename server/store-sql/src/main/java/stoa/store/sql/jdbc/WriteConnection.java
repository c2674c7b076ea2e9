package stoa.store.sql.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A connection that writes, with the transaction's ends said aloud. After a failure of any kind it
 * is closed, which rolls back, and another one opened: what a driver or SQLite itself has undone by
 * then need not be known. Confined to one thread.
 */
public abstract class WriteConnection implements AutoCloseable {
    private final Connection connection;

    protected WriteConnection(Connection connection) {
        this.connection = connection;
    }

    public abstract void begin() throws SQLException;

    public abstract void commit() throws SQLException;

    public final Connection jdbc() {
        return connection;
    }

    public final PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    public final void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The number that a query comes to, 0 for null or no row. */
    public final long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    @Override
    public final void close() throws SQLException {
        connection.close();
    }

    /** Closes because of a failure, which is what the caller will throw. */
    public final void closeAfter(Throwable failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
