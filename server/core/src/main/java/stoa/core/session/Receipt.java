package stoa.core.session;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Follows one stanza from a client until the server has taken responsibility for it: stored what
 * must be stored, or refused. Only then may stream management count it as handled (XEP-0198 section
 * 4).
 *
 * <p>Counts its holders, starting with one. Whoever passes the stanza on to somebody that finishes
 * later retains it first; every holder releases once. Any thread.
 */
public final class Receipt implements Runnable {
    /** For stanzas that no client waits for. */
    public static final Receipt NONE = new Receipt(() -> {});

    private final AtomicInteger holders = new AtomicInteger(1);
    private final Runnable handled;

    public Receipt(Runnable handled) {
        this.handled = handled;
    }

    public Receipt retain() {
        if (this != NONE) {
            holders.incrementAndGet();
        }
        return this;
    }

    /** As {@link #release}: a receipt is what {@code tell(…, released)} runs. */
    @Override
    public void run() {
        release();
    }

    public void release() {
        if (this != NONE && holders.decrementAndGet() == 0) {
            handled.run();
        }
    }
}
