package stoa.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import stoa.core.entity.EventLoops;

/**
 * Finds event loops that wait: looks at their threads every few milliseconds and notes one that
 * sleeps, waits or is blocked for several looks in a row. A loop without work is in its selector,
 * which does not count as waiting for the JVM; one that computes does not either, so a busy machine
 * raises no alarm.
 */
public final class LoopWatchdog implements AutoCloseable {
    private static final int LOOK_MS = 10;
    private static final int LOOKS = 20;

    private final List<Thread> loops = new ArrayList<>();
    private final Queue<String> found = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    public LoopWatchdog(EventLoops eventLoops) {
        CountDownLatch known = new CountDownLatch(eventLoops.count());
        for (int i = 0; i < eventLoops.count(); i++) {
            eventLoops
                    .loop(i)
                    .execute(
                            () -> {
                                synchronized (loops) {
                                    loops.add(Thread.currentThread());
                                }
                                known.countDown();
                            });
        }
        try {
            if (!known.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("an event loop does not run");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        thread = Thread.ofPlatform().daemon().name("loop-watchdog").start(this::watch);
    }

    private void watch() {
        int[] waiting = new int[loops.size()];
        CountDownLatch never = new CountDownLatch(1);
        while (!closed) {
            for (int i = 0; i < waiting.length; i++) {
                Thread loop = loops.get(i);
                waiting[i] =
                        switch (loop.getState()) {
                            case WAITING, TIMED_WAITING, BLOCKED -> waiting[i] + 1;
                            default -> 0;
                        };
                if (waiting[i] == LOOKS) {
                    String stack = Arrays.toString(loop.getStackTrace());
                    // Opening a listener takes Vert.x's own lock, once, before anybody is served;
                    // who needs a class waits for who loads it already, once, maybe from a disk
                    // that stalls.
                    if (!stack.contains("NetServerImpl.bind(")
                            && !stack.contains("jdk.internal.loader.")) {
                        found.add(loop.getName() + " " + stack);
                    }
                }
            }
            try {
                never.await(LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Where loops were found waiting, each with its stack. */
    public List<String> found() {
        return List.copyOf(found);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
