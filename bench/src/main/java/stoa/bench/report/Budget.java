package stoa.bench.report;

import java.util.OptionalDouble;

/**
 * The most a unit of work may cost: a fixed number, or one relative to the echo and to the better
 * peer measured in the same run. What was not measured does not bind.
 *
 * @param fixed in the row's unit; 0 for none
 * @param timesEcho times the echo of the same row, or of {@link Work#CHAT_ON_W1} for rooms; 0 for
 *     none
 * @param peerDivisor the best peer divided by this; 0 for none
 * @param echoOfSingleMessage whether the echo meant is the one with a message under way
 * @param p99Millis the longest p99 latency; 0 for none
 */
public record Budget(
        double fixed,
        double timesEcho,
        double peerDivisor,
        boolean echoOfSingleMessage,
        double p99Millis) {
    static Budget none() {
        return fixed(0);
    }

    static Budget fixed(double value) {
        return new Budget(value, 0, 0, false, 0);
    }

    static Budget echoAndPeer(double timesEcho, double peerDivisor) {
        return new Budget(0, timesEcho, peerDivisor, false, 0);
    }

    static Budget peer(double divisor) {
        return new Budget(0, 0, divisor, false, 0);
    }

    static Budget roomDelivery() {
        return new Budget(0, 0.75, 5, true, 0);
    }

    Budget within(double millis) {
        return new Budget(fixed, timesEcho, peerDivisor, echoOfSingleMessage, millis);
    }

    /** The budget in this run, or empty when nothing it refers to was measured. */
    OptionalDouble in(Results results, Work row) {
        double least = Double.POSITIVE_INFINITY;
        if (fixed > 0) {
            least = fixed;
        }
        if (timesEcho > 0) {
            OptionalDouble echo =
                    results.value(echoOfSingleMessage ? Work.CHAT_ON_W1 : row, Results.FLOOR);
            least = Math.min(least, timesEcho * echo.orElse(Double.POSITIVE_INFINITY));
        }
        if (peerDivisor > 0) {
            least =
                    Math.min(
                            least,
                            results.bestPeer(row).orElse(Double.POSITIVE_INFINITY) / peerDivisor);
        }
        return Double.isInfinite(least) ? OptionalDouble.empty() : OptionalDouble.of(least);
    }
}
