package stoa.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.get;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.core.journal.Change;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.contract.StoreFixture;
import stoa.xmpp.jid.BareJid;

class HistoryIndexTest {
    @TempDir Path directory;

    private SqlStore open() {
        return SqlStore.open(new StoreLocation.Sqlite(directory));
    }

    private static long count(SqlStore store, BareJid owner) {
        ArchiveResult.Page page =
                (ArchiveResult.Page) get(store.archive().page(ArchiveQuery.lastOf(owner, 0)));
        return page.count().orElseThrow();
    }

    private static List<Change> lines(int count) {
        List<Change> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(Talk.line("x"));
        }
        return lines;
    }

    @Test
    void a_query_sees_every_batch_that_was_committed_before_it_was_asked() {
        Random random = new Random(7);
        try (SqlStore store = open()) {
            StoreFixture fixture = new StoreFixture(store);
            int committed = 0;
            for (int i = 0; i < 300; i++) {
                int size = 1 + random.nextInt(20);
                fixture.commit(lines(size));
                committed += size;
                if (random.nextInt(3) > 0) {
                    assertThat(count(store, Talk.JULIET)).isEqualTo(committed);
                }
            }
        }
    }

    @Test
    void many_who_ask_while_others_write_never_see_less_than_was_committed()
            throws InterruptedException {
        AtomicInteger committed = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        List<AssertionError> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        try (SqlStore store = open()) {
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(
                        Thread.ofVirtual().start(() -> askUntil(done, store, committed, failures)));
            }
            StoreFixture fixture = new StoreFixture(store);
            for (int i = 0; i < 200; i++) {
                fixture.commit(lines(10));
                committed.addAndGet(10);
            }
            done.set(true);
            for (Thread reader : readers) {
                reader.join();
            }
        }
        assertThat(failures).isEmpty();
    }

    private static void askUntil(
            AtomicBoolean done,
            SqlStore store,
            AtomicInteger committed,
            List<AssertionError> failures) {
        while (!done.get()) {
            try {
                int before = committed.get();
                assertThat(count(store, Talk.ROMEO)).isGreaterThanOrEqualTo(before);
            } catch (AssertionError e) {
                failures.add(e);
            }
        }
    }

    @Test
    void more_than_is_kept_in_memory_is_read_back_from_the_archive() {
        try (SqlStore store = open()) {
            StoreFixture fixture = new StoreFixture(store);
            fixture.commit(lines(10));
            fixture.commit(lines(21_000));
            fixture.commit(lines(10));
            assertThat(count(store, Talk.JULIET)).isEqualTo(21_020);
            fixture.commit(lines(10));
            assertThat(count(store, Talk.ROMEO)).isEqualTo(21_030);
        }
        try (SqlStore store = open()) {
            assertThat(count(store, Talk.JULIET)).isEqualTo(21_030);
        }
    }
}
