package stoa.accounts.administration;

/** Stops and starts the server; of whoever runs it. Each only hands over and returns. */
public interface ServiceOperator {
    /** Stops in order, as on SIGTERM; the process ends. */
    void stop();

    /** Stops in order and starts again, with the configuration read anew. */
    void restart();
}
