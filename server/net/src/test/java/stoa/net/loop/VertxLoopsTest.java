package stoa.net.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class VertxLoopsTest {
    @Test
    void what_is_to_run_every_while_runs_again_after_it_has_failed() throws Exception {
        Vertx vertx = VertxLoops.newVertx(1);
        try {
            CountDownLatch runs = new CountDownLatch(3);
            var running =
                    new VertxLoops(vertx)
                            .every(
                                    Duration.ofMillis(1),
                                    () -> {
                                        runs.countDown();
                                        throw new IllegalStateException("a bug in the task");
                                    });
            assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
            running.cancel(false);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }
}
