package stoa.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stoa.conformance.server.Account;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Session;

/**
 * Somebody who tries passwords (RFC 6120, 13.11), from one address or from many: few guesses are
 * looked at, and soon none any more, not even the right one; and the owner gets in meanwhile. The
 * numbers are those of decision 18.
 */
@Tag("slow")
class GuessingTest {
    private static final int FROM_ADDRESS_AT_ACCOUNT = 10;
    private static final int AT_ACCOUNT = 100;
    private static final int FROM_ADDRESS = 60;

    /** Judged before the one before was counted: as many as the server has threads. */
    private static final int AT_ONCE = 8;

    /** For as long a failure counts, of those from everywhere and of those from one address. */
    private static final int FADING_SECONDS = 10;

    private static final String GUESSER = "127.0.0.66";
    private static final String HOME = "127.0.0.77";
    private static final String ELSEWHERE = "127.0.0.88";

    private final Account juliet = Account.of("juliet@example.org");
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(Setup.of("example.org").account(juliet));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void after_some_wrong_guesses_no_more_are_looked_at_and_the_owner_comes_from_elsewhere()
            throws InterruptedException {
        var lookedAt = new AtomicInteger();
        sideBySide(
                8,
                i -> {
                    while (lookedAt.get() < 50
                            && answer(GUESSER, "guess").equals("not-authorized")) {
                        lookedAt.incrementAndGet();
                    }
                });
        assertThat(lookedAt.get())
                .as("guesses looked at")
                .isBetween(FROM_ADDRESS_AT_ACCOUNT, FROM_ADDRESS_AT_ACCOUNT + AT_ONCE);
        assertThat(answer(ELSEWHERE, juliet.password())).as("the owner").isEqualTo("success");
        // And it stays so: no guess becomes free again every few seconds.
        long until = System.nanoTime() + Duration.ofSeconds(8).toNanos();
        while (System.nanoTime() < until) {
            assertThat(answer(GUESSER, juliet.password()))
                    .as("the right one, guessed now")
                    .isEqualTo("temporary-auth-failure");
        }
        assertThat(server.log()).contains("login_throttled").doesNotContain(juliet.password());
    }

    @Test
    void guesses_from_everywhere_end_too_and_keep_the_owner_out_neither_at_home_nor_elsewhere()
            throws InterruptedException {
        assertThat(answer(HOME, juliet.password())).isEqualTo("success");
        var lookedAt = new ConcurrentLinkedQueue<String>();
        long begun = System.nanoTime();
        sideBySide(
                40,
                i -> {
                    String guesser = "127.0.1." + (1 + i);
                    for (int guess = 0; guess < 5; guess++) {
                        if (answer(guesser, "guess").equals("not-authorized")) {
                            lookedAt.add(guesser);
                        }
                    }
                });
        // The guesses of those who had not tried yet go on while failures fade.
        assertThat(lookedAt.size())
                .as("guesses looked at")
                .isBetween(AT_ACCOUNT, AT_ACCOUNT + 2 * AT_ONCE + fadedSince(begun));
        assertThat(answer(HOME, juliet.password())).as("at home").isEqualTo("success");
        // Whoever came too late to fail is none of the guessers, and has a turn like others.
        assertThat(answer(lookedAt.element(), juliet.password()))
                .as("the right one, guessed now")
                .isEqualTo("temporary-auth-failure");
        long until = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        String elsewhere = "none";
        while (!elsewhere.equals("success") && System.nanoTime() < until) {
            elsewhere = answer(ELSEWHERE, juliet.password());
        }
        assertThat(elsewhere).as("elsewhere, after a little while").isEqualTo("success");
    }

    @Test
    void one_password_tried_at_many_accounts_is_tried_at_few_and_keeps_no_colleague_out()
            throws InterruptedException {
        assertThat(answer(GUESSER, juliet.password())).isEqualTo("success");
        var lookedAt = new AtomicInteger();
        long begun = System.nanoTime();
        sideBySide(
                50,
                i -> {
                    for (int guess = 0; guess < 2; guess++) {
                        String name = "u" + i + "-" + guess;
                        if (answer(GUESSER, name, "guess").equals("not-authorized")) {
                            lookedAt.incrementAndGet();
                        }
                    }
                });
        assertThat(lookedAt.get())
                .as("guesses looked at")
                .isBetween(FROM_ADDRESS, FROM_ADDRESS + AT_ONCE + fadedSince(begun));
        assertThat(answer(GUESSER, "romeo", "guess")).isEqualTo("closed");
        assertThat(answer(GUESSER, juliet.password()))
                .as("who has signed in from there before")
                .isEqualTo("success");
    }

    /** How many failures no longer count since then, at most. */
    private static int fadedSince(long begun) {
        return 1
                + (int)
                        (TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)
                                / FADING_SECONDS);
    }

    private static void sideBySide(int many, IntConsumer what) throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < many; i++) {
            int number = i;
            threads.add(Thread.ofVirtual().start(() -> what.accept(number)));
        }
        for (var thread : threads) {
            thread.join();
        }
    }

    private String answer(String from, String password) {
        return answer(from, "juliet", password);
    }

    /** The answer's condition, or "closed" if the server would not even talk. */
    private String answer(String from, String name, String password) {
        try (var session =
                new Session(Connection.openFrom(from, server.endpoint(), "example.org"))) {
            var answer = session.tryToAuthenticate(name, password, "PLAIN", "n");
            return answer.name().equals("success")
                    ? "success"
                    : answer.children().findFirst().orElseThrow().name();
        } catch (AssertionError | RuntimeException e) {
            return "closed";
        }
    }
}
