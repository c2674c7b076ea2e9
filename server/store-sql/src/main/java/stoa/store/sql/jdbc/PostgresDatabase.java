package stoa.store.sql.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.Lock;
import javax.sql.DataSource;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;

/**
 * PostgreSQL, for those who outgrow SQLite. Reads go through HikariCP; the journal and the index
 * have a connection each, outside the pool. The journal's holds an advisory lock for as long as it
 * lives, so that a second server on the same database finds out.
 */
public final class PostgresDatabase implements Database {
    /** "stoa" in ASCII; advisory locks belong to one database, so a constant will do. */
    private static final long SERVER_LOCK = 0x73746F61L;

    private static final int READ_THREADS = 8;

    private final String url;
    private final Properties properties;
    private final HikariDataSource pool;

    /**
     * @param url a {@code jdbc:postgresql:} address; user and password may stand in it
     * @param properties further driver properties, such as user and password
     */
    public PostgresDatabase(String url, Properties properties) {
        this.url = url;
        this.properties = new Properties();
        this.properties.putAll(properties);
        this.properties.putIfAbsent("ApplicationName", "stoa");
        this.properties.putIfAbsent("tcpKeepAlive", "true");
        this.properties.putIfAbsent("connectTimeout", "10");
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setDataSourceProperties(this.properties);
        config.setPoolName("stoa-reads");
        config.setMaximumPoolSize(READ_THREADS + 1);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(10_000);
        try {
            this.pool = new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw unreachable(e);
        }
    }

    @Override
    public DataSource migrationSource() {
        return pool;
    }

    @Override
    public Map<String, String> placeholders() {
        return Map.of(
                "bigint_key", "BIGINT PRIMARY KEY",
                "bytes", "BYTEA",
                "text", "TEXT COLLATE \"C\"",
                "clustered", "");
    }

    @Override
    public Connection openJournal() throws SQLException {
        Connection connection = open();
        try (Statement statement = connection.createStatement()) {
            lock(statement);
            statement.execute("SET synchronous_commit TO on");
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static void lock(Statement statement) throws SQLException {
        try (ResultSet result =
                statement.executeQuery("SELECT pg_try_advisory_lock(" + SERVER_LOCK + ")")) {
            if (!result.next() || !result.getBoolean(1)) {
                throw new StoreException(
                        Problem.IN_USE,
                        "Another Stoa server uses this PostgreSQL database. Stop it first, or give"
                                + " this one a database of its own.");
            }
        }
    }

    @Override
    public Connection openIndex() throws SQLException {
        Connection connection = open();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit TO off");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(url, properties);
    }

    @Override
    public boolean indexIsSeparate() {
        return false;
    }

    @Override
    public String bytesType() {
        return "BYTEA";
    }

    @Override
    public int readThreads() {
        return READ_THREADS;
    }

    @Override
    public <T> T withSession(Reads.Reader<T> reader) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return reader.read(new PooledSession(connection));
        }
    }

    /** The driver keeps prepared statements by their text, so closing them costs nothing. */
    private static final class PooledSession extends ReadSession {
        private final Connection connection;

        PooledSession(Connection connection) {
            this.connection = connection;
        }

        @Override
        protected PreparedStatement prepare(String sql) throws SQLException {
            return connection.prepareStatement(sql);
        }

        @Override
        protected void release(PreparedStatement statement) throws SQLException {
            statement.close();
        }
    }

    @Override
    public StoreException explain(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (state.equals("53100")) {
            return new StoreException(
                    Problem.DISK_FULL, "The disk of the PostgreSQL server is full.", error);
        }
        if (state.equals("25006")) {
            return new StoreException(
                    Problem.READ_ONLY, "The PostgreSQL server accepts no changes.", error);
        }
        if (state.startsWith("XX0")) {
            return new StoreException(
                    Problem.CORRUPT, "The PostgreSQL server reports damaged data.", error);
        }
        // Connection exceptions, wrong password, server going away, no free connection.
        if (state.startsWith("08")
                || state.startsWith("28")
                || state.startsWith("57P")
                || state.startsWith("3D")
                || state.startsWith("53")
                || error instanceof java.sql.SQLTransientConnectionException) {
            return unreachable(error);
        }
        return new StoreException(Problem.FAILED, "The PostgreSQL server refused.", error);
    }

    private static StoreException unreachable(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new StoreException(
                Problem.UNREACHABLE,
                "The PostgreSQL server cannot be used: " + root.getMessage(),
                cause);
    }

    @Override
    public void maintain(Lock journalLock) {
        // PostgreSQL keeps house by itself.
    }

    @Override
    public void close() {
        pool.close();
    }
}
