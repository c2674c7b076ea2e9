package stoa.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stoa.conformance.server.Account;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Session;
import stoa.conformance.wire.Transport;

/**
 * Somebody who tries passwords (RFC 6120, 13.11): few guesses are looked at, and soon none any
 * more.
 */
class GuessingTest {
    /** A person with a keyboard and a bad memory makes fewer; a dictionary has more. */
    private static final int LOOKED_AT_AT_MOST = 40;

    private static final int GUESSERS = 8;
    private static final Duration PERSISTENCE = Duration.ofSeconds(90);

    private final Account juliet = Account.of("juliet@example.org");
    private final AtomicInteger lookedAt = new AtomicInteger();
    private final AtomicBoolean refused = new AtomicBoolean();

    @Tag("open") // does not hold yet: docs/developing/conformance.md, "Open"
    @Test
    void after_some_wrong_guesses_no_more_are_looked_at() throws InterruptedException {
        try (var server = TestServer.start(Setup.of("example.org").account(juliet))) {
            long deadline = System.nanoTime() + PERSISTENCE.toNanos();
            var guessers = new ArrayList<Thread>();
            for (int i = 0; i < GUESSERS; i++) {
                guessers.add(Thread.ofVirtual().start(() -> guess(server, deadline)));
            }
            for (var guesser : guessers) {
                guesser.join();
            }
            assertThat(lookedAt.get()).as("guesses looked at").isBetween(1, LOOKED_AT_AT_MOST);
            assertThat(refused).as("refused to look at more").isTrue();
            assertThat(answer(server, juliet.password()))
                    .as("the right one, guessed now")
                    .isNotEqualTo("success");
        }
    }

    private void guess(TestServer server, long deadline) {
        while (!refused.get()
                && lookedAt.get() <= LOOKED_AT_AT_MOST
                && System.nanoTime() < deadline) {
            if (answer(server, "guess").equals("not-authorized")) {
                lookedAt.incrementAndGet();
            } else {
                refused.set(true);
            }
        }
    }

    /** The answer's condition, or "closed" if the server would not even talk. */
    private String answer(TestServer server, String password) {
        try (var session =
                new Session(
                        Connection.open(server.endpoint(), "example.org", Transport.STARTTLS))) {
            var answer = session.tryToAuthenticate("juliet", password, "PLAIN", "n");
            return answer.name().equals("success")
                    ? "success"
                    : answer.children().findFirst().orElseThrow().name();
        } catch (AssertionError | RuntimeException e) {
            return "closed";
        }
    }
}
