package stoa.core.entity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** What a clock showed once, and what has passed since by a counter that nobody sets. */
final class PassedTime implements SteadyClock {
    static final SteadyClock OF_PROCESS = new PassedTime(InstantSource.system(), System::nanoTime);

    private static final long NANOS_PER_MS = 1_000_000;

    private final LongSupplier nanos;
    private final Instant begun;
    private final long begunNanos;

    PassedTime(InstantSource machine, LongSupplier nanos) {
        this.nanos = nanos;
        this.begun = machine.instant();
        this.begunNanos = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return begun.plus(Duration.ofNanos(nanos.getAsLong() - begunNanos));
    }

    @Override
    public long millis() {
        return begun.toEpochMilli() + (nanos.getAsLong() - begunNanos) / NANOS_PER_MS;
    }
}
