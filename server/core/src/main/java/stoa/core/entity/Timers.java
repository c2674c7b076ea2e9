package stoa.core.entity;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Has something run after a while. A timer delivers a command to an entity, so that expiry is
 * decided and recorded like everything else; what it runs must only hand over.
 */
@FunctionalInterface
public interface Timers {
    void after(Duration delay, Runnable task);

    /** Timers on one daemon thread of their own, for the life of the process. */
    static Timers ofOneThread() {
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("timers").daemon().factory());
        return (delay, task) -> {
            var _ = thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        };
    }
}
