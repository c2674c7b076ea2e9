package stoa.store.sql.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A session that keeps its connection and every statement it has prepared. The statements are the
 * program's own texts, so there are only so many.
 */
final class KeptStatements extends ReadSession implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    KeptStatements(Connection connection) {
        this.connection = connection;
    }

    @Override
    protected PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    @Override
    protected void release(PreparedStatement statement) {
        // Closing its result has reset it.
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
