package stoa.core.hook;

import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A phase that may change its subject. Handlers must not depend on each other's order; a handler
 * that throws is logged and what it was given goes on unchanged.
 */
public final class Transform<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Transform.class);

    private final String name;

    Transform(String name) {
        this.name = name;
    }

    /** The handlers of one server, as the code that runs the phase holds them. */
    public final class Chain {
        private final List<UnaryOperator<T>> handlers;

        Chain(List<UnaryOperator<T>> handlers) {
            this.handlers = List.copyOf(handlers);
        }

        public boolean isEmpty() {
            return handlers.isEmpty();
        }

        public T apply(T subject) {
            T changed = subject;
            for (int i = 0; i < handlers.size(); i++) {
                try {
                    changed = handlers.get(i).apply(changed);
                } catch (RuntimeException e) {
                    LOG.error("hook_failed phase={}", name, e);
                }
            }
            return changed;
        }
    }
}
