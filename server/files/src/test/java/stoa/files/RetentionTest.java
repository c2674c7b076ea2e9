package stoa.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.core.journal.Journal;
import stoa.files.Retention.Swept;
import stoa.store.account.AccountDeleted;
import stoa.store.file.FilePurpose;
import stoa.store.file.FileSaved;
import stoa.store.file.StoredFile;
import stoa.store.memory.MemoryStore;
import stoa.testkit.ManualClock;
import stoa.testkit.Spec;
import stoa.xmpp.jid.BareJid;

class RetentionTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");
    private static final BareJid ROMEO = BareJid.of("romeo@example.org");
    private static final String ONE = "11".repeat(32);
    private static final String TWO = "22".repeat(32);

    private final ManualClock clock = new ManualClock();
    private final MemoryStore store = new MemoryStore();
    private final Journal journal =
            new Journal(store, InstantSource.system(), 1 << 20, new NoScope());
    @TempDir private Path data;
    private Blobs blobs;

    private record NoScope() implements Journal.ReleaseScope {
        @Override
        public void beginBatch() {}

        @Override
        public void endBatch() {}
    }

    @BeforeEach
    void open() throws Exception {
        journal.start();
        blobs = Blobs.open(data);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private Swept sweep(int keepDays) throws Exception {
        return new Retention(store.files(), blobs, journal, keepDays, clock).sweep();
    }

    private void receive(String sha256) throws Exception {
        Path received = blobs.incoming("slot");
        Files.writeString(received, "the bytes of " + sha256);
        blobs.keep(received, sha256);
    }

    private void upload(String id, BareJid owner, String sha256) throws Exception {
        upload(id, owner, sha256, FilePurpose.MESSAGE);
    }

    private void upload(String id, BareJid owner, String sha256, FilePurpose purpose)
            throws Exception {
        receive(sha256);
        record(
                new FileSaved(
                        new StoredFile(
                                id,
                                owner,
                                "n",
                                "text/plain",
                                5,
                                sha256,
                                clock.instant(),
                                purpose)));
        blobs.settled(sha256);
    }

    private void record(stoa.core.journal.Change change) throws Exception {
        journal.record(List.of(change)).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private Optional<StoredFile> find(String id) throws Exception {
        return store.files().find(id).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void a_file_goes_when_it_is_older_than_the_rule_and_its_bytes_with_the_last_that_has_them()
            throws Exception {
        upload("first", JULIET, ONE);
        clock.advance(Duration.ofDays(5));
        upload("same", ROMEO, ONE);
        clock.advance(Duration.ofDays(25));
        assertThat(sweep(30)).isEqualTo(new Swept(0, 0, 0));

        clock.advance(Duration.ofMillis(1));
        assertThat(sweep(30)).isEqualTo(new Swept(1, 0, 0));
        assertThat(find("first")).isEmpty();
        assertThat(find("same")).isPresent();
        assertThat(blobs.of(ONE)).exists();

        clock.advance(Duration.ofDays(5));
        assertThat(sweep(30)).isEqualTo(new Swept(1, 1, 0));
        assertThat(blobs.of(ONE)).doesNotExist();
        assertThat(sweep(30)).isEqualTo(new Swept(0, 0, 0));
    }

    @Test
    void without_a_rule_files_stay_for_ever_also_those_of_an_account_that_is_gone()
            throws Exception {
        upload("hers", JULIET, ONE);
        upload("his", ROMEO, TWO);
        clock.advance(Duration.ofDays(10_000));
        assertThat(sweep(0)).isEqualTo(new Swept(0, 0, 0));
        record(new AccountDeleted(JULIET));
        assertThat(sweep(0)).isEqualTo(new Swept(0, 0, 0));
        assertThat(find("hers")).isPresent();
        assertThat(blobs.of(ONE)).exists();
        assertThat(blobs.of(TWO)).exists();
        assertThat(find("his")).isPresent();
    }

    @Test
    @Spec(xep = 363, section = "5", says = "each purpose may be kept for a time of its own")
    void what_shows_somebody_and_what_is_to_stay_is_kept_beyond_the_rule() throws Exception {
        for (FilePurpose.Kind kind : FilePurpose.Kind.values()) {
            upload(kind.name(), JULIET, ONE, FilePurpose.of(kind));
        }
        clock.advance(Duration.ofDays(10_000));
        assertThat(sweep(30)).isEqualTo(new Swept(2, 0, 0));
        assertThat(find("MESSAGE")).isEmpty();
        assertThat(find("EPHEMERAL")).isEmpty();
        assertThat(find("PROFILE")).isPresent();
        assertThat(find("PERMANENT")).isPresent();
        assertThat(blobs.of(ONE)).exists();
    }

    @Test
    @Spec(xep = 363, section = "5.3", says = "an ephemeral file is gone at its end")
    void what_has_an_end_of_its_own_goes_then_also_without_a_rule() throws Exception {
        FilePurpose story =
                new FilePurpose(
                        FilePurpose.Kind.EPHEMERAL, clock.instant().plus(Duration.ofHours(24)));
        upload("story", JULIET, ONE, story);
        clock.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(sweep(0)).isEqualTo(new Swept(0, 0, 0));
        clock.advance(Duration.ofMillis(1));
        assertThat(sweep(0)).isEqualTo(new Swept(1, 1, 0));
        assertThat(find("story")).isEmpty();
    }

    @Test
    void more_than_a_batch_of_files_goes_in_one_sweep() throws Exception {
        for (int i = 0; i < 1_100; i++) {
            upload("file " + i, JULIET, ONE);
        }
        clock.advance(Duration.ofDays(2));
        assertThat(sweep(1)).isEqualTo(new Swept(1_100, 1, 0));
    }

    @Test
    void bytes_that_were_received_and_are_not_known_yet_stay() throws Exception {
        receive(ONE);
        assertThat(sweep(1)).isEqualTo(new Swept(0, 0, 0));
        assertThat(blobs.of(ONE)).exists();
        blobs.settled(ONE); // the store failed to take the file
        assertThat(sweep(1)).isEqualTo(new Swept(0, 1, 0));
    }

    @Test
    void an_upload_of_bytes_that_are_just_leaving_waits_and_then_keeps_them() throws Exception {
        receive(ONE);
        blobs.settled(ONE);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<Boolean> removed =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return blobs.removeUnless(
                                        hash -> {
                                            asked.countDown();
                                            return !answer.await(60, TimeUnit.SECONDS);
                                        },
                                        ONE);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        Thread upload =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        receive(ONE);
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
        while (upload.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        answer.countDown();
        assertThat(removed.get(60, TimeUnit.SECONDS)).isTrue();
        upload.join(60_000);
        assertThat(blobs.of(ONE)).exists();
    }

    @Test
    void what_cannot_be_removed_is_left_and_holds_up_nothing_else() throws Exception {
        // A directory with something in it, where bytes should be, cannot be deleted.
        Files.createDirectories(blobs.of(ONE).resolve("in the way"));
        receive(TWO);
        blobs.settled(TWO);
        assertThat(sweep(1)).isEqualTo(new Swept(0, 1, 1));
        assertThat(blobs.of(TWO)).doesNotExist();
    }
}
