package stoa.net.bosh;

/**
 * One HTTP request that waits for its response. {@link #answer} may be called on any thread, once;
 * what comes after the first is ignored.
 */
interface Exchange {
    /** Sends the response, if the connection is still there. */
    void answer(byte[] body, String contentType);

    /** Whether the connection is gone; the response would reach nobody. */
    boolean isBroken();
}
