package stoa.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static stoa.store.contract.StoreFixture.get;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;
import stoa.store.contract.StoreFixture;

class PostgresBadDaysTest {
    private static StoreException refusal(String url) {
        StoreException refused =
                catchThrowableOfType(StoreException.class, () -> TestPostgres.open(url).close());
        assertThat(refused).isNotNull();
        return refused;
    }

    private static void sql(String url, String statement) throws SQLException {
        try (Connection connection = java.sql.DriverManager.getConnection(url);
                Statement s = connection.createStatement()) {
            s.execute(statement);
        }
    }

    @Test
    void a_second_server_on_the_database_is_refused() throws Exception {
        String url = TestPostgres.freshDatabase();
        try (SqlStore store = TestPostgres.open(url)) {
            assertThat(refusal(url).problem()).isEqualTo(Problem.IN_USE);
            assertThat(get(store.domains().list())).isEmpty();
        }
        TestPostgres.open(url).close();
    }

    @Test
    void a_server_that_is_not_there_is_reported_without_the_address() {
        StoreException refused =
                refusal("jdbc:postgresql://localhost:1/stoa?user=juliet&password=secret");
        assertThat(refused.problem()).isEqualTo(Problem.UNREACHABLE);
        assertThat(refused.getMessage()).doesNotContain("secret").contains("refused");
    }

    @Test
    void a_schema_of_a_newer_program_is_refused() throws Exception {
        String url = TestPostgres.freshDatabase();
        TestPostgres.open(url).close();
        sql(
                url,
                "INSERT INTO schema_history (installed_rank, version, description, type, script,"
                        + " installed_by, execution_time, success)"
                        + " VALUES (99, '99', 'x', 'SQL', 'x', 'x', 1, true)");
        assertThat(refusal(url).problem()).isEqualTo(Problem.SCHEMA_TOO_NEW);
    }

    @Test
    void lost_connections_cost_a_batch_and_are_opened_again() throws Exception {
        String url = TestPostgres.freshDatabase();
        try (SqlStore store = TestPostgres.open(url)) {
            StoreFixture fixture = new StoreFixture(store);
            List<String> kept = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                fixture.commit(Talk.line("before " + round));
                kept.add("before " + round);
                assertThat(readWhenBack(store)).isEqualTo(kept);
                sql(
                        url,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE application_name = 'stoa'"
                                + " AND datname = current_database()");
                AssertionError failed =
                        catchThrowableOfType(
                                AssertionError.class,
                                () -> fixture.commit(Talk.line("a secret of theirs")));
                assertThat(failed.getCause())
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e -> assertThat(e.problem()).isEqualTo(Problem.UNREACHABLE));
                assertThat(traceOf(failed)).doesNotContain("a secret of theirs");
                commitWhenBack(fixture, "after " + round);
                kept.add("after " + round);
            }
            assertThat(readWhenBack(store)).isEqualTo(kept);
        }
    }

    @Test
    void what_was_committed_when_the_connection_broke_is_in_the_history() throws Exception {
        String url = TestPostgres.freshDatabase();
        try (CuttingProxy proxy = CuttingProxy.inFrontOf(TestPostgres.server().getPort());
                SqlStore store = TestPostgres.open(proxy.through(url))) {
            StoreFixture fixture = new StoreFixture(store);
            fixture.commit(Talk.line("before"));
            assertThat(Talk.lines(store, Talk.JULIET)).containsExactly("before");

            proxy.cutAtNextCommit();
            assertThat(
                            catchThrowableOfType(
                                    AssertionError.class,
                                    () -> fixture.commit(Talk.line("heard of no answer"))))
                    .isNotNull();
            assertThat(readWhenBack(store)).containsExactly("before", "heard of no answer");

            commitWhenBack(fixture, "after");
            assertThat(readWhenBack(store))
                    .containsExactly("before", "heard of no answer", "after");
        }
    }

    /** All that a log would show of it. */
    private static String traceOf(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    /** The server may hold the old connection's lock for a moment longer. */
    private static void commitWhenBack(StoreFixture fixture, String line) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            try {
                fixture.commit(Talk.line(line));
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** The index thread finds its connection broken once, and tries again. */
    private static List<String> readWhenBack(SqlStore store) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            try {
                return Talk.lines(store, Talk.JULIET);
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }
}
