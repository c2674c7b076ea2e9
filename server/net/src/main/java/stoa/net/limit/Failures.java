package stoa.net.limit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failures by key; what is counted fades away at a steady rate. Remembers the keys that
 * failed last, a bounded number of them. Safe on any thread; rarely used.
 */
final class Failures<K> {
    private record Count(double failures, long atMs) {}

    private final int mostKeys;
    private final double fadingPerMs;
    private final LinkedHashMap<K, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

    Failures(int mostKeys, double fadingPerSecond) {
        this.mostKeys = mostKeys;
        this.fadingPerMs = fadingPerSecond / 1000;
    }

    /** One more failure; returns how many that makes now. */
    synchronized double add(K key, long nowMs) {
        double count = count(key, nowMs) + 1;
        counts.put(key, new Count(count, nowMs));
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

    synchronized void forget(K key) {
        counts.remove(key);
    }
}
