package stoa.core.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import stoa.core.journal.Journal;
import stoa.core.journal.TestStore;
import stoa.xmpp.jid.BareJid;

/**
 * The runtime's own suite: order, interleavings, a failing store, a full mailbox, unloading, a
 * restart in the middle.
 */
class EntityRuntimeTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");
    private static final BareJid ROMEO = BareJid.of("romeo@example.org");

    private final TestStore store = new TestStore();
    private final ThreadLoops loops = new ThreadLoops(2);
    private final ExecutorService loading = Executors.newFixedThreadPool(2);
    private final MailboxScheduler scheduler = new MailboxScheduler(loops);
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final InstantSource clock = now::get;
    private final Journal journal = new Journal(store, clock, 64 << 20, scheduler);
    private final Diary diary = new Diary(store, loading);
    private EntityRuntime<BareJid, List<String>, Diary.Command, String, String> runtime =
            new EntityRuntime<>(diary, journal, scheduler, clock, EntityRuntime.Settings.DEFAULTS);

    @BeforeEach
    void start() {
        journal.start();
    }

    @AfterEach
    void end() throws Exception {
        store.open();
        journal.close();
        loops.close();
        loading.shutdown();
        assertThat(diary.overlap).as("two threads were in one entity").isNull();
    }

    @Test
    void what_is_written_is_heard_after_it_is_stored() {
        store.hold();
        CountDownLatch released = new CountDownLatch(1);
        runtime.tell(JULIET, new Diary.Command.Write("a"), released::countDown);
        store.awaitCommitBegun();
        assertThat(diary.heard(JULIET)).isEmpty();
        assertThat(released.getCount()).isEqualTo(1);

        store.open();
        await(released);
        assertThat(diary.heard(JULIET)).containsExactly("0:a");
        assertThat(diary.stored(JULIET)).containsExactly("0:a");
    }

    @Test
    void what_is_only_said_waits_behind_what_was_written_before() {
        store.hold();
        tell(JULIET, new Diary.Command.Write("a"));
        CountDownLatch said = tell(JULIET, new Diary.Command.Say("hello"));
        store.awaitCommitBegun();
        assertThat(diary.heard(JULIET)).isEmpty();

        store.open();
        await(said);
        assertThat(diary.heard(JULIET)).containsExactly("0:a", "hello");
    }

    @Test
    void one_entity_does_not_wait_for_anothers_commit() {
        store.hold();
        tell(JULIET, new Diary.Command.Write("a"));
        store.awaitCommitBegun();

        await(tell(ROMEO, new Diary.Command.Say("hello")));

        assertThat(diary.heard(ROMEO)).containsExactly("hello");
    }

    @Test
    void what_is_noted_is_said_at_once_and_stored_behind_it() {
        store.hold();
        await(tell(JULIET, new Diary.Command.Jot("came in")));
        assertThat(diary.heard(JULIET)).containsExactly("0:came in");

        store.open();
        await(tell(JULIET, new Diary.Command.Write("b")));
        assertThat(diary.stored(JULIET)).containsExactly("0:came in", "1:b");
    }

    @Test
    void a_failed_commit_refuses_every_held_command_and_the_entity_is_loaded_anew()
            throws Exception {
        store.hold();
        store.failNext(1);
        await(tell(JULIET, new Diary.Command.Say("loaded")));
        tell(JULIET, new Diary.Command.Write("a"));
        store.awaitCommitBegun();
        tell(JULIET, new Diary.Command.Write("b"));
        CountDownLatch last = tell(JULIET, new Diary.Command.Say("hm"));
        loops.awaitTurns();
        store.open();
        await(last);

        assertThat(diary.heard(JULIET))
                .hasSize(4)
                .element(1)
                .asString()
                .contains("REFUSED WAIT")
                .contains("text=a");
        assertThat(diary.heard(JULIET).subList(1, 4))
                .allMatch(said -> said.startsWith("REFUSED WAIT"));
        assertThat(diary.stored(JULIET)).isEmpty();

        await(tell(JULIET, new Diary.Command.Write("again")));
        assertThat(diary.heard(JULIET)).last().isEqualTo("0:again");
        assertThat(diary.loads).hasValue(2);
    }

    @Test
    void a_rule_that_throws_refuses_its_command_and_harms_nothing_else() {
        await(tell(JULIET, new Diary.Command.Write("a")));
        await(tell(JULIET, new Diary.Command.Blunder()));
        await(tell(JULIET, new Diary.Command.Write("b")));

        assertThat(diary.heard(JULIET))
                .hasSize(3)
                .element(1)
                .asString()
                .contains("INTERNAL_SERVER_ERROR");
        assertThat(diary.stored(JULIET)).containsExactly("0:a", "1:b");
    }

    @Test
    void one_that_must_be_loaded_anew_says_of_what_is_stored_that_it_is() throws Exception {
        await(tell(JULIET, new Diary.Command.Say("loaded")));
        store.hold();
        tell(JULIET, new Diary.Command.Write("a"));
        store.awaitCommitBegun();
        tell(JULIET, new Diary.Command.Garble());
        loops.awaitTurns();
        CountDownLatch last = tell(JULIET, new Diary.Command.Write("b"));
        loops.awaitTurns();
        store.open();
        await(last);

        assertThat(diary.stored(JULIET)).containsExactly("0:a", "1:b");
        assertThat(diary.heard(JULIET))
                .hasSize(4)
                .containsSubsequence("loaded", "0:a", "1:b")
                .element(2)
                .asString()
                .startsWith("REFUSED WAIT")
                .contains("Garble");
    }

    @Test
    void what_is_only_said_is_refused_when_the_journal_closes_before_its_turn() throws Exception {
        await(tell(JULIET, new Diary.Command.Say("loaded")));
        store.hold();
        CountDownLatch written = tell(JULIET, new Diary.Command.Write("a"));
        store.awaitCommitBegun();
        Thread closing = Thread.ofPlatform().start(journal::close);
        awaitClosed();
        await(tell(JULIET, new Diary.Command.Say("too late")));
        assertThat(diary.heard(JULIET))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("REFUSED WAIT")
                .contains("too late");

        store.open();
        await(written);
        closing.join();
        assertThat(diary.heard(JULIET)).last().isEqualTo("0:a");
    }

    /** Returns when the journal takes nothing more. */
    private void awaitClosed() {
        CompletableFuture<Void> recorded = journal.record(List.of()).toCompletableFuture();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!recorded.isCompletedExceptionally() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
            recorded = journal.record(List.of()).toCompletableFuture();
        }
        assertThat(recorded).isCompletedExceptionally();
    }

    @Test
    void what_cannot_be_said_keeps_nothing_else_from_being_said() {
        await(tell(JULIET, new Diary.Command.Stammer("a")));
        await(tell(JULIET, new Diary.Command.Say("b")));
        assertThat(diary.heard(JULIET)).containsExactly("a", "b");
        assertThat(diary.stored(JULIET)).containsExactly("a");
    }

    @Test
    void a_rule_that_breaks_down_refuses_its_command_and_harms_nothing_else() {
        List<CountDownLatch> all = new ArrayList<>();
        CountDownLatch collected = new CountDownLatch(1);
        // Loaded before, and told in one turn: so they stand behind each other on one loop.
        await(tell(JULIET, new Diary.Command.Say("loaded")));
        await(tell(ROMEO, new Diary.Command.Say("loaded")));
        loops.loop(0)
                .execute(
                        () ->
                                scheduler.execute(
                                        () -> {
                                            all.add(tell(JULIET, new Diary.Command.Collapse()));
                                            all.add(tell(ROMEO, new Diary.Command.Write("b")));
                                            all.add(tell(JULIET, new Diary.Command.Write("a")));
                                            collected.countDown();
                                        },
                                        0));
        await(collected);
        all.forEach(EntityRuntimeTest::await);

        assertThat(diary.heard(JULIET))
                .hasSize(3)
                .element(1)
                .asString()
                .contains("INTERNAL_SERVER_ERROR");
        assertThat(diary.stored(JULIET)).containsExactly("0:a");
        assertThat(diary.stored(ROMEO)).containsExactly("0:b");
    }

    @Test
    void a_store_that_is_broken_refuses_and_is_asked_again_later() {
        diary.brokenLoads.set(1);
        await(tell(JULIET, new Diary.Command.Write("a")));
        assertThat(diary.heard(JULIET)).singleElement().asString().startsWith("REFUSED WAIT");

        now.updateAndGet(time -> time.plusSeconds(2));
        await(tell(JULIET, new Diary.Command.Write("b")));
        assertThat(diary.heard(JULIET)).last().isEqualTo("0:b");
    }

    @Test
    void a_store_that_cannot_be_read_refuses_and_is_asked_again_later() {
        diary.failingLoads.set(1);
        await(tell(JULIET, new Diary.Command.Write("a")));
        await(tell(JULIET, new Diary.Command.Write("b")));
        assertThat(diary.heard(JULIET))
                .hasSize(2)
                .allMatch(said -> said.startsWith("REFUSED WAIT"));

        now.updateAndGet(time -> time.plusSeconds(2));
        await(tell(JULIET, new Diary.Command.Write("c")));
        assertThat(diary.heard(JULIET)).last().isEqualTo("0:c");
    }

    @Test
    void a_clock_that_is_set_back_does_not_keep_the_store_from_being_asked() {
        diary.failingLoads.set(1);
        await(tell(JULIET, new Diary.Command.Write("a")));
        now.updateAndGet(time -> time.minus(Duration.ofHours(1)));
        await(tell(JULIET, new Diary.Command.Write("b")));
        assertThat(diary.heard(JULIET)).last().isEqualTo("0:b");
    }

    @Test
    void a_full_mailbox_refuses_at_once() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        for (int i = 0; i < 2; i++) {
            loading.execute(() -> await(free));
        }
        runtime =
                new EntityRuntime<>(
                        diary,
                        journal,
                        scheduler,
                        clock,
                        new EntityRuntime.Settings(3, Duration.ofMinutes(1)));
        for (int i = 0; i < 3; i++) {
            tell(JULIET, new Diary.Command.Write("kept " + i));
        }
        await(tell(JULIET, new Diary.Command.Write("too much")));
        assertThat(diary.heard(JULIET))
                .singleElement()
                .asString()
                .contains("RESOURCE_CONSTRAINT")
                .contains("too much");

        free.countDown();
        await(tellWhenThereIsRoom("last"));
        assertThat(diary.stored(JULIET))
                .containsExactly("0:kept 0", "1:kept 1", "2:kept 2", "3:last");
    }

    private CountDownLatch tellWhenThereIsRoom(String text) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (diary.stored(JULIET).size() < 3 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        return tell(JULIET, new Diary.Command.Write(text));
    }

    @Test
    void an_idle_entity_is_forgotten_and_comes_back_as_it_was() {
        await(tell(JULIET, new Diary.Command.Write("a")));
        assertThat(runtime.size()).isEqualTo(1);

        now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
        awaitUnloaded();

        await(tell(JULIET, new Diary.Command.Write("b")));
        assertThat(diary.heard(JULIET)).containsExactly("0:a", "1:b");
        assertThat(diary.loads).hasValue(2);
    }

    /** Many threads, many entities, commits that fail now and then, unloading all the time. */
    @RepeatedTest(5)
    void whatever_interleaves_each_entity_says_exactly_what_it_stored_in_order() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int writers = 4;
        int perWriter = 3_000;
        List<BareJid> keys = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            keys.add(BareJid.of("person" + i + "@example.org"));
        }
        CountDownLatch done = new CountDownLatch(writers * perWriter);
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            int writer = w;
            long own = random.nextLong();
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        Random dice = new Random(own);
                                        for (int i = 0; i < perWriter; i++) {
                                            BareJid key = keys.get(dice.nextInt(keys.size()));
                                            runtime.tell(
                                                    key,
                                                    new Diary.Command.Write(writer + "." + i),
                                                    done::countDown);
                                            if (dice.nextInt(500) == 0) {
                                                store.failNext(1);
                                            }
                                            if (dice.nextInt(200) == 0) {
                                                now.updateAndGet(
                                                        time -> time.plus(Duration.ofHours(1)));
                                                runtime.unloadIdle();
                                            }
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(done.await(300, TimeUnit.SECONDS))
                .as("everything told is answered, seed %d", seed)
                .isTrue();

        int heard = 0;
        for (BareJid key : keys) {
            List<String> spoken =
                    diary.heard(key).stream().filter(said -> !said.startsWith("REFUSED")).toList();
            assertThat(spoken).as("seed %d", seed).isEqualTo(diary.stored(key));
            for (int i = 0; i < spoken.size(); i++) {
                assertThat(spoken.get(i)).as("seed %d", seed).startsWith(i + ":");
            }
            for (int w = 0; w < writers; w++) {
                String mine = ":" + w + ".";
                assertThat(
                                spoken.stream()
                                        .filter(said -> said.contains(mine))
                                        .map(EntityRuntimeTest::sequence)
                                        .toList())
                        .as("each thread's commands keep their order, seed %d", seed)
                        .isSorted();
            }
            heard += diary.heard(key).size();
        }
        assertThat(heard)
                .as("each command is answered once, seed %d", seed)
                .isEqualTo(writers * perWriter);
    }

    private static int sequence(String said) {
        return Integer.parseInt(said.substring(said.lastIndexOf('.') + 1));
    }

    private CountDownLatch tell(BareJid key, Diary.Command command) {
        CountDownLatch released = new CountDownLatch(1);
        runtime.tell(key, command, released::countDown);
        return released;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * As the timer does: again and again, for what an entity has said last may still be on its way
     * out of the journal.
     */
    private void awaitUnloaded() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (runtime.size() != 0 && System.nanoTime() < deadline) {
            runtime.unloadIdle();
            Thread.onSpinWait();
        }
        assertThat(runtime.size()).isZero();
    }
}
