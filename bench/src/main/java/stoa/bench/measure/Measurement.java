package stoa.bench.measure;

/**
 * What one measured window came to.
 *
 * @param units units of work done
 * @param cpuNanos the server's CPU time, the work it put off included
 * @param wallNanos from the first unit's start to the last one's end
 * @param othersShare CPU time of everything that is neither the server nor the generator, as a
 *     share of the machine's: noise
 */
public record Measurement(
        long units,
        long cpuNanos,
        long wallNanos,
        double p50Millis,
        double p99Millis,
        double maxMillis,
        double othersShare,
        Losses losses,
        String failure) {
    /** The server's CPU time per unit of work, in microseconds. */
    public double cpuMicros() {
        return units == 0 ? Double.NaN : cpuNanos / 1e3 / units;
    }

    public double perSecond() {
        return wallNanos == 0 ? 0 : units * 1e9 / wallNanos;
    }

    /** Why the result does not count, or "". */
    public String problem() {
        if (!failure.isEmpty()) {
            return failure;
        }
        if (losses.any()) {
            return losses.toString();
        }
        return units == 0 ? "nothing was done" : "";
    }
}
