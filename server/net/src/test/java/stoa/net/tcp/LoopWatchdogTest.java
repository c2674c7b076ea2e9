package stoa.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import stoa.net.TestServer;
import stoa.net.loop.VertxLoops;
import stoa.testkit.LoopWatchdog;

/** The watchdog sees a loop that waits, on the loops that it is meant for. */
class LoopWatchdogTest {
    @Test
    void a_loop_that_waits_is_found_and_an_idle_one_is_not() throws InterruptedException {
        Vertx vertx = VertxLoops.newVertx(2);
        VertxLoops loops = new VertxLoops(vertx);
        CountDownLatch over = new CountDownLatch(1);
        try (LoopWatchdog watchdog = new LoopWatchdog(loops)) {
            loops.loop(0)
                    .execute(
                            () -> {
                                try {
                                    over.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            });
            while (watchdog.found().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(watchdog.found()).hasSize(1).first().asString().contains("await");
        } finally {
            over.countDown();
            TestServer.await(vertx.close().toCompletionStage().toCompletableFuture());
        }
    }
}
