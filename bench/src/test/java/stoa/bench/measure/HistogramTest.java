package stoa.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void percentilesAreWithinTheBucketsWidth() {
        Histogram histogram = new Histogram();
        long[] values = new Random(7).longs(10_000, 1, 5_000_000_000L).sorted().toArray();
        for (long value : values) {
            histogram.record(value);
        }
        for (double percent : new double[] {1, 50, 90, 99, 99.9}) {
            long exact = values[(int) Math.ceil(values.length * percent / 100) - 1];
            assertThat(histogram.percentileNanos(percent)).isBetween(exact, (long) (exact * 1.016));
        }
        assertThat(histogram.maxNanos()).isEqualTo(values[values.length - 1]);
        assertThat(histogram.percentileNanos(100)).isEqualTo(histogram.maxNanos());
    }

    @Test
    void everyValueFallsIntoTheBucketWhoseEdgesHoldIt() {
        for (long value : new long[] {0, 1, 63, 64, 65, 127, 128, 1_000, 1L << 40}) {
            int bucket = Histogram.bucketOf(value);
            assertThat(Histogram.upperEdge(bucket)).isGreaterThanOrEqualTo(value);
            assertThat(bucket == 0 ? -1 : Histogram.upperEdge(bucket - 1)).isLessThan(value);
        }
    }

    @Test
    void hugeAndNegativeValuesAreKept() {
        Histogram histogram = new Histogram();
        histogram.record(Long.MAX_VALUE);
        histogram.record(-5);
        assertThat(histogram.count()).isEqualTo(2);
        assertThat(histogram.percentileNanos(50)).isZero();
    }

    @Test
    void clearingForgetsEverything() {
        Histogram histogram = new Histogram();
        histogram.record(10);
        histogram.clear();
        assertThat(histogram.count()).isZero();
        assertThat(histogram.maxNanos()).isZero();
        assertThat(histogram.percentileNanos(50)).isZero();
    }
}
