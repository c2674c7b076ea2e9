package stoa.net.limit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failures by key; what is counted fades away at a steady rate. Whoever has reached the
 * limit is full, and stays so until half of it has faded: otherwise each failure that fades would
 * let one more guess in. Remembers the keys that failed last, a bounded number of them. Safe on any
 * thread; rarely used.
 */
final class Failures<K> {
    private record Count(double failures, long atMs, boolean full) {}

    private final int mostKeys;
    private final double most;
    private final double fadingPerMs;
    private final LinkedHashMap<K, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param most how many make a key full
     */
    Failures(int mostKeys, double most, double fadingPerSecond) {
        this.mostKeys = mostKeys;
        this.most = most;
        this.fadingPerMs = fadingPerSecond / 1000;
    }

    /** One more failure; returns how many that makes now. */
    synchronized double add(K key, long nowMs) {
        double count = count(key, nowMs) + 1;
        counts.put(key, new Count(count, nowMs, count >= most || isFull(key, nowMs)));
        if (counts.size() > mostKeys) {
            Map.Entry<K, Count> oldest = counts.entrySet().iterator().next();
            counts.remove(oldest.getKey());
        }
        return count;
    }

    synchronized double count(K key, long nowMs) {
        Count count = counts.get(key);
        return count == null ? 0 : Math.max(0, count.failures - (nowMs - count.atMs) * fadingPerMs);
    }

    /** Whether it has reached the limit and not come down to half of it since. */
    synchronized boolean isFull(K key, long nowMs) {
        Count count = counts.get(key);
        return count != null && count.full && count(key, nowMs) >= most / 2;
    }

    /** Whether the limit is reached at this moment. */
    synchronized boolean isAtLimit(K key, long nowMs) {
        return count(key, nowMs) >= most;
    }
}
