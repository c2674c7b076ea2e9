package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stoa.core.journal.ArchiveSlot;

/** What has been sent lately is recognised, for a day and up to a number. */
class OnceTest {
    private static final long NOW_MS = 1_790_000_000_000L;

    @Test
    void remembers_the_first_id_of_every_key() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Once once = new Once(List.of(), NOW_MS);
        Map<Long, Long> expected = new HashMap<>();
        long id = ArchiveSlot.firstIdAt(NOW_MS);
        for (int i = 0; i < 20_000; i++) {
            long key = random.nextBoolean() ? random.nextInt(1, 9_000) : random.nextLong() | 1;
            id++;
            once.add(key, id);
            expected.putIfAbsent(key, id);
        }
        assertThat(expected)
                .allSatisfy((key, first) -> assertThat(once.find(key)).isEqualTo(first));
        assertThat(once.find(10_000_000)).as("seed %s, never sent", seed).isZero();
    }

    @Test
    void remembers_the_newest_when_there_are_too_many_for_a_day() {
        Once once = new Once(List.of(), NOW_MS);
        long first = ArchiveSlot.firstIdAt(NOW_MS);
        int sent = 3 * Once.LIMIT;
        for (int i = 1; i <= sent; i++) {
            once.add(i, first + i);
        }
        for (int i = sent - Once.LIMIT + 1; i <= sent; i++) {
            assertThat(once.find(i)).isEqualTo(first + i);
        }
        assertThat(once.find(1)).isZero();
    }

    @Test
    void forgets_after_two_days_at_the_latest() {
        Once once = new Once(List.of(), NOW_MS);
        long first = ArchiveSlot.firstIdAt(NOW_MS);
        once.add(1, first);
        once.add(2, ArchiveSlot.firstIdAt(NOW_MS + Once.DAY_MS));
        assertThat(once.find(1)).as("sent within a day of the next one").isEqualTo(first);
        once.add(3, ArchiveSlot.firstIdAt(NOW_MS + 2 * Once.DAY_MS));
        assertThat(once.find(1)).isZero();
    }
}
