package stoa.net.limit;

/**
 * The limits on rates and numbers that {@code limits.enabled=false} lifts for a load test.
 *
 * @param connectionsPerAddress at a time; 0 for any number
 * @param stanzasPerSecond of one session, in the long run; 0 for any number
 * @param stanzasAtOnce of one session, before the rate counts
 * @param bytesPerSecond of one session, in the long run; 0 for any number
 * @param bytesAtOnce of one session, before the rate counts
 * @param guesses whether guessing passwords is slowed down
 */
public record NetLimits(
        int connectionsPerAddress,
        int stanzasPerSecond,
        int stanzasAtOnce,
        int bytesPerSecond,
        int bytesAtOnce,
        boolean guesses) {
    public static final NetLimits DEFAULTS =
            new NetLimits(1_000, 100, 1_000, 256 * 1024, 2 * 1024 * 1024, true);

    public static final NetLimits NONE = new NetLimits(0, 0, 0, 0, 0, false);
}
