package stoa.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stoa.store.contract.StoreFixture.get;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;
import stoa.store.sql.jdbc.Database;
import stoa.store.sql.jdbc.Migrations;
import stoa.store.sql.jdbc.Reads;

class ReadsTest {
    @TempDir Path directory;

    @Test
    void a_read_too_many_is_refused_at_once_and_the_waiting_ones_are_served() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        try (Database database = new StoreLocation.Sqlite(directory).database()) {
            Migrations.run(database);
            database.openIndex().close();
            try (Reads reads = new Reads(database, 1)) {
                CountDownLatch running = new CountDownLatch(1);
                CompletableFuture<Integer> first =
                        reads.read(
                                        session -> {
                                            running.countDown();
                                            await(blocked);
                                            return 1;
                                        })
                                .toCompletableFuture();
                running.await();
                CompletableFuture<?>[] waiting = new CompletableFuture<?>[Reads.QUEUE_LIMIT];
                for (int i = 0; i < waiting.length; i++) {
                    waiting[i] = reads.number("SELECT 7").toCompletableFuture();
                }
                CompletableFuture<Long> refused = reads.number("SELECT 8").toCompletableFuture();
                assertThat(refused).isCompletedExceptionally();
                assertThatThrownBy(refused::get)
                        .cause()
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e -> assertThat(e.problem()).isEqualTo(Problem.BUSY));
                blocked.countDown();
                assertThat(get(first)).isEqualTo(1);
                get(CompletableFuture.allOf(waiting));
                assertThat(waiting[waiting.length - 1].get()).isEqualTo(7L);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
