package stoa.accounts.rate;

import java.util.concurrent.atomic.AtomicLong;

/**
 * So many within a minute, all of them at once if need be, and then one by one as time passes. Safe
 * on any thread, without locks: a single number says when the last one taken would be paid for, and
 * that may lie up to a minute ahead.
 */
final class MinuteRate {
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final long NS_PER_MS = 1_000_000;

    private final long intervalNs;
    private final AtomicLong paidAtNs = new AtomicLong(Long.MIN_VALUE);

    /**
     * @param most within a minute; 0 for any number
     */
    MinuteRate(int most) {
        intervalNs = most == 0 ? 0 : MINUTE_NS / most;
    }

    /** Takes one; false when there is none, and nothing is taken then. */
    boolean take(long nowMs) {
        if (intervalNs == 0) {
            return true;
        }
        long now = nowMs * NS_PER_MS;
        while (true) {
            long paid = paidAtNs.get();
            long next = Math.max(paid, now) + intervalNs;
            if (next - now > MINUTE_NS) {
                return false;
            }
            if (paidAtNs.compareAndSet(paid, next)) {
                return true;
            }
        }
    }

    /** Gives back one that was taken. */
    void giveBack() {
        paidAtNs.addAndGet(-intervalNs);
    }

    /** Whether all of it is there. */
    boolean isFull(long nowMs) {
        return paidAtNs.get() <= nowMs * NS_PER_MS;
    }
}
