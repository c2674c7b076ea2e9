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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final int LOCK_WAIT_MS = 5_000;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int READ_THREADS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

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
        // Otherwise the driver's errors quote what was to be written: message bodies, keys.
        this.properties.setProperty("logServerErrorDetail", "false");
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
    public WriteConnection openJournal() throws SQLException {
        return writer("on", true);
    }

    @Override
    public WriteConnection openIndex() throws SQLException {
        return writer("off", false);
    }

    private WriteConnection writer(String synchronousCommit, boolean locked) throws SQLException {
        Connection connection = open();
        try (Statement statement = connection.createStatement()) {
            if (locked) {
                lock(statement);
                warnIfNothingIsSynced(statement);
            }
            statement.execute("SET synchronous_commit TO " + synchronousCommit);
            connection.setAutoCommit(false);
            return new Writer(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * The lock of a connection that has just gone lingers until PostgreSQL has noticed that it is
     * gone.
     */
    private static void lock(Statement statement) throws SQLException {
        try {
            statement.execute("SET lock_timeout TO " + LOCK_WAIT_MS);
            statement.execute("SELECT pg_advisory_lock(" + SERVER_LOCK + ")");
            statement.execute("SET lock_timeout TO 0");
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw new StoreException(
                        Problem.IN_USE,
                        "Another Stoa server uses this PostgreSQL database. Stop it first, or give"
                                + " this one a database of its own.",
                        e);
            }
            throw e;
        }
    }

    /** A test aid that must not stand in earnest: it breaks our promise, and we cannot mend it. */
    private static void warnIfNothingIsSynced(Statement statement) throws SQLException {
        try (ResultSet result = statement.executeQuery("SHOW fsync")) {
            if (result.next() && result.getString(1).equals("off")) {
                LOG.warn("postgres_fsync_off a power cut may lose acknowledged messages");
            }
        }
    }

    private static final class Writer extends WriteConnection {
        Writer(Connection connection) {
            super(connection);
        }

        @Override
        public void begin() {
            // The first statement does.
        }

        @Override
        public void commit() throws SQLException {
            jdbc().commit();
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(url, properties);
    }

    @Override
    public Connection openSnapshot() throws SQLException {
        Connection connection = open();
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return connection;
    }

    @Override
    public void dropIndex() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS history_segment");
            statement.execute("DROP TABLE IF EXISTS history_tail");
            statement.execute("DROP TABLE IF EXISTS history_position");
        }
    }

    @Override
    public void delete() {
        // Its database was there before anybody opened it.
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
