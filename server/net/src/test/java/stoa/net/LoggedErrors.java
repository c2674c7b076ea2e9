package stoa.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The errors that a class logs until this is closed. */
public final class LoggedErrors implements AutoCloseable {
    private final BlockingQueue<ILoggingEvent> errors = new LinkedBlockingQueue<>();
    private final Logger logger;
    private final AppenderBase<ILoggingEvent> listener =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    if (event.getLevel() == Level.ERROR) {
                        errors.add(event);
                    }
                }
            };

    public LoggedErrors(Class<?> of) {
        logger = (Logger) LoggerFactory.getLogger(of);
        listener.start();
        logger.addAppender(listener);
    }

    /** Waits for the next one, which says words of ours only and has no stack trace. */
    public String next() throws InterruptedException {
        ILoggingEvent error = errors.poll(30, TimeUnit.SECONDS);
        assertThat(error).as("logged").isNotNull();
        assertThat(error.getThrowableProxy()).isNull();
        return error.getFormattedMessage();
    }

    /** There was no other one. */
    public void areNoMore() {
        assertThat(errors).isEmpty();
    }

    @Override
    public void close() {
        logger.detachAppender(listener);
    }
}
