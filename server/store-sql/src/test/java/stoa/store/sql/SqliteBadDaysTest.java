package stoa.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static stoa.store.contract.StoreFixture.get;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.core.journal.Change;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;
import stoa.store.contract.StoreFixture;
import stoa.store.sql.jdbc.SqliteDatabase;
import stoa.store.sql.jdbc.WriteConnection;

class SqliteBadDaysTest {
    @TempDir Path directory;

    private SqlStore open() {
        return SqlStore.open(new StoreLocation.Sqlite(directory));
    }

    private StoreException refusalToOpen() {
        return refusal(() -> open().close());
    }

    private static StoreException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable c) {
        StoreException refused = catchThrowableOfType(StoreException.class, c);
        assertThat(refused).isNotNull();
        return refused;
    }

    @Test
    void a_second_server_is_told_who_holds_the_directory() {
        try (DataDirectory held = DataDirectory.open(directory)) {
            StoreException refused = refusal(() -> DataDirectory.open(held.path()));
            assertThat(refused.problem()).isEqualTo(Problem.IN_USE);
            assertThat(refused)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining(directory.toString());
        }
        DataDirectory.open(directory).close();
    }

    @Test
    void a_data_directory_that_is_a_file_is_refused() throws IOException {
        Path file = Files.createFile(directory.resolve("data"));
        assertThat(refusal(() -> DataDirectory.open(file)).problem()).isEqualTo(Problem.READ_ONLY);
    }

    @Test
    void a_database_that_cannot_be_opened_is_refused() throws IOException {
        Files.createDirectory(directory.resolve(SqliteDatabase.MAIN_FILE));
        assertThat(refusalToOpen().problem()).isEqualTo(Problem.READ_ONLY);
    }

    @Test
    void a_file_that_is_no_database_is_refused() throws IOException {
        Files.writeString(
                directory.resolve(SqliteDatabase.MAIN_FILE), "These violent delights".repeat(99));
        StoreException refused = refusalToOpen();
        assertThat(refused.problem()).isEqualTo(Problem.CORRUPT);
        assertThat(refused).hasMessageContaining("Restore the last backup");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_database_that_is_gone_from_a_used_directory_is_not_made_anew(boolean emptied)
            throws IOException {
        open().close();
        Path main = directory.resolve(SqliteDatabase.MAIN_FILE);
        Files.delete(main);
        if (emptied) {
            Files.createFile(main);
        }
        StoreException refused = refusalToOpen();
        assertThat(refused.problem()).isEqualTo(Problem.CORRUPT);
        assertThat(refused).hasMessageContaining(main + " is missing or empty");
        assertThat(Files.exists(main)).as("nothing is made").isEqualTo(emptied);
    }

    @Test
    void damaged_pages_are_reported_by_the_read_that_meets_them() throws IOException {
        try (SqlStore store = open()) {
            StoreFixture fixture = new StoreFixture(store);
            for (int i = 0; i < 30; i++) {
                fixture.commit(lines(100));
            }
        }
        damageTheMiddle(directory.resolve(SqliteDatabase.MAIN_FILE));
        try (SqlStore store = open()) {
            assertThatThrownBy(() -> Talk.lines(store, Talk.JULIET))
                    .cause()
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.problem()).isEqualTo(Problem.CORRUPT));
        }
    }

    private static List<Change> lines(int count) {
        List<Change> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(Talk.line("x".repeat(100)));
        }
        return lines;
    }

    private static void damageTheMiddle(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            byte[] garbage = new byte[(int) file.size() / 4];
            Arrays.fill(garbage, (byte) 0x5A);
            file.write(ByteBuffer.wrap(garbage), file.size() / 2);
        }
    }

    @Test
    void a_schema_of_a_newer_program_is_refused() throws SQLException {
        open().close();
        sql(
                "INSERT INTO schema_history (installed_rank, version, description, type, script,"
                        + " installed_by, execution_time, success)"
                        + " VALUES (99, '99', 'x', 'SQL', 'x', 'x', 1, 1)");
        StoreException refused = refusalToOpen();
        assertThat(refused.problem()).isEqualTo(Problem.SCHEMA_TOO_NEW);
        assertThat(refused).hasMessageContaining("newer version of Stoa (schema 99");
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + directory.resolve(SqliteDatabase.MAIN_FILE));
                Statement s = connection.createStatement()) {
            s.execute(statement);
        }
    }

    private static List<String> talk(StoreFixture fixture, int messages) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            lines.add("line " + i + " " + "x".repeat(100));
            fixture.commit(Talk.line(lines.getLast()));
        }
        return lines;
    }

    /** SQLite with a small disk: the journal's connection may only use so many pages. */
    private static final class SmallDisk extends SqliteDatabase {
        private @Nullable WriteConnection journal;
        private int pages = Integer.MAX_VALUE;

        SmallDisk(Path directory) {
            super(directory);
        }

        @Override
        public WriteConnection openJournal() throws SQLException {
            journal = super.openJournal();
            limit(pages);
            return journal;
        }

        void limit(int atMost) throws SQLException {
            pages = atMost;
            if (journal != null && !journal.jdbc().isClosed()) {
                journal.execute("PRAGMA max_page_count = " + atMost);
            }
        }
    }

    /** SQLite whose history index breaks down in a commit, once it is told to. */
    private static final class Breaking extends SqliteDatabase {
        private final AtomicBoolean breaks = new AtomicBoolean();

        Breaking(Path directory) {
            super(directory);
        }

        @Override
        public WriteConnection openIndex() throws SQLException {
            WriteConnection real = super.openIndex();
            return new WriteConnection(real.jdbc()) {
                @Override
                public void begin() throws SQLException {
                    real.begin();
                }

                @Override
                public void commit() throws SQLException {
                    if (breaks.getAndSet(false)) {
                        throw new StackOverflowError("too deep");
                    }
                    real.commit();
                }
            };
        }
    }

    @Test
    void a_history_index_that_breaks_down_refuses_who_waits_and_goes_on() {
        Breaking database = new Breaking(directory);
        try (SqlStore store = SqlStore.open(database)) {
            List<String> lines = talk(new StoreFixture(store), 3);
            database.breaks.set(true);
            AssertionError refused =
                    catchThrowableOfType(
                            AssertionError.class, () -> Talk.lines(store, Talk.JULIET));
            assertThat(refused).isNotNull();
            assertThat(refused)
                    .rootCause()
                    .isInstanceOfSatisfying(
                            StackOverflowError.class, e -> assertThat(e).hasMessage("too deep"));
            assertThat(Talk.lines(store, Talk.JULIET)).isEqualTo(lines);
        }
    }

    @Test
    void on_a_full_disk_a_batch_fails_whole_and_later_ones_work_when_there_is_space()
            throws SQLException {
        SmallDisk disk = new SmallDisk(directory);
        List<String> kept = new ArrayList<>();
        try (SqlStore store = SqlStore.open(disk)) {
            disk.limit(120);
            StoreFixture fixture = new StoreFixture(store);
            StoreException full = null;
            for (int batch = 0; full == null; batch++) {
                List<String> lines = new ArrayList<>();
                for (int i = 0; i < 7; i++) {
                    lines.add(batch + "/" + i + "x".repeat(1000));
                }
                try {
                    fixture.commit(new ArrayList<Change>(lines.stream().map(Talk::line).toList()));
                    kept.addAll(lines);
                } catch (AssertionError e) {
                    full = (StoreException) e.getCause();
                }
            }
            assertThat(full.problem()).isEqualTo(Problem.DISK_FULL);
            assertThat(kept).isNotEmpty();
            assertThat(Talk.lines(store, Talk.JULIET)).isEqualTo(kept);
            disk.limit(Integer.MAX_VALUE);
            kept.addAll(talk(fixture, 5));
            assertThat(Talk.lines(store, Talk.JULIET)).isEqualTo(kept);
        }
        try (SqlStore store = open()) {
            assertThat(Talk.lines(store, Talk.ROMEO)).isEqualTo(kept);
        }
    }

    @Test
    void a_lost_index_is_built_anew() throws IOException {
        List<String> lines;
        try (SqlStore store = open()) {
            lines = talk(new StoreFixture(store), 250);
            assertThat(Talk.lines(store, Talk.JULIET)).isEqualTo(lines);
        }
        Files.delete(directory.resolve(SqliteDatabase.INDEX_FILE));
        try (SqlStore store = open()) {
            assertThat(Talk.lines(store, Talk.JULIET)).isEqualTo(lines);
        }
    }

    @Test
    void a_damaged_index_is_built_anew() throws IOException {
        List<String> lines;
        try (SqlStore store = open()) {
            lines = talk(new StoreFixture(store), 20);
            assertThat(Talk.lines(store, Talk.JULIET)).isEqualTo(lines);
        }
        Files.writeString(
                directory.resolve(SqliteDatabase.INDEX_FILE), "have violent ends".repeat(99));
        try (SqlStore store = open()) {
            assertThat(Talk.lines(store, Talk.JULIET)).isEqualTo(lines);
        }
    }

    @Test
    void an_index_ahead_of_its_archive_is_built_anew() throws IOException {
        Path main = directory.resolve(SqliteDatabase.MAIN_FILE);
        Path old = directory.resolve("old.db");
        List<String> lines;
        try (SqlStore store = open()) {
            lines = talk(new StoreFixture(store), 20);
        }
        Files.copy(main, old);
        try (SqlStore store = open()) {
            talk(new StoreFixture(store), 20);
            assertThat(Talk.lines(store, Talk.JULIET)).hasSize(40);
        }
        Files.move(old, main, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (SqlStore store = open()) {
            assertThat(Talk.lines(store, Talk.JULIET)).isEqualTo(lines);
        }
    }

    @Test
    void a_closed_store_says_so() {
        SqlStore store = open();
        store.close();
        store.close();
        assertThat(refusal(() -> store.commit(List.of(Talk.line("x")))).problem())
                .isEqualTo(Problem.CLOSED);
        assertThatThrownBy(() -> get(store.accounts().find(Talk.JULIET)))
                .hasRootCauseInstanceOf(java.util.concurrent.RejectedExecutionException.class);
        assertThatThrownBy(() -> store.archive().extent(Talk.JULIET).toCompletableFuture().get())
                .cause()
                .isInstanceOf(StoreException.class);
    }
}
