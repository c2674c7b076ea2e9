package stoa.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveQuery.Anchor;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.store.archive.ArchiveStore;
import stoa.store.memory.MemoryStore;
import stoa.store.search.SearchResult;
import stoa.store.search.SearchResult.NotNow;
import stoa.store.search.SearchResult.Reason;
import stoa.store.sql.SqlStore;
import stoa.store.sql.StoreLocation;

/** A search finds what was committed before it, or says that it cannot now. */
class ReadYourWritesTest {
    @TempDir private Path temp;

    @Test
    void under_load_everything_that_was_committed_is_found_at_once() throws Exception {
        int each = 60;
        try (SqlStore store =
                        SqlStore.open(
                                new StoreLocation.Sqlite(
                                        Files.createDirectories(temp.resolve("store"))));
                ArchiveSearch search =
                        ArchiveSearch.start(store.archive(), temp.resolve("search"))) {
            Talk talk = new Talk(store);
            ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
            AtomicBoolean over = new AtomicBoolean();
            Thread crowd =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            for (int i = 0; !over.get(); i++) {
                                                say(talk, "crowd " + i);
                                            }
                                        } catch (Exception e) {
                                            wrong.add(e);
                                        }
                                    });
            List<Thread> people = new ArrayList<>();
            for (int person = 0; person < 4; person++) {
                String name = "person" + (char) ('a' + person);
                people.add(
                        Thread.ofPlatform()
                                .start(
                                        () -> {
                                            try {
                                                List<Long> mine = new ArrayList<>();
                                                for (int i = 0; i < each; i++) {
                                                    mine.add(say(talk, name + " says " + i));
                                                    assertThat(Talk.found(search, name))
                                                            .isEqualTo(mine);
                                                }
                                            } catch (Throwable e) {
                                                wrong.add(e);
                                            }
                                        }));
            }
            for (Thread person : people) {
                person.join();
            }
            over.set(true);
            crowd.join();
            assertThat(wrong).isEmpty();
        }
    }

    /** The journal is one thread; here its lock stands for it. */
    private static long say(Talk talk, String text) throws Exception {
        synchronized (talk) {
            return talk.says(text);
        }
    }

    /** Many small segments and merges of them, and messages taken out of the middle. */
    @Test
    void pages_come_in_the_order_of_the_archive_however_the_index_is_cut() throws Exception {
        Talk talk = new Talk(new MemoryStore());
        List<Long> expected = new ArrayList<>();
        try (ArchiveSearch search = talk.search(temp)) {
            for (int i = 0; i < 1_500; i++) {
                boolean found = i % 3 != 1;
                long id = talk.saysInGarden("Juliet", Talk.JULIET, found ? "moon" : "sun");
                if (found) {
                    expected.add(id);
                }
                if (i % 100 == 99) {
                    long gone = expected.remove(expected.size() / 2);
                    talk.retractsInGarden("Juliet", Talk.JULIET, gone);
                }
                if (i % 7 == 0) {
                    assertThat(
                                    Talk.page(search, ArchiveQuery.lastOf(Talk.GARDEN, 1), "moon")
                                            .count())
                            .hasValue(expected.size());
                }
            }
            assertThat(pages(search, true)).isEqualTo(expected);
            assertThat(pages(search, false)).isEqualTo(expected);
        }
    }

    private static List<Long> pages(ArchiveSearch search, boolean forward) throws Exception {
        List<Long> all = new ArrayList<>();
        Anchor anchor = forward ? new Anchor.First() : new Anchor.Last();
        while (true) {
            ArchiveResult.Page page =
                    Talk.page(
                            search, ArchiveQuery.firstOf(Talk.GARDEN, 0).page(anchor, 33), "moon");
            List<Long> ids = page.rows().stream().map(ArchiveRow::id).toList();
            if (forward) {
                assertThat(page.firstIndex()).hasValue(all.size());
                all.addAll(ids);
                anchor = new Anchor.After(ids.getLast());
            } else {
                all.addAll(0, ids);
                assertThat(page.firstIndex().orElseThrow() + all.size())
                        .isEqualTo(page.count().orElseThrow());
                anchor = new Anchor.Before(ids.getFirst());
            }
            if (page.complete()) {
                return all;
            }
        }
    }

    @Test
    void one_that_waits_too_long_is_told_that_the_index_is_being_built() throws Exception {
        Talk talk = new Talk(new MemoryStore());
        talk.says("moon");
        CompletableFuture<Void> slow = new CompletableFuture<>();
        ArchiveStore archive = delayed(talk.store.archive(), slow, () -> false);
        try (ArchiveSearch search =
                ArchiveSearch.start(archive, temp, Talk.WHEN_ASKED, Duration.ofMillis(200))) {
            assertThat(ask(search)).isEqualTo(new NotNow(Reason.BUILDING));
            List<CompletionStage<SearchResult>> waiting = new ArrayList<>();
            for (int i = 1; i < IndexFollower.WAITING_LIMIT; i++) {
                waiting.add(search.page(all(), Talk.words("moon")));
            }
            assertThat(ask(search)).isEqualTo(new NotNow(Reason.BUSY));
            slow.complete(null);
            for (CompletionStage<SearchResult> one : waiting) {
                Talk.got(one);
            }
        }
    }

    @Test
    void when_the_archive_cannot_be_read_a_search_says_so_and_the_next_one_works()
            throws Exception {
        Talk talk = new Talk(new MemoryStore());
        long id = talk.says("moon");
        AtomicBoolean broken = new AtomicBoolean(true);
        ArchiveStore archive =
                delayed(talk.store.archive(), CompletableFuture.completedFuture(null), broken::get);
        try (ArchiveSearch search =
                ArchiveSearch.start(archive, temp, Talk.WHEN_ASKED, Talk.PATIENT)) {
            assertThat(ask(search)).isEqualTo(new NotNow(Reason.FAILED));
            broken.set(false);
            assertThat(Talk.found(search, "moon")).containsExactly(id);
        }
    }

    @Test
    void an_empty_archive_has_nothing_and_says_how_far_behind_it_is() throws Exception {
        Talk talk = new Talk(new MemoryStore());
        try (ArchiveSearch search = talk.search(temp)) {
            assertThat(search.documents()).isZero();
            assertThat(search.behind()).isZero();
            assertThat(Talk.page(search, all(), "moon").count()).hasValue(0);
            talk.says("moon");
            assertThat(search.behind()).isPositive();
            assertThat(Talk.page(search, all(), "moon").count()).hasValue(1);
            assertThat(search.behind()).isZero();
            assertThat(search.documents()).isEqualTo(1);
        }
    }

    private static ArchiveQuery all() {
        return ArchiveQuery.firstOf(Talk.JULIET, 10);
    }

    private static SearchResult ask(ArchiveSearch search) throws Exception {
        return Talk.got(search.page(all(), Talk.words("moon")));
    }

    /** The archive, whose followers wait, or get nothing. */
    private static ArchiveStore delayed(
            ArchiveStore archive, CompletableFuture<Void> until, BooleanSupplier broken) {
        return (ArchiveStore)
                Proxy.newProxyInstance(
                        ArchiveStore.class.getClassLoader(),
                        new Class<?>[] {ArchiveStore.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("follow") && broken.getAsBoolean()) {
                                return CompletableFuture.failedStage(
                                        new StoreException(Problem.UNREACHABLE, "It is away."));
                            }
                            Object result;
                            try {
                                result = method.invoke(archive, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                            return method.getName().equals("follow")
                                    ? until.thenCompose(nothing -> (CompletionStage<?>) result)
                                    : result;
                        });
    }
}
