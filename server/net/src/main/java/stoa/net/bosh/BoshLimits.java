package stoa.net.bosh;

/**
 * What a session may ask for, XEP-0124 section 7.
 *
 * @param waitSeconds the longest time that a request is held
 * @param hold the most requests that are held
 * @param pollingSeconds empty requests may not come more often than this
 * @param inactivitySeconds how long a client may have no request under way
 * @param pollingInactivitySeconds the same for those that hold none
 * @param pauseSeconds the longest pause
 * @param pendingBytes what is written into one response before the rest waits for the next one
 * @param sessionsPerAddress sessions of one address; 0 for any number
 */
public record BoshLimits(
        int waitSeconds,
        int hold,
        int pollingSeconds,
        int inactivitySeconds,
        int pollingInactivitySeconds,
        int pauseSeconds,
        int pendingBytes,
        int sessionsPerAddress) {
    public static final BoshLimits DEFAULTS =
            new BoshLimits(60, 1, 2, 60, 120, 120, 256 * 1024, 200);

    /** How many requests may be under way: one that is held, and one that brings something. */
    int requests() {
        return hold + 1;
    }

    /** These limits with another number of sessions of one address. */
    public BoshLimits withSessionsPerAddress(int most) {
        return new BoshLimits(
                waitSeconds,
                hold,
                pollingSeconds,
                inactivitySeconds,
                pollingInactivitySeconds,
                pauseSeconds,
                pendingBytes,
                most);
    }
}
