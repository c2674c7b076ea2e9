package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.core.journal.ArchiveSlot;
import stoa.store.archive.RecentOrigin;
import stoa.xmpp.jid.BareJid;

class OnceTest {
    private static final BareJid ROMEO = BareJid.of("romeo@example.org");
    private static final Instant NOW = Instant.parse("2026-05-01T20:00:00Z");

    private static ArchiveSlot slot(Instant at, int n) {
        ArchiveSlot slot = new ArchiveSlot();
        slot.set(ArchiveSlot.firstIdAt(at.toEpochMilli()) + n);
        return slot;
    }

    @Test
    void finds_each_of_many_and_nothing_else() {
        Once once = Once.NOTHING;
        for (int i = 0; i < 5_000; i++) {
            once = once.with(ROMEO, "o" + i, slot(NOW, i), NOW);
        }

        for (int i = 0; i < 5_000; i++) {
            ArchiveSlot found = once.find(ROMEO, "o" + i, NOW);
            assertThat(found).isNotNull();
            assertThat(found.id()).isEqualTo(slot(NOW, i).id());
        }
        assertThat(once.find(ROMEO, "o5000", NOW)).isNull();
        assertThat(once.find(BareJid.of("juliet@example.org"), "o1", NOW)).isNull();
    }

    @Test
    void forgets_after_a_day() {
        Once once = Once.NOTHING.with(ROMEO, "o", slot(NOW, 0), NOW);

        assertThat(once.find(ROMEO, "o", NOW.plus(Duration.ofHours(23)))).isNotNull();
        assertThat(once.find(ROMEO, "o", NOW.plus(Duration.ofHours(25)))).isNull();
    }

    @Test
    void holds_the_newest_when_there_are_too_many() {
        List<RecentOrigin> recent = new ArrayList<>();
        for (int i = 0; i < Once.CAPACITY; i++) {
            recent.add(new RecentOrigin(slot(NOW, i).id(), ROMEO, ROMEO, "old" + i));
        }
        Once once = Once.of(recent);
        for (int i = 0; i < 1_000; i++) {
            once = once.with(ROMEO, "new" + i, slot(NOW.plusSeconds(1), i), NOW);
        }

        assertThat(once.find(ROMEO, "old0", NOW)).isNull();
        assertThat(once.find(ROMEO, "old" + (Once.CAPACITY - 1), NOW)).isNotNull();
        assertThat(once.find(ROMEO, "new0", NOW)).isNotNull();
        assertThat(once.find(ROMEO, "new999", NOW)).isNotNull();
    }

    @Test
    void a_change_leaves_the_earlier_one_as_it_was() {
        Once before = Once.NOTHING.with(ROMEO, "a", slot(NOW, 0), NOW);

        Once after = before.with(ROMEO, "b", slot(NOW, 1), NOW);

        assertThat(before.find(ROMEO, "b", NOW)).isNull();
        assertThat(after.find(ROMEO, "a", NOW)).isNotNull();
    }
}
