package stoa.core.entity;

import java.util.concurrent.Executor;

/**
 * The threads that sockets, parsing and entities share, half as many as cores. Nothing that blocks
 * may run on them.
 */
public interface EventLoops {
    /** On no loop's thread. */
    int NONE = -1;

    int count();

    /**
     * The loop with that index, 0 to count - 1. Tasks of one loop run one after the other, in
     * order.
     */
    Executor loop(int index);

    /** The index of the loop whose own thread this is, or {@link #NONE}. */
    int currentIndex();
}
