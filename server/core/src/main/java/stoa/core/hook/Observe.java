package stoa.core.hook;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A phase that tells what has happened. Handlers change nothing of it and are isolated from each
 * other: one that throws is logged and the others are told all the same.
 */
public final class Observe<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Observe.class);

    private final String name;

    Observe(String name) {
        this.name = name;
    }

    /** The handlers of one server, as the code that runs the phase holds them. */
    public final class Chain {
        private final List<Consumer<? super T>> handlers;

        Chain(List<Consumer<? super T>> handlers) {
            this.handlers = List.copyOf(handlers);
        }

        public boolean isEmpty() {
            return handlers.isEmpty();
        }

        public void tell(T subject) {
            for (int i = 0; i < handlers.size(); i++) {
                try {
                    handlers.get(i).accept(subject);
                } catch (RuntimeException e) {
                    LOG.error("hook_failed phase={}", name, e);
                }
            }
        }
    }
}
