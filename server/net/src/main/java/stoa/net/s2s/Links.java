package stoa.net.s2s;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The links in use, by their pair of domains. Any thread. */
final class Links {
    private final S2sContext server;
    private final Map<DomainPair, Link> all = new ConcurrentHashMap<>();
    private final AtomicLong waitingBytes = new AtomicLong();

    Links(S2sContext server) {
        this.server = server;
    }

    /** The pair's link, made if there is none; null when there are too many. */
    @Nullable Link of(DomainPair pair) {
        Link known = all.get(pair);
        if (known != null && !known.isForgotten()) {
            return known;
        }
        return all.size() >= server.limits.links()
                ? null
                : all.compute(
                        pair,
                        (key, now) ->
                                now == null || now.isForgotten()
                                        ? new Link(server, key, waitingBytes)
                                        : now);
    }

    int size() {
        return all.size();
    }

    /** Looks at the time. */
    void sweep() {
        long now = server.now();
        all.values().removeIf(link -> !link.sweep(now));
    }

    /** Drops everything; returns how many stanzas were waiting. */
    int close() {
        int left = 0;
        for (Link link : all.values()) {
            left += link.close();
        }
        return left;
    }
}
