package stoa.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import stoa.core.entity.SteadyClock;
import stoa.core.entity.Timers;

/** Timers that fire when a manual clock has passed their time and the test lets them. */
public final class ManualTimers implements Timers {
    private record Due(Instant at, long number, Runnable task) {}

    private final SteadyClock clock;
    private final PriorityQueue<Due> waiting =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
    private long numbers;

    public ManualTimers(SteadyClock clock) {
        this.clock = clock;
    }

    @Override
    public SteadyClock clock() {
        return clock;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        waiting.add(new Due(clock.instant().plus(delay), numbers++, task));
    }

    /** Runs what is due; false when nothing was. */
    public boolean fire() {
        boolean any = false;
        while (!waiting.isEmpty() && !waiting.peek().at.isAfter(clock.instant())) {
            waiting.remove().task.run();
            any = true;
        }
        return any;
    }
}
