package stoa.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.core.journal.Change;
import stoa.store.contract.StoreFixture;
import stoa.store.sql.jdbc.SqliteDatabase;

class WriteAheadLogTest {
    /** A frame is a page of 4 KiB and a header. */
    private static final long FRAME_BYTES = 4096 + 24;

    @TempDir Path directory;

    @Test
    void the_log_is_begun_anew_when_it_has_been_written_back() throws Exception {
        SqliteDatabase database = new SqliteDatabase(directory);
        Path log = directory.resolve(SqliteDatabase.MAIN_FILE + "-wal");
        long written = 0;
        long longest = 0;
        try (SqlStore store = SqlStore.open(database)) {
            StoreFixture fixture = new StoreFixture(store);
            String text = "x".repeat(10_000);
            int lines = 0;
            for (int i = 0; i < 60; i++) {
                List<Change> batch = new ArrayList<>();
                for (int j = 0; j < 100; j++) {
                    batch.add(Talk.line(text));
                }
                fixture.commit(batch);
                lines += batch.size();
                written += 100L * text.length();
                database.maintain(new ReentrantLock());
                longest = Math.max(longest, Files.size(log));
            }
            assertThat(Talk.lines(store, Talk.JULIET)).hasSize(lines);
        }
        long limit = (SqliteDatabase.CHECKPOINT_FRAMES + 1000) * FRAME_BYTES;
        assertThat(written).isGreaterThan(2 * limit);
        assertThat(longest).isLessThan(limit);
        assertThat(log).doesNotExist();
    }
}
