package stoa.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stoa.conformance.server.Account;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Session;
import stoa.conformance.wire.Transport;

/** Somebody who tries passwords (RFC 6120, 13.11): soon no guess is looked at any more. */
class GuessingTest {
    private static final int GUESSES = 60;

    private final Account juliet = Account.of("juliet@example.org");

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void after_some_wrong_guesses_no_more_are_looked_at() {
        try (var server = TestServer.start(Setup.of("example.org").account(juliet))) {
            int lookedAt = 0;
            boolean refused = false;
            for (int i = 0; i < GUESSES && !refused; i++) {
                String answer = guess(server, "guess " + i);
                refused = !answer.equals("not-authorized");
                lookedAt++;
            }
            assertThat(refused).as("%s guesses were looked at", lookedAt).isTrue();
            assertThat(guess(server, juliet.password()))
                    .as("the right one, guessed now")
                    .isNotEqualTo("success");
        }
    }

    /** The answer's condition, or "closed" if the server would not even talk. */
    private String guess(TestServer server, String password) {
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
