package stoa.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalTest {
    private record Note(String text) implements Change {}

    private record Numbers(ArchiveSlot slot) implements Numbered {}

    private record Heavy(int weightBytes) implements Change {}

    private final TestStore store = new TestStore();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final Journal journal = new Journal(store, clock, 10_000, new NoScope());
    private final Journal.Writer writer = new Journal.Writer();

    @AfterEach
    void end() {
        store.open();
        journal.close();
    }

    @Test
    void nothing_is_released_before_its_commit() {
        store.hold();
        journal.start();
        journal.append(writer, List.of(new Note("a")), entry("a"));
        store.awaitCommitBegun();

        assertThat(heard).isEmpty();

        store.letThrough(1);
        drained();
        assertThat(heard).containsExactly("a");
    }

    @Test
    void what_gathers_during_a_commit_shares_the_next_one() {
        store.hold();
        journal.start();
        journal.append(writer, List.of(new Note("first")), entry("first"));
        store.awaitCommitBegun();
        for (int i = 0; i < 10; i++) {
            journal.append(writer, List.of(new Note("n" + i)), entry("n" + i));
        }
        store.letThrough(2);
        drained();

        assertThat(store.batches()).containsExactly(1, 10);
        assertThat(heard.subList(1, 11))
                .containsExactly("n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9");
    }

    @Test
    void entries_without_changes_keep_their_place() {
        store.hold();
        journal.start();
        journal.append(writer, List.of(new Note("a")), entry("a"));
        journal.append(writer, List.of(), entry("only said"));
        journal.append(writer, List.of(new Note("b")), entry("b"));
        store.open();
        drained();

        assertThat(heard).containsExactly("a", "only said", "b");
    }

    @Test
    void a_failed_commit_is_heard_by_nobody_and_fails_the_writers_later_entries_too() {
        Journal.Writer other = new Journal.Writer();
        store.hold();
        store.failNext(1);
        journal.start();
        journal.append(writer, List.of(new Note("lost")), entry("lost"));
        store.awaitCommitBegun();
        journal.append(writer, List.of(new Note("after")), entry("after"));
        journal.append(writer, List.of(), entry("said after"));
        journal.append(other, List.of(new Note("other")), entry("other"));
        store.open();
        drained();

        assertThat(heard)
                .containsExactly("FAILED lost", "FAILED after", "FAILED said after", "other");
        assertThat(store.committed()).containsExactly(new Note("other"));
        assertThat(writer.hasFailed()).isTrue();
        assertThat(other.hasFailed()).isFalse();
    }

    /** Out of memory, a stack that is too deep: the next commit is as good as ever. */
    @Test
    void a_commit_that_breaks_down_is_a_failed_one() {
        store.breakNext(new StackOverflowError("too deep"));
        journal.start();
        journal.append(writer, List.of(new Note("lost")), entry("lost"));
        drained();
        journal.append(new Journal.Writer(), List.of(new Note("next")), entry("next"));
        drained();

        assertThat(heard).containsExactly("FAILED lost", "next");
        assertThat(store.committed()).containsExactly(new Note("next"));
    }

    @Test
    void an_entry_that_breaks_down_keeps_nobody_else_from_hearing() {
        journal.append(
                writer,
                List.of(new Heavy(9_000)),
                new Journal.Entry() {
                    @Override
                    public void committed() {
                        throw new StackOverflowError("too deep");
                    }

                    @Override
                    public void failed() {
                        heard.add("FAILED");
                    }
                });
        journal.append(writer, List.of(), entry("behind it"));
        journal.start();
        drained();
        drained(); // in the next batch: what the first held is free by then

        assertThat(heard).containsExactly("behind it");
        assertThat(journal.append(writer, List.of(new Heavy(9_000)), entry("room again"))).isTrue();
        drained();
        assertThat(heard).containsExactly("behind it", "room again");
    }

    @Test
    void what_is_only_said_does_not_fail_with_anothers_commit() {
        Journal.Writer other = new Journal.Writer();
        store.hold();
        store.failNext(1);
        journal.append(writer, List.of(new Note("lost")), entry("lost"));
        journal.append(other, List.of(), entry("said by another"));
        journal.start();
        store.open();
        drained();

        assertThat(heard).containsExactly("FAILED lost", "said by another");
    }

    @Test
    void archive_ids_order_as_appends_do_even_when_the_clock_goes_back() {
        journal.start();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ArchiveSlot slot = new ArchiveSlot();
            journal.append(writer, List.of(new Numbers(slot)), entry("n"));
            ids.add(slot.id());
            now = now.minusSeconds(60);
        }

        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(ArchiveSlot.epochMillis(ids.getFirst()))
                .isEqualTo(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
    }

    @Test
    void a_full_journal_refuses_and_takes_again_when_there_is_room() {
        store.hold();
        journal.start();
        assertThat(journal.append(writer, List.of(new Heavy(9_000)), entry("first"))).isTrue();
        store.awaitCommitBegun();

        assertThat(journal.append(writer, List.of(new Heavy(2_000)), entry("too much"))).isFalse();
        assertThat(journal.append(writer, List.of(), entry("words take no room"))).isTrue();

        store.open();
        drained();
        assertThat(journal.append(writer, List.of(new Heavy(2_000)), entry("later"))).isTrue();
        drained();
        assertThat(heard)
                .contains("first", "words take no room", "later")
                .doesNotContain("too much");
    }

    @Test
    void closing_commits_what_waits_and_takes_nothing_more() {
        journal.append(writer, List.of(new Note("waits")), entry("waits"));
        journal.start();
        journal.close();

        assertThat(heard).contains("waits");
        assertThat(journal.append(writer, List.of(new Note("late")), entry("late"))).isFalse();
        assertThat(journal.record(List.of(new Note("late"))).toCompletableFuture())
                .isCompletedExceptionally();
    }

    /** Returns when everything appended so far was released. */
    private void drained() {
        CountDownLatch reached = new CountDownLatch(1);
        journal.append(
                new Journal.Writer(),
                List.of(),
                new Journal.Entry() {
                    @Override
                    public void committed() {
                        reached.countDown();
                    }

                    @Override
                    public void failed() {
                        reached.countDown();
                    }
                });
        try {
            assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Journal.Entry entry(String name) {
        return new Journal.Entry() {
            @Override
            public void committed() {
                heard.add(name);
            }

            @Override
            public void failed() {
                heard.add("FAILED " + name);
            }
        };
    }

    private static final class NoScope implements Journal.ReleaseScope {
        @Override
        public void beginBatch() {}

        @Override
        public void endBatch() {}
    }
}
