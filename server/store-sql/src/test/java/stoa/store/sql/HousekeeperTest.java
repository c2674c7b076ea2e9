package stoa.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stoa.store.sql.Housekeeper.Pace;

/** When the housekeeper looks at the database. */
class HousekeeperTest {
    private final Pace pace = new Pace();

    @Test
    void looksAtOnceAfterManyCommits() {
        commit(Pace.MANY_COMMITS);
        assertThat(pace.isTime()).isTrue();
        assertThat(pace.isTime()).isFalse();
    }

    @Test
    void looksAfterAWhileWhenThereWereFew() {
        commit(1);
        for (int i = 1; i < Pace.PERIODS_OF_FEW; i++) {
            assertThat(pace.isTime()).isFalse();
        }
        assertThat(pace.isTime()).isTrue();
        commit(1);
        assertThat(pace.isTime()).isFalse();
    }

    @Test
    void neverLooksWhenNothingWasCommitted() {
        for (int i = 0; i < 10 * Pace.PERIODS_OF_FEW; i++) {
            assertThat(pace.isTime()).isFalse();
        }
    }

    private void commit(int times) {
        for (int i = 0; i < times; i++) {
            pace.committed();
        }
    }
}
