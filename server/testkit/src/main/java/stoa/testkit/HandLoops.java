package stoa.testkit;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import stoa.core.entity.EventLoops;

/** One event loop that runs on the test's own thread, when the test says so: deterministic. */
public final class HandLoops implements EventLoops {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    @Override
    public int count() {
        return 1;
    }

    @Override
    public Executor loop(int index) {
        return tasks::add;
    }

    @Override
    public int currentIndex() {
        return running ? 0 : NONE;
    }

    /** Runs what waits, and what that makes ready; false when nothing waited. */
    public boolean run() {
        boolean any = false;
        running = true;
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
                any = true;
            }
        } finally {
            running = false;
        }
        return any;
    }
}
