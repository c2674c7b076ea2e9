package stoa.net.s2s;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The streams of other servers that these may go on with (XEP-0198 section 5), by their ids, and
 * for some that are over how much was handled on them. Any thread.
 */
final class Resumables {
    /** Streams without a connection that are kept at a time. */
    static final int MOST_SUSPENDED = 1_000;

    /** Ended ones that are remembered; the oldest are forgotten first. */
    private static final int REMEMBERED = 1_000;

    private record Ended(DomainPair pair, long handled) {}

    private final Map<String, Resumable> all = new ConcurrentHashMap<>();
    private final Map<String, Ended> ended = new LinkedHashMap<>();

    void add(Resumable stream) {
        all.put(stream.id, stream);
    }

    /** The stream of that id, if the other server opened it. */
    @Nullable Resumable find(String id) {
        return all.get(id);
    }

    /** Those of two domains that wait for a connection. */
    List<Resumable> suspended(DomainPair pair) {
        return all.values().stream()
                .filter(one -> one.pair.equals(pair) && one.isSuspended())
                .toList();
    }

    boolean mayKeep() {
        long suspended = all.values().stream().filter(Resumable::isSuspended).count();
        return suspended < MOST_SUSPENDED;
    }

    /** It is over. */
    void remove(Resumable stream) {
        if (all.remove(stream.id) != null) {
            synchronized (ended) {
                ended.put(stream.id, new Ended(stream.pair, stream.handled()));
                if (ended.size() > REMEMBERED) {
                    ended.remove(ended.keySet().iterator().next());
                }
            }
        }
    }

    /** What was handled on a stream of that pair that is over, or null when it is not known. */
    @Nullable Long handledOn(String id, DomainPair pair) {
        synchronized (ended) {
            Ended stream = ended.get(id);
            return stream != null && stream.pair.equals(pair) ? stream.handled : null;
        }
    }
}
