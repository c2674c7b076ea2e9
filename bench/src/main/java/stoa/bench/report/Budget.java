package stoa.bench.report;

import java.util.OptionalDouble;

/**
 * The most a unit of work may cost: a fixed number, or one relative to the echo, the relay and the
 * better peer measured in the same run. What was not measured does not bind.
 *
 * @param fixed in the row's unit; 0 for none
 * @param timesEcho times the echo of the same row; 0 for none
 * @param timesRelay times the relay of the same row; 0 for none
 * @param peerDivisor the best peer divided by this; 0 for none
 * @param p99Millis the longest p99 latency; 0 for none
 */
public record Budget(
        double fixed, double timesEcho, double timesRelay, double peerDivisor, double p99Millis) {
    static Budget none() {
        return fixed(0);
    }

    static Budget fixed(double value) {
        return new Budget(value, 0, 0, 0, 0);
    }

    static Budget echoAndPeer(double timesEcho, double peerDivisor) {
        return new Budget(0, timesEcho, 0, peerDivisor, 0);
    }

    static Budget relay(double timesRelay) {
        return relayAndPeer(timesRelay, 0);
    }

    static Budget relayAndPeer(double timesRelay, double peerDivisor) {
        return new Budget(0, 0, timesRelay, peerDivisor, 0);
    }

    Budget within(double millis) {
        return new Budget(fixed, timesEcho, timesRelay, peerDivisor, millis);
    }

    /** The budget in this run, or empty when nothing it refers to was measured. */
    OptionalDouble in(Results results, Work row) {
        double least = Double.POSITIVE_INFINITY;
        if (fixed > 0) {
            least = fixed;
        }
        if (timesEcho > 0) {
            least = Math.min(least, timesEcho * measured(results, row, Results.FLOOR));
        }
        if (timesRelay > 0) {
            least = Math.min(least, timesRelay * measured(results, row, Results.RELAY));
        }
        if (peerDivisor > 0) {
            least =
                    Math.min(
                            least,
                            results.bestPeer(row).orElse(Double.POSITIVE_INFINITY) / peerDivisor);
        }
        return Double.isInfinite(least) ? OptionalDouble.empty() : OptionalDouble.of(least);
    }

    private static double measured(Results results, Work row, String column) {
        return results.value(row, column).orElse(Double.POSITIVE_INFINITY);
    }
}
