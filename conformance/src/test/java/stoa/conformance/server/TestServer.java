package stoa.conformance.server;

import stoa.conformance.wire.Endpoint;

/** A server the suite has started. Stopped by {@link #close}. */
public interface TestServer extends AutoCloseable {
    /** Starts the packaged server and waits until it says that it is ready. */
    static TestServer start(Setup setup) {
        if (System.getProperty("stoa.peer", "").equals("prosody")) {
            return new ProsodyServer(setup);
        }
        return new PackagedServer(setup);
    }

    Endpoint endpoint();

    /** The process that has the sockets. */
    long pid();

    /** {@code kill -9}, and waits for the end. */
    void kill();

    /**
     * Starts again on the same data and addresses after {@link #kill}, and waits until it is ready.
     */
    void startAgain();

    /** The newest lines of the server's own output, for messages of failed tests. */
    String log();

    /** SIGTERM, and waits for the end. */
    @Override
    void close();
}
