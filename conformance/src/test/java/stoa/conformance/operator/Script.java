package stoa.conformance.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import stoa.conformance.server.PackagedServer;

/** The script as an operator types it. */
final class Script {
    private Script() {}

    /** How a command ended, and all it said. */
    record Ended(int status, String said) {
        void well() {
            assertThat(status).as(said).isZero();
        }

        /** It failed by a sentence, not by a stack trace. */
        void plainly(String... words) {
            assertThat(status).as(said).isNotZero();
            assertThat(said).contains(words).doesNotContain("stoa ready").doesNotContain("\tat ");
        }
    }

    /** Runs it; it must end by itself. */
    static Ended stoa(String input, String... words) throws IOException, InterruptedException {
        var line = new ArrayList<String>();
        line.add(PackagedServer.root().resolve("stoa").toString());
        line.addAll(List.of(words));
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (var keys = process.getOutputStream()) {
            keys.write(input.getBytes(UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said);
    }
}
