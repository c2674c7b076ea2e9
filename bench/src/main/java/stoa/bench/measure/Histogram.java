package stoa.bench.measure;

/**
 * Counts durations in buckets of a fixed relative width (at most 1/64 of the value, so under 1.6
 * %), from 1 ns to about 18 minutes; longer ones land in the last bucket. Recording is one array
 * increment. Confined to one thread.
 */
public final class Histogram {
    private static final int SUB_BITS = 6;
    private static final int SUB = 1 << SUB_BITS;
    private static final int MAX_EXPONENT = 40;

    private final long[] buckets = new long[(MAX_EXPONENT - SUB_BITS + 2) * SUB];
    private long count;
    private long maxNanos;

    /** Records one duration; a negative one (a clock that stepped) counts as zero. */
    public void record(long nanos) {
        long value = Math.max(0, nanos);
        buckets[bucketOf(value)]++;
        count++;
        maxNanos = Math.max(maxNanos, value);
    }

    /** Adds everything another histogram holds. */
    public void add(Histogram other) {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] += other.buckets[i];
        }
        count += other.count;
        maxNanos = Math.max(maxNanos, other.maxNanos);
    }

    /** Forgets everything. */
    public void clear() {
        java.util.Arrays.fill(buckets, 0);
        count = 0;
        maxNanos = 0;
    }

    public long count() {
        return count;
    }

    /** The longest duration, exactly. */
    public long maxNanos() {
        return maxNanos;
    }

    /**
     * The duration that {@code percent} of all recorded ones do not exceed (upper edge of its
     * bucket); 0 when empty.
     */
    public long percentileNanos(double percent) {
        if (count == 0) {
            return 0;
        }
        long wanted = Math.max(1, (long) Math.ceil(count * percent / 100.0));
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen >= wanted) {
                return Math.min(upperEdge(i), maxNanos);
            }
        }
        return maxNanos;
    }

    static int bucketOf(long value) {
        if (value < SUB) {
            return (int) value;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(value);
        if (exponent > MAX_EXPONENT) {
            return (MAX_EXPONENT - SUB_BITS + 2) * SUB - 1;
        }
        int sub = (int) (value >>> (exponent - SUB_BITS)) & (SUB - 1);
        return (exponent - SUB_BITS + 1) * SUB + sub;
    }

    static long upperEdge(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int exponent = bucket / SUB + SUB_BITS - 1;
        long sub = bucket % SUB;
        return ((SUB + sub + 1) << (exponent - SUB_BITS)) - 1;
    }
}
