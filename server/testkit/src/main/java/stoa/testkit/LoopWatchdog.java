package stoa.testkit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
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
 * which does not count as waiting for the JVM; one that computes does not either, nor does one
 * whose turn comes as soon as another thread has computed, so a busy machine raises no alarm.
 */
public final class LoopWatchdog implements AutoCloseable {
    private static final int LOOK_MS = 10;
    private static final int LOOKS = 20;

    /** So many wait for each other only where nobody ever gets on. */
    private static final int MANY = 20;

    /**
     * Opening a listener takes Vert.x's own lock, once, before anybody is served; who needs a class
     * waits for who loads it already, once, maybe from a disk that stalls; who has something to log
     * waits for whoever logs, and that one for what reads the log, here Maven.
     */
    private static final List<String> ALLOWED =
            List.of("NetServerImpl.bind(", "jdk.internal.loader.", "ch.qos.logback.");

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

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
                            case WAITING, TIMED_WAITING, BLOCKED ->
                                    isHeldByOneThatComputes(loop) ? 0 : waiting[i] + 1;
                            default -> 0;
                        };
                if (waiting[i] == LOOKS) {
                    String stack = Arrays.toString(loop.getStackTrace());
                    if (ALLOWED.stream().noneMatch(stack::contains)) {
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

    /**
     * Whether it waits for a lock only until its owner, or who holds up that one, is given the
     * processor for long enough.
     */
    private static boolean isHeldByOneThatComputes(Thread loop) {
        ThreadInfo held = THREADS.getThreadInfo(loop.threadId(), 1);
        for (int i = 0; i < MANY && held != null && held.getLockOwnerId() != -1; i++) {
            held = THREADS.getThreadInfo(held.getLockOwnerId(), 1);
            if (held != null && held.getThreadState() == Thread.State.RUNNABLE) {
                StackTraceElement[] stack = held.getStackTrace();
                // Who reads, writes or forces a file runs, says the JVM; but that is the disk's
                // time.
                return stack.length == 0 || !stack[0].isNativeMethod();
            }
        }
        return false;
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
