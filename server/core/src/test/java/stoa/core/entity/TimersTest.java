package stoa.core.entity;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a timer does when its task is broken. */
class TimersTest {
    private static final Duration SOON = Duration.ofMillis(1);

    private final Logger logger = (Logger) LoggerFactory.getLogger(Timers.class);
    private final BlockingQueue<ILoggingEvent> logged = new LinkedBlockingQueue<>();
    private final AppenderBase<ILoggingEvent> listener =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    logged.add(event);
                }
            };
    private final Timers timers = Timers.ofOneThread();

    @BeforeEach
    void listen() {
        listener.start();
        logger.addAppender(listener);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(listener);
    }

    @Test
    void what_fails_is_told() throws Exception {
        timers.after(
                SOON,
                () -> {
                    throw new IllegalStateException("a bug of this one");
                });
        ILoggingEvent told = logged.poll(30, TimeUnit.SECONDS);
        assertThat(told).isNotNull();
        assertThat(told.getLevel()).isEqualTo(Level.ERROR);
        assertThat(told.getFormattedMessage()).isEqualTo("timer_failed");
        assertThat(told.getThrowableProxy().getMessage()).isEqualTo("a bug of this one");
    }

    @Test
    void what_comes_again_and_again_goes_on_when_one_time_fails() throws Exception {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        timers.every(
                SOON,
                () -> {
                    if (times.get() == 3) {
                        over.countDown();
                    }
                    return times.get() < 3;
                },
                () -> {
                    times.incrementAndGet();
                    throw new StackOverflowError("a bug of every time");
                });
        assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(times).hasValue(3);
        assertThat(logged).hasSize(3);
    }
}
