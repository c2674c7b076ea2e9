package stoa.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.core.journal.ArchiveSlot;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.archive.PastAppend;
import stoa.store.archive.PastOwnerAdded;
import stoa.store.contract.StoreFixture;

/** An index that has read past the place where something is put is built anew at the next start. */
class PastMessagesTest {
    private static final long THEN = ArchiveSlot.firstIdAt(1_000_000_000_000L);

    @TempDir Path directory;

    @Test
    void histories_have_them_in_sqlite() {
        histories(new StoreLocation.Sqlite(directory));
    }

    @Test
    void histories_have_them_in_postgresql() throws Exception {
        histories(new StoreLocation.Postgres(TestPostgres.freshDatabase()));
    }

    private static PastAppend past(long id, String text) {
        ArchiveAppend line = Talk.line(text);
        ArchiveSlot slot = new ArchiveSlot();
        slot.set(id);
        return new PastAppend(
                new ArchiveAppend(
                        slot,
                        line.from(),
                        line.to(),
                        line.type(),
                        line.originId(),
                        List.of(new ArchiveOwner(Talk.JULIET, Talk.ROMEO)),
                        line.stanza(),
                        true));
    }

    private static void histories(StoreLocation location) {
        long lastId;
        try (SqlStore store = SqlStore.open(location)) {
            StoreFixture fixture = new StoreFixture(store);
            fixture.commit(Talk.line("new"));
            assertThat(Talk.lines(store, Talk.JULIET)).containsExactly("new");
        }
        try (SqlStore store = SqlStore.open(location)) {
            lastId = store.lastArchiveId();
            StoreFixture fixture = new StoreFixture(store);
            fixture.commit(
                    past(THEN, "old"),
                    past(THEN + 1, "older than new"),
                    new PastOwnerAdded(THEN, new ArchiveOwner(Talk.ROMEO, Talk.JULIET)));
        }
        try (SqlStore store = SqlStore.open(location)) {
            assertThat(store.lastArchiveId()).as("numbering goes on").isEqualTo(lastId);
            assertThat(Talk.lines(store, Talk.JULIET))
                    .containsExactly("old", "older than new", "new");
            assertThat(Talk.lines(store, Talk.ROMEO)).containsExactly("old", "new");
            new StoreFixture(store).commit(Talk.line("newest"));
            assertThat(Talk.lines(store, Talk.ROMEO)).containsExactly("old", "new", "newest");
        }
        try (SqlStore store = SqlStore.open(location)) {
            new StoreFixture(store)
                    .commit(
                            new PastOwnerAdded(
                                    THEN + 1, new ArchiveOwner(Talk.ROMEO, Talk.JULIET)));
        }
        try (SqlStore store = SqlStore.open(location)) {
            assertThat(Talk.lines(store, Talk.ROMEO))
                    .as("an owner alone makes another index necessary, too")
                    .containsExactly("old", "older than new", "new", "newest");
        }
    }
}
