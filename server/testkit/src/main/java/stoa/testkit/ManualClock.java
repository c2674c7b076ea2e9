package stoa.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import stoa.core.entity.SteadyClock;

/** A clock that moves when a test says so. Safe on any thread. */
public final class ManualClock implements InstantSource {
    private volatile Instant passed = Instant.parse("2026-03-01T12:00:00Z");
    private volatile Duration set = Duration.ZERO;

    @Override
    public Instant instant() {
        return passed.plus(set);
    }

    public void advance(Duration by) {
        passed = passed.plus(by);
    }

    /** Somebody sets it, ahead or back; no time passes. */
    public void set(Duration by) {
        set = set.plus(by);
    }

    /** The same time for what lasts: only what passes counts, not what is set. */
    public SteadyClock steady() {
        return () -> passed;
    }
}
