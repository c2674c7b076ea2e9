package stoa.store.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
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
            server = start();
        }
        return server;
    }

    /**
     * On a port that is held until it listens there. Its files take seconds to be made, in which
     * any connection that leaves this machine may be given a port that is only known to be free.
     * Who does not listen holds a port against all but those who say that they share it, which
     * PostgreSQL does.
     */
    private static EmbeddedPostgres start() throws IOException {
        try (Socket held = new Socket()) {
            held.setReuseAddress(true);
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return EmbeddedPostgres.builder()
                    .setPort(held.getLocalPort())
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .start();
        }
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
