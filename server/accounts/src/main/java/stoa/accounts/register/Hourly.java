package stoa.accounts.register;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * Counts by key how often something was done; what is counted fades away at a steady rate, all of
 * it within an hour. Remembers a bounded number of keys, those that were counted last. Safe on any
 * thread; rarely used.
 */
public final class Hourly<K> {
    private static final int MOST_KEYS = 20_000;

    /** What fractions may be off by. */
    private static final double ROUNDING = 1e-6;

    private record Count(double done, long atMs) {}

    private final int most;
    private final LinkedHashMap<K, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param most how often within an hour; 0 for any number
     */
    public Hourly(int most) {
        this.most = most;
    }

    /** Whether it may be done once more. */
    public synchronized boolean mayBe(K key, long nowMs) {
        return most == 0 || count(key, nowMs) + 1 <= most + ROUNDING;
    }

    /** After how many milliseconds it may be done once more; 0 for now. */
    public synchronized long waitMs(K key, long nowMs) {
        double tooMany = most == 0 ? 0 : count(key, nowMs) + 1 - most - ROUNDING;
        return tooMany <= 0 ? 0 : (long) Math.ceil(tooMany * Duration.ofHours(1).toMillis() / most);
    }

    /** It was done once more. */
    public synchronized void done(K key, long nowMs) {
        if (most == 0) {
            return;
        }
        counts.put(key, new Count(count(key, nowMs) + 1, nowMs));
        if (counts.size() > MOST_KEYS) {
            Iterator<K> oldest = counts.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** It was not done after all. */
    public synchronized void undone(K key, long nowMs) {
        if (most != 0 && counts.containsKey(key)) {
            counts.put(key, new Count(Math.max(0, count(key, nowMs) - 1), nowMs));
        }
    }

    private double count(K key, long nowMs) {
        Count count = counts.get(key);
        if (count == null) {
            return 0;
        }
        double faded = (double) most * (nowMs - count.atMs) / Duration.ofHours(1).toMillis();
        return Math.max(0, count.done - faded);
    }
}
