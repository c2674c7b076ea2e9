package stoa.core.entity;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has something run after a while. A timer delivers a command to an entity, so that expiry is
 * decided and recorded like everything else; what it runs must only hand over.
 */
@FunctionalInterface
public interface Timers {
    void after(Duration delay, Runnable task);

    /** The time they go by, which nobody sets. */
    default SteadyClock clock() {
        return SteadyClock.ofProcess();
    }

    /**
     * Has something run again and again, each time after the delay. A time that fails ends nothing.
     *
     * @param goesOn asked before each time; once false, it was the last
     */
    default void every(Duration delay, BooleanSupplier goesOn, Runnable task) {
        after(
                delay,
                () -> {
                    if (goesOn.getAsBoolean()) {
                        try {
                            task.run();
                        } finally {
                            every(delay, goesOn, task);
                        }
                    }
                });
    }

    /**
     * Timers on one daemon thread of their own, for the life of the process. What a task throws is
     * logged and harms no other.
     */
    static Timers ofOneThread() {
        Logger log = LoggerFactory.getLogger(Timers.class);
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("timers").daemon().factory());
        return (delay, task) -> {
            var _ =
                    thread.schedule(
                            () -> {
                                try {
                                    task.run();
                                } catch (RuntimeException | Error e) { // nobody asks the future
                                    log.error("timer_failed", e);
                                }
                            },
                            delay.toMillis(),
                            TimeUnit.MILLISECONDS);
        };
    }
}
