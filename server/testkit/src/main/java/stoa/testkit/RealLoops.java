package stoa.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import stoa.core.entity.EventLoops;

/** Event loops on threads of their own, for tests of what may happen at the same time. */
public final class RealLoops implements EventLoops, AutoCloseable {
    private final ThreadGroup group = new ThreadGroup("loops");
    private final List<ExecutorService> loops = new ArrayList<>();

    public RealLoops(int count) {
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

    @Override
    public void close() {
        loops.forEach(ExecutorService::close);
    }
}
