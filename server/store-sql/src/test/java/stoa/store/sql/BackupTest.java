package stoa.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static stoa.store.contract.StoreFixture.get;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.core.journal.ArchiveSlot;
import stoa.store.Bytes;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;
import stoa.store.account.Account;
import stoa.store.account.AccountSaved;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasSaved;
import stoa.store.alias.HoursNotation;
import stoa.store.alias.StoredAlias;
import stoa.store.contract.StoreFixture;
import stoa.store.file.FilePurpose;
import stoa.store.file.FileSaved;
import stoa.store.file.StoredFile;
import stoa.store.room.RoomLogged;
import stoa.store.secret.SecretSaved;
import stoa.store.sql.backup.Backup;
import stoa.store.sql.backup.Manifest;
import stoa.store.sql.backup.Restore;
import stoa.store.sql.backup.Restore.Target;
import stoa.xmpp.jid.BareJid;

class BackupTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Bytes SECRET = Bytes.of(new byte[] {0, -1, 127, 10});

    private static final Alias SUPPORT =
            new Alias(BareJid.of("support@example.org"), null, true, List.of(Talk.ROMEO))
                    .withHours(
                            HoursNotation.read(
                                    "Europe/Rome",
                                    List.of("Mon-Fri 09:00-12:00", "Sat 22:00-02:00")));

    private static final StoredFile STORY =
            new StoredFile(
                    "abc",
                    Talk.JULIET,
                    "story.jpg",
                    "image/jpeg",
                    5,
                    "00ff",
                    NOW,
                    new FilePurpose(FilePurpose.Kind.EPHEMERAL, NOW.plusSeconds(86_400)));

    @TempDir Path temp;

    private StoreLocation sqlite(String name) throws IOException {
        return new StoreLocation.Sqlite(Files.createDirectories(temp.resolve(name)));
    }

    private static StoreLocation postgres() throws Exception {
        return new StoreLocation.Postgres(TestPostgres.freshDatabase());
    }

    private Path file() {
        return temp.resolve("backup.zip");
    }

    /** Fills a store and returns what Juliet's history says. */
    private static List<String> fill(SqlStore store) {
        StoreFixture fixture = new StoreFixture(store);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            lines.add("line " + i + " é☂\uD83D\uDE00");
            fixture.commit(Talk.line(lines.getLast()));
        }
        fixture.commit(
                new AccountSaved(new Account(Talk.JULIET, null, true, false, NOW)),
                new AccountSaved(new Account(Talk.ROMEO, "Romeo", false, true, NOW)),
                new SecretSaved("cookies", SECRET),
                new AliasSaved(SUPPORT),
                new FileSaved(STORY),
                new RoomLogged(new ArchiveSlot(), Talk.ROMEO, "join", Talk.JULIET, "J", null));
        return lines;
    }

    private static void assertFilled(SqlStore store, List<String> lines) {
        assertThat(Talk.lines(store, Talk.JULIET)).isEqualTo(lines);
        assertThat(Talk.lines(store, Talk.ROMEO)).isEqualTo(lines);
        assertThat(get(store.accounts().find(Talk.JULIET)))
                .contains(new Account(Talk.JULIET, null, true, false, NOW));
        assertThat(get(store.accounts().count("example.org"))).isEqualTo(2);
        assertThat(get(store.secrets().find("cookies"))).contains(SECRET);
        assertThat(get(store.files().find("abc"))).contains(STORY);
        assertThat(get(store.rooms().log(Talk.ROMEO, 0, 9))).hasSize(1);
        assertThat(get(store.aliases().list("example.org")))
                .containsExactly(new StoredAlias(SUPPORT, List.of()));
    }

    private void roundTrip(StoreLocation from, StoreLocation to) throws Exception {
        List<String> lines;
        String archive;
        try (SqlStore store = SqlStore.open(from)) {
            lines = fill(store);
            archive = store.archive().id();
            Manifest written = Backup.write(from, temp, List.of("files"), file(), NOW);
            assertThat(Restore.verify(file())).isEqualTo(written);
        }
        Manifest restored = Restore.run(file(), to, temp.resolve("to"), Target.MUST_BE_EMPTY);
        assertThat(restored.createdAt()).isEqualTo(NOW);
        try (SqlStore store = SqlStore.open(to)) {
            assertFilled(store, lines);
            // What was derived from the archive that was backed up is not taken for its own.
            assertThat(store.archive().id()).isNotEqualTo(archive);
            // The restored store goes on where the old one stopped.
            new StoreFixture(store).commit(Talk.line("more"));
            lines.add("more");
            assertThat(Talk.lines(store, Talk.JULIET)).isEqualTo(lines);
        }
    }

    @Test
    void sqlite_to_sqlite() throws Exception {
        roundTrip(sqlite("from"), sqlite("to"));
    }

    @Test
    void postgres_to_postgres() throws Exception {
        roundTrip(postgres(), postgres());
    }

    @Test
    void who_outgrows_sqlite_takes_everything_along() throws Exception {
        roundTrip(sqlite("from"), postgres());
    }

    @Test
    void and_may_come_back() throws Exception {
        roundTrip(postgres(), sqlite("to"));
    }

    @Test
    void files_of_the_data_directory_go_along() throws Exception {
        StoreLocation from = sqlite("from");
        SqlStore.open(from).close();
        Path data = temp.resolve("from");
        Files.createDirectories(data.resolve("files/ab"));
        Files.writeString(data.resolve("files/ab/c d é"), "a picture");
        Files.writeString(data.resolve("stoa.toml"), "domains = []");
        Files.writeString(data.resolve("other"), "not asked for");
        Manifest manifest =
                Backup.write(from, data, List.of("files", "stoa.toml", "missing"), file(), NOW);
        assertThat(manifest.files())
                .extracting(Manifest.FileEntry::path)
                .containsExactly("files/ab/c d é", "stoa.toml");
        Path to = temp.resolve("to");
        Restore.run(file(), sqlite("to"), to, Target.MUST_BE_EMPTY);
        assertThat(to.resolve("files/ab/c d é")).hasContent("a picture");
        assertThat(to.resolve("stoa.toml")).hasContent("domains = []");
        assertThat(to.resolve("other")).doesNotExist();
    }

    @Test
    void a_backup_of_a_busy_store_is_one_moment_of_it() throws Exception {
        StoreLocation from = sqlite("from");
        AtomicBoolean done = new AtomicBoolean();
        try (SqlStore store = SqlStore.open(from)) {
            StoreFixture fixture = new StoreFixture(store);
            fixture.commit(batch(0));
            Thread writer =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 1; !done.get(); i++) {
                                            fixture.commit(batch(i));
                                        }
                                    });
            for (int i = 0; i < 5; i++) {
                Backup.write(from, temp, List.of(), file(), NOW);
                StoreLocation to = sqlite("to" + i);
                Restore.run(file(), to, temp.resolve("to" + i), Target.MUST_BE_EMPTY);
                try (SqlStore copy = SqlStore.open(to)) {
                    List<String> lines = Talk.lines(copy, Talk.JULIET);
                    String last = lines.getLast();
                    int batches = Integer.parseInt(last.substring(0, last.indexOf('/'))) + 1;
                    assertThat(lines).hasSize(3 * batches);
                    assertThat(get(copy.accounts().find(Talk.JULIET)).orElseThrow().name())
                            .isEqualTo(Integer.toString(batches - 1));
                }
            }
            done.set(true);
            writer.join();
        }
    }

    private static List<stoa.core.journal.Change> batch(int number) {
        String name = Integer.toString(number);
        return List.of(
                Talk.line(number + "/0"),
                new AccountSaved(new Account(Talk.JULIET, name, true, false, NOW)),
                Talk.line(number + "/1"),
                Talk.line(number + "/2"));
    }

    @Test
    void a_target_with_data_is_left_alone_unless_told() throws Exception {
        StoreLocation from = sqlite("from");
        List<String> lines;
        try (SqlStore store = SqlStore.open(from)) {
            lines = fill(store);
        }
        Backup.write(from, temp, List.of(), file(), NOW);
        for (StoreLocation to : List.of(sqlite("to"), postgres())) {
            try (SqlStore store = SqlStore.open(to)) {
                new StoreFixture(store).commit(Talk.line("already here"));
            }
            assertThat(refusal(to).problem()).isEqualTo(Problem.NOT_EMPTY);
            try (SqlStore store = SqlStore.open(to)) {
                assertThat(Talk.lines(store, Talk.JULIET)).containsExactly("already here");
            }
            Restore.run(file(), to, temp.resolve("to"), Target.MAY_BE_REPLACED);
            try (SqlStore store = SqlStore.open(to)) {
                assertFilled(store, lines);
            }
        }
    }

    @Test
    void what_is_not_there_is_not_backed_up_and_not_made() throws Exception {
        StoreException refused =
                catchThrowableOfType(
                        StoreException.class,
                        () -> Backup.write(sqlite("none"), temp, List.of(), file(), NOW));
        assertThat(refused).hasMessage("There is no store to back up.");
        assertThat(temp.resolve("none")).isEmptyDirectory();
        assertThat(file()).doesNotExist();
    }

    private StoreException refusal(StoreLocation to) {
        return refusal(to, temp.resolve("to"));
    }

    private StoreException refusal(StoreLocation to, Path data) {
        StoreException refused =
                catchThrowableOfType(
                        StoreException.class,
                        () -> Restore.run(file(), to, data, Target.MUST_BE_EMPTY));
        assertThat(refused).isNotNull();
        return refused;
    }

    @Test
    void a_running_server_is_not_overwritten() throws Exception {
        StoreLocation from = sqlite("from");
        SqlStore.open(from).close();
        Backup.write(from, temp, List.of(), file(), NOW);
        StoreLocation to = postgres();
        try (SqlStore running = SqlStore.open(to)) {
            assertThat(refusal(to).problem()).isEqualTo(Problem.IN_USE);
            assertThat(get(running.domains().list())).isEmpty();
        }
    }

    /**
     * Whatever byte of a backup is damaged, it is refused before anything is touched; or the byte
     * is of no matter, a time stamp of the zip's, and what comes back is what was saved.
     */
    @Test
    void a_damaged_backup_is_refused_and_touches_nothing() throws Exception {
        StoreLocation from = sqlite("from");
        try (SqlStore store = SqlStore.open(from)) {
            fill(store);
        }
        Files.writeString(temp.resolve("from/stoa.toml"), "domains = []");
        Manifest whole =
                Backup.write(from, temp.resolve("from"), List.of("stoa.toml"), file(), NOW);
        byte[] sound = Files.readAllBytes(file());
        int refusals = 0;
        int harmless = 0;
        Path to = Files.createDirectories(temp.resolve("to"));
        for (int at = 0; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= (byte) (1 << (at % 8));
            Files.write(file(), damaged);
            if (isSound(at, whole)) {
                if (harmless++ % 300 == 0) {
                    StoreLocation restored = sqlite("restored" + at);
                    Restore.run(
                            file(), restored, temp.resolve("restored" + at), Target.MUST_BE_EMPTY);
                    try (SqlStore store = SqlStore.open(restored)) {
                        assertThat(Talk.lines(store, Talk.JULIET)).hasSize(120);
                    }
                }
            } else if (refusals++ % 7 == 0) {
                StoreException refused =
                        catchThrowableOfType(
                                StoreException.class,
                                () ->
                                        Restore.run(
                                                file(),
                                                new StoreLocation.Sqlite(to),
                                                to,
                                                Target.MUST_BE_EMPTY));
                assertThat(refused).as("byte %s", at).isNotNull();
                assertThat(refused.problem()).as("byte %s", at).isEqualTo(Problem.BAD_BACKUP);
                assertThat(to).as("byte %s", at).isEmptyDirectory();
            }
        }
        assertThat(refusals).isGreaterThan(sound.length / 2);
        assertThat(harmless).isPositive();
        Files.write(file(), java.util.Arrays.copyOf(sound, sound.length / 2));
        assertThat(refusal(sqlite("half")).problem()).isEqualTo(Problem.BAD_BACKUP);
        assertThat(temp.resolve("half")).isEmptyDirectory();
    }

    private boolean isSound(int at, Manifest whole) {
        try {
            assertThat(Restore.verify(file())).as("byte %s", at).isEqualTo(whole);
            return true;
        } catch (StoreException e) {
            assertThat(e.problem()).as("byte %s", at).isEqualTo(Problem.BAD_BACKUP);
            return false;
        }
    }

    /** The data directory is full, say, when everything else is done. */
    @Test
    void what_fails_in_the_middle_takes_away_what_it_had_made() throws Exception {
        StoreLocation from = sqlite("from");
        try (SqlStore store = SqlStore.open(from)) {
            fill(store);
        }
        Path data = temp.resolve("from");
        Files.createDirectories(data.resolve("files/ab"));
        Files.writeString(data.resolve("files/ab/one"), "one");
        Files.writeString(data.resolve("files/two"), "two");
        Backup.write(from, data, List.of("files"), file(), NOW);
        for (StoreLocation to : List.of(sqlite("to"), postgres())) {
            boolean files = to instanceof StoreLocation.Sqlite;
            Path target = Files.createDirectories(temp.resolve(files ? "to" : "beside"));
            // A directory stands where the last file has to go.
            Files.createDirectories(target.resolve("files/two/in the way"));
            StoreException failed = refusal(to, target);
            assertThat(failed.problem()).isEqualTo(Problem.FAILED);
            try (var left = Files.walk(target)) {
                assertThat(left.map(target::relativize).map(Path::toString))
                        .containsExactlyInAnyOrder(
                                "", "files", "files/two", "files/two/in the way");
            }
            Files.delete(target.resolve("files/two/in the way"));
            Files.delete(target.resolve("files/two"));
            Files.delete(target.resolve("files"));
            Restore.run(file(), to, target, Target.MUST_BE_EMPTY);
            assertThat(target.resolve("files/ab/one")).hasContent("one");
            try (SqlStore store = SqlStore.open(to)) {
                assertThat(Talk.lines(store, Talk.JULIET)).hasSize(120);
            }
        }
    }
}
