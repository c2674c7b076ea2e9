package stoa.core.hook;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.xmpp.stanza.StanzaError;

/**
 * A phase that may refuse. All handlers agree or the first refusal counts; the order among them is
 * of no meaning. A handler that throws refuses, with {@code internal-server-error}.
 */
public final class Filter<T> {
    /** One opinion. */
    @FunctionalInterface
    public interface Handler<T> {
        /** Null to allow, or why not. */
        @Nullable StanzaError refuses(T subject);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Filter.class);
    private static final StanzaError FAILED =
            StanzaError.Condition.INTERNAL_SERVER_ERROR.error("This could not be checked.");

    private final String name;

    Filter(String name) {
        this.name = name;
    }

    /** The handlers of one server, as the code that runs the phase holds them. */
    public final class Chain {
        private final List<Handler<T>> handlers;

        Chain(List<Handler<T>> handlers) {
            this.handlers = List.copyOf(handlers);
        }

        public boolean isEmpty() {
            return handlers.isEmpty();
        }

        /** Null when everybody allows it, or the first refusal. */
        public @Nullable StanzaError check(T subject) {
            for (int i = 0; i < handlers.size(); i++) {
                try {
                    StanzaError refusal = handlers.get(i).refuses(subject);
                    if (refusal != null) {
                        return refusal;
                    }
                } catch (RuntimeException e) {
                    LOG.error("hook_failed phase={}", name, e);
                    return FAILED;
                }
            }
            return null;
        }
    }
}
