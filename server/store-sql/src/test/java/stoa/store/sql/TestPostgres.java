package stoa.store.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL server for all tests of a run, and a database of its own for whoever asks. */
final class TestPostgres {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    private TestPostgres() {}

    static synchronized EmbeddedPostgres server() throws IOException {
        if (server == null) {
            server =
                    EmbeddedPostgres.builder()
                            .setPort(0)
                            .setPGStartupWait(Duration.ofMinutes(2))
                            .start();
        }
        return server;
    }

    /** The address of a new, empty database. */
    static String freshDatabase() throws IOException, SQLException {
        String name = "stoa" + NUMBER.incrementAndGet();
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " ENCODING 'UTF8' TEMPLATE template0");
        }
        return server().getJdbcUrl("postgres", name);
    }

    static SqlStore freshStore() throws IOException, SQLException {
        return open(freshDatabase());
    }

    static SqlStore open(String url) {
        return SqlStore.open(new StoreLocation.Postgres(url));
    }
}
