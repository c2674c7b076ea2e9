package stoa.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stoa.net.TestServer;
import stoa.net.loop.VertxLoops;
import stoa.testkit.LoopWatchdog;

/** The watchdog sees a loop that waits, on the loops that it is meant for. */
class LoopWatchdogTest {
    private final Vertx vertx = VertxLoops.newVertx(2);
    private final VertxLoops loops = new VertxLoops(vertx);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Lock lock = new ReentrantLock();
    private final CountDownLatch locked = new CountDownLatch(1);

    @AfterEach
    void stop() {
        over.countDown();
        TestServer.await(vertx.close().toCompletionStage().toCompletableFuture());
    }

    @Test
    void a_loop_that_waits_is_found_and_an_idle_one_is_not() {
        try (LoopWatchdog watchdog = new LoopWatchdog(loops)) {
            loops.loop(0).execute(this::awaitTheEnd);
            awaitFinding(watchdog);
            assertThat(watchdog.found()).hasSize(1).first().asString().contains("awaitTheEnd");
        }
    }

    @Test
    void a_loop_that_waits_for_whoever_waits_is_found() throws InterruptedException {
        Thread owner = Thread.ofPlatform().start(() -> hold(this::awaitTheEnd));
        locked.await();
        try (LoopWatchdog watchdog = new LoopWatchdog(loops)) {
            loops.loop(0).execute(this::awaitTheLock);
            awaitFinding(watchdog);
            assertThat(watchdog.found()).hasSize(1).first().asString().contains("awaitTheLock");
        } finally {
            over.countDown();
            owner.join();
        }
    }

    @Test
    void a_loop_that_waits_for_whoever_computes_is_not() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        Thread owner =
                Thread.ofPlatform()
                        .start(
                                () ->
                                        hold(
                                                () -> {
                                                    while (!done.get()) {
                                                        Thread.onSpinWait();
                                                    }
                                                }));
        locked.await();
        try (LoopWatchdog watchdog = new LoopWatchdog(loops)) {
            loops.loop(0).execute(this::awaitTheLock);
            // Of two that wait as long, only the later one is found.
            loops.loop(1).execute(this::awaitTheEnd);
            awaitFinding(watchdog);
            assertThat(watchdog.found()).hasSize(1).first().asString().contains("awaitTheEnd");
        } finally {
            done.set(true);
            owner.join();
        }
    }

    private static void awaitFinding(LoopWatchdog watchdog) {
        while (watchdog.found().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private void hold(Runnable task) {
        lock.lock();
        try {
            locked.countDown();
            task.run();
        } finally {
            lock.unlock();
        }
    }

    private void awaitTheLock() {
        hold(() -> {});
    }

    private void awaitTheEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
