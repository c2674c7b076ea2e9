package stoa.app.pie;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says how far long work has come, every few seconds. */
final class Progress {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Consumer<String> says;
    private @Nullable Instant last;

    Progress(InstantSource clock, Consumer<String> says) {
        this.clock = clock;
        this.says = says;
    }

    /** Called often. */
    void at(ImportReport report) {
        Instant now = clock.instant();
        if (last == null) {
            last = now;
        } else if (Duration.between(last, now).compareTo(PAUSE) >= 0) {
            last = now;
            says.accept("so far: " + report.counts());
        }
    }
}
