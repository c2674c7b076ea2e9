package stoa.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** How the log is set up, when Logback asks. */
class ConsoleLogTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void logback_finds_it() {
        assertThat(ServiceLoader.load(Configurator.class)).hasOnlyElementsOfType(ConsoleLog.class);
    }

    @Test
    void others_say_only_what_is_wrong() {
        assertThat(new ConsoleLog().configure(context))
                .isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        assertThat(context.getLogger("stoa.app").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(context.getLogger("io.netty.channel").getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(context.getLogger("ROOT").getAppender("STDOUT").isStarted()).isTrue();
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void a_file_of_the_operators_is_read_instead() {
        System.setProperty("logback.configurationFile", "of-the-operator.xml");
        try {
            assertThat(new ConsoleLog().configure(context))
                    .isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
            assertThat(context.getLogger("ROOT").iteratorForAppenders()).isExhausted();
        } finally {
            System.clearProperty("logback.configurationFile");
        }
    }
}
