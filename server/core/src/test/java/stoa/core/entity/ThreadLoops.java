package stoa.core.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Real event loops for tests: one thread each. */
public final class ThreadLoops implements EventLoops, AutoCloseable {
    private final List<ExecutorService> loops = new ArrayList<>();
    private final ThreadGroup group = new ThreadGroup("test-loops");

    public ThreadLoops(int count) {
        for (int i = 0; i < count; i++) {
            String index = Integer.toString(i);
            loops.add(Executors.newSingleThreadExecutor(task -> new Thread(group, task, index)));
        }
    }

    @Override
    public int count() {
        return loops.size();
    }

    @Override
    public Executor loop(int index) {
        return loops.get(index);
    }

    @Override
    public int currentIndex() {
        Thread here = Thread.currentThread();
        return here.getThreadGroup() == group ? Integer.parseInt(here.getName()) : NONE;
    }

    /** Returns when each loop has done what it was given before. */
    void awaitTurns() throws Exception {
        for (ExecutorService loop : loops) {
            loop.submit(() -> {}).get();
        }
    }

    @Override
    public void close() {
        loops.forEach(ExecutorService::close);
    }
}
