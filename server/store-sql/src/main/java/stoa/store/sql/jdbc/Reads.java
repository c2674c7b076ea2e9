package stoa.store.sql.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;

/**
 * The reading threads of a store: a few platform threads, since SQLite's native calls would hold a
 * virtual thread's carrier. At most {@link #QUEUE_LIMIT} reads wait; one more is answered with
 * {@link Problem#BUSY} at once. A stage completes on a reading thread: what follows must be short,
 * or hop elsewhere.
 */
public final class Reads implements AutoCloseable {
    public static final int QUEUE_LIMIT = 10_000;

    /** What a read does with its session. */
    public interface Reader<T> {
        T read(ReadSession session) throws SQLException;
    }

    private final Database database;
    private final ThreadPoolExecutor pool;

    public Reads(Database database, int threads) {
        this.database = database;
        AtomicInteger number = new AtomicInteger();
        this.pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(QUEUE_LIMIT),
                        task ->
                                Thread.ofPlatform()
                                        .name("store-read-" + number.incrementAndGet())
                                        .daemon()
                                        .unstarted(task));
    }

    public <T> CompletionStage<T> read(Reader<T> reader) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            pool.execute(() -> serve(reader, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(
                    pool.isShutdown()
                            ? new StoreException(Problem.CLOSED, "The store is closed.", e)
                            : new StoreException(
                                    Problem.BUSY, "Too many reads wait for the store.", e));
        }
        return answer;
    }

    private <T> void serve(Reader<T> reader, CompletableFuture<T> answer) {
        T value;
        try {
            value = database.withSession(reader);
        } catch (SQLException e) {
            answer.completeExceptionally(database.explain(e));
            return;
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
            return;
        }
        answer.complete(value);
    }

    /** All rows of a query. */
    public <T> CompletionStage<List<T>> list(
            String sql, ReadSession.Mapper<T> mapper, @Nullable Object... arguments) {
        return read(session -> session.list(sql, mapper, arguments));
    }

    /** The first row of a query. */
    public <T> CompletionStage<Optional<T>> first(
            String sql, ReadSession.Mapper<T> mapper, @Nullable Object... arguments) {
        return read(session -> session.first(sql, mapper, arguments));
    }

    /** The number that a query comes to. */
    public CompletionStage<Long> number(String sql, @Nullable Object... arguments) {
        return read(session -> session.number(sql, arguments));
    }

    /** Lets the waiting reads finish, up to ten seconds, and ends the threads. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(10, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
