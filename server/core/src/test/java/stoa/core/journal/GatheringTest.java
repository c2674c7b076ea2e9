package stoa.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A batch is waited for where that has brought something, and where it may. */
class GatheringTest {
    private final Gathering gathering = new Gathering();

    @Test
    void goes_on_waiting_while_that_brings_something() {
        for (int i = 0; i < 100; i++) {
            assertThat(gathering.isWorthwhile(1)).isTrue();
            gathering.brought(1);
        }
    }

    @Test
    void leaves_a_lone_speaker_alone_more_and_more() {
        int waits = 0;
        for (int i = 0; i < 1_000; i++) {
            if (gathering.isWorthwhile(1)) {
                waits++;
                gathering.brought(0);
            }
        }
        assertThat(waits).as("of 1,000 batches").isLessThan(25);
    }

    @Test
    void tries_again_soon_when_others_begin_to_speak() {
        for (int i = 0; i < 1_000; i++) {
            if (gathering.isWorthwhile(1)) {
                gathering.brought(0);
            }
        }
        int skipped = 0;
        while (!gathering.isWorthwhile(1)) {
            skipped++;
        }
        assertThat(skipped).isLessThanOrEqualTo(64);
        gathering.brought(3);
        assertThat(gathering.isWorthwhile(1)).isTrue();
    }

    @Test
    void never_waits_with_a_batch_that_is_large_already() {
        assertThat(gathering.isWorthwhile(Gathering.ENOUGH)).isFalse();
    }
}
