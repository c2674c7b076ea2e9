package stoa.bench.measure;

/**
 * Work that keeps a server busy until it is told to stop. Confined to the client loop's thread; may
 * be started again after it was drained.
 */
public abstract class Load {
    protected final Histogram latency = new Histogram();
    protected boolean sending;
    private long units;
    private String failure = "";

    /** Begins to send. */
    public final void start() {
        sending = true;
        begin();
    }

    /** Sends nothing new; what is under way is still waited for. */
    public final void stop() {
        sending = false;
    }

    protected abstract void begin();

    /** Whether nothing is under way any more. */
    public abstract boolean drained();

    /** What was lost since the load exists. */
    public Losses losses() {
        return Losses.NONE;
    }

    /** One unit of work is done, after so long. */
    protected final void done(long nanos) {
        units++;
        latency.record(nanos);
    }

    /** Something happened that makes the result worthless; the first such text is kept. */
    protected final void failed(String why) {
        if (failure.isEmpty()) {
            failure = why;
        }
        sending = false;
    }

    /** Why the result is worthless, or "". */
    public final String failure() {
        return failure;
    }

    /** Units done since the load exists. */
    public final long units() {
        return units;
    }

    public final Histogram latency() {
        return latency;
    }
}
