package stoa.search;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.journal.ArchiveSlot;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.store.archive.ArchiveStore;
import stoa.store.search.MessageSearch;
import stoa.store.search.SearchResult;
import stoa.store.search.SearchResult.Found;
import stoa.store.search.SearchResult.NotNow;
import stoa.store.search.SearchResult.Reason;
import stoa.store.search.SearchText;

/**
 * Searches histories by the index, which is in a directory of its own and follows the archive.
 *
 * <p>Searches run on {@link #THREADS} platform threads, since reading mapped files would hold a
 * virtual thread's carrier; at most {@link #QUEUE_LIMIT} wait for one. A search waits {@link
 * #PATIENCE} for the index and then runs {@link #LONGEST} at most.
 */
public final class ArchiveSearch implements MessageSearch, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveSearch.class);

    static final int THREADS = 2;
    static final int QUEUE_LIMIT = 1_000;
    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Duration LONGEST = Duration.ofSeconds(5);

    private final ArchiveStore archive;
    private final IndexFollower follower;
    private final Duration patience;
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    60,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(QUEUE_LIMIT),
                    task -> Thread.ofPlatform().name("search").daemon().unstarted(task));

    /** A page as the index knows it. */
    private record Hits(List<Long> ids, boolean complete, long firstIndex, long count) {}

    private ArchiveSearch(ArchiveStore archive, IndexFollower follower, Duration patience) {
        this.archive = archive;
        this.follower = follower;
        this.patience = patience;
        pool.allowCoreThreadTimeOut(true);
        follower.start();
    }

    /**
     * Begins to follow the archive. The index is opened a little later, or when somebody searches.
     *
     * @param directory where the index is, and nothing else
     */
    public static ArchiveSearch start(ArchiveStore archive, Path directory) {
        return start(archive, directory, IndexFollower.Pace.USUAL, PATIENCE);
    }

    static ArchiveSearch start(
            ArchiveStore archive, Path directory, IndexFollower.Pace pace, Duration patience) {
        return new ArchiveSearch(archive, new IndexFollower(archive, directory, pace), patience);
    }

    /** How many messages the index holds, 0 while it is not open. Any thread. */
    public int documents() {
        try {
            SearchIndex index = follower.index();
            return index == null ? 0 : index.documents();
        } catch (AlreadyClosedException meanwhile) {
            return 0;
        }
    }

    /**
     * How far the index is behind the archive: the time between the newest message it has read and
     * the newest one; zero while it is not open. Any thread.
     */
    public Duration behind() {
        long newest = archive.newestId();
        long read = follower.readUpTo();
        return follower.index() == null || read >= newest
                ? Duration.ZERO
                : Duration.ofMillis(
                        ArchiveSlot.epochMillis(newest) - ArchiveSlot.epochMillis(read));
    }

    @Override
    public CompletionStage<SearchResult> page(ArchiveQuery query, SearchText text) {
        CompletableFuture<SearchResult> answer =
                isKnown(query)
                        .thenCompose(known -> known ? found(query, text) : unknown())
                        .toCompletableFuture();
        return answer.handle((result, failure) -> failure == null ? result : notNow(failure));
    }

    /** Whether the history has every message that the query names. */
    private CompletionStage<Boolean> isKnown(ArchiveQuery query) {
        List<Long> named = query.named();
        return named.isEmpty()
                ? CompletableFuture.completedStage(true)
                : archive.page(ArchiveQuery.firstOf(query.owner(), 0).ids(named))
                        .thenApply(result -> result instanceof ArchiveResult.Page);
    }

    private static CompletionStage<SearchResult> unknown() {
        return CompletableFuture.completedStage(new Found(new ArchiveResult.ItemNotFound()));
    }

    private CompletionStage<SearchResult> found(ArchiveQuery query, SearchText text) {
        return follower.caughtUp()
                .toCompletableFuture()
                .copy()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .thenApplyAsync(nothing -> search(query, text), pool)
                .thenCompose(
                        hits ->
                                hits == null
                                        ? CompletableFuture.completedStage(
                                                new NotNow(Reason.TOO_LONG))
                                        : read(query, hits));
    }

    /** On a search thread; null when it took too long. */
    private @Nullable Hits search(ArchiveQuery query, SearchText text) {
        SearchIndex index = follower.index();
        if (index == null) {
            throw new StoreException(Problem.CLOSED, "The search is closed.");
        }
        try {
            return index.search(searcher -> search(searcher, query, text));
        } catch (IOException | RuntimeException e) {
            if (SearchIndex.isDamage(e)) {
                follower.foundDamaged();
            }
            throw new CompletionException(e);
        }
    }

    private static @Nullable Hits search(
            IndexSearcher searcher, ArchiveQuery query, SearchText text) throws IOException {
        long end = System.nanoTime() + LONGEST.toNanos();
        searcher.setTimeout(() -> System.nanoTime() - end > 0);
        HitPage page =
                searcher.search(TextQuery.of(query, text), HitPage.of(query.anchor(), query.max()));
        return searcher.timedOut()
                ? null
                : new Hits(page.ids(), page.isComplete(), page.firstIndex(), page.count());
    }

    private CompletionStage<SearchResult> read(ArchiveQuery query, Hits hits) {
        if (hits.ids.isEmpty()) {
            return CompletableFuture.completedStage(found(List.of(), hits));
        }
        return archive.page(ArchiveQuery.firstOf(query.owner(), hits.ids.size()).ids(hits.ids))
                .thenApply(
                        result ->
                                switch (result) {
                                    case ArchiveResult.Page page -> found(page.rows(), hits);
                                    case ArchiveResult.ItemNotFound removed -> new Found(removed);
                                });
    }

    private static SearchResult found(List<ArchiveRow> rows, Hits hits) {
        return new Found(
                new ArchiveResult.Page(
                        rows,
                        hits.complete,
                        rows.isEmpty() ? OptionalLong.empty() : OptionalLong.of(hits.firstIndex),
                        OptionalLong.of(hits.count)));
    }

    private static SearchResult notNow(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return switch (cause) {
            case TimeoutException late -> new NotNow(Reason.BUILDING);
            case RejectedExecutionException full -> new NotNow(Reason.BUSY);
            case StoreException store when store.problem() == Problem.BUSY ->
                    new NotNow(Reason.BUSY);
            default -> {
                LOG.error("search_failed reason=\"{}\"", cause.toString(), cause);
                yield new NotNow(Reason.FAILED);
            }
        };
    }

    /** Ends the searches under way and the index. */
    @Override
    public void close() {
        pool.shutdownNow();
        follower.close();
    }
}
