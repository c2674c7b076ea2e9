package stoa.core.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PassedTimeTest {
    private final AtomicReference<Instant> machine =
            new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final SteadyClock clock = new PassedTime(machine::get, nanos::get);

    @Test
    void begins_at_what_the_machine_shows_and_passes() {
        assertThat(clock.instant()).isEqualTo(machine.get());
        nanos.addAndGet(7_001_999_999L);
        assertThat(clock.instant()).isEqualTo(machine.get().plusNanos(7_001_999_999L));
        assertThat(clock.millis()).isEqualTo(machine.get().plusMillis(7_001).toEpochMilli());
    }

    @Test
    void setting_the_machines_clock_does_not_touch_it() {
        long before = clock.millis();
        machine.updateAndGet(time -> time.minusSeconds(86_400));
        assertThat(clock.millis()).isEqualTo(before);
        machine.updateAndGet(time -> time.plusSeconds(2 * 86_400));
        assertThat(clock.millis()).isEqualTo(before);
    }

    @Test
    void the_processs_own_passes_with_it() {
        long before = SteadyClock.ofProcess().millis();
        long end = System.nanoTime() + 3_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(SteadyClock.ofProcess().millis()).isBetween(before + 2, before + 60_000);
        assertThat(Timers.ofOneThread().clock()).isSameAs(SteadyClock.ofProcess());
    }
}
