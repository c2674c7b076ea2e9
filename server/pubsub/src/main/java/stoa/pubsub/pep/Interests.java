package stoa.pubsub.pep;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes each recipient wants to be notified of (XEP-0163 section 4.2). Any thread.
 *
 * <p>Whoever tells one something of a node holds its {@link Interest}'s lock, and so does who notes
 * a new wish and sends the last items for it. So these are told before what is published later, and
 * nothing is missed in between. Nothing waits while a lock is held.
 */
final class Interests {
    /** What one recipient wants. Guarded by itself. */
    static final class Interest {
        private Set<String> nodes = Set.of();

        boolean wants(String node) {
            return nodes.contains(node);
        }

        Set<String> nodes() {
            return nodes;
        }

        /** Notes what is wanted from now on; gives what was not wanted before. */
        Set<String> wantsNow(Set<String> now) {
            Set<String> fresh = new HashSet<>(now);
            fresh.removeAll(nodes);
            nodes = now;
            return fresh;
        }
    }

    private final Map<Recipient, Interest> all = new ConcurrentHashMap<>();

    /** The recipient's, noted from now on. */
    Interest of(Recipient recipient) {
        return all.computeIfAbsent(recipient, key -> new Interest());
    }

    /** The recipient's, or null when nothing was ever noted for it. */
    @Nullable Interest find(Recipient recipient) {
        return all.get(recipient);
    }

    void ended(Recipient recipient) {
        all.remove(recipient);
    }
}
