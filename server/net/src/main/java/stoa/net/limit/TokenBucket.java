package stoa.net.limit;

/**
 * A rate with a burst: so many units a second, and at most so many at once. Confined to one thread.
 * Takes more than it has once, and then owes it: what was read was read.
 */
public final class TokenBucket {
    private final double perMs;
    private final double burst;
    private double tokens;
    private long atMs;

    public TokenBucket(double perSecond, double burst, long nowMs) {
        this.perMs = perSecond / 1000;
        this.burst = burst;
        this.tokens = burst;
        this.atMs = nowMs;
    }

    /** Takes units; false when there were not enough, and nothing more should be taken for now. */
    public boolean take(long units, long nowMs) {
        refill(nowMs);
        tokens -= units;
        return tokens >= 0;
    }

    /** Whether anything may be taken again. */
    public boolean hasAny(long nowMs) {
        refill(nowMs);
        return tokens >= 0;
    }

    private void refill(long nowMs) {
        if (nowMs > atMs) {
            tokens = Math.min(burst, tokens + (nowMs - atMs) * perMs);
            atMs = nowMs;
        }
    }
}
