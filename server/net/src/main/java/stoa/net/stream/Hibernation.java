package stoa.net.stream;

import stoa.net.csi.Superseded;
import stoa.net.sm.Outbox;

/**
 * A session without a stream, from the loss of one until it is resumed on another (XEP-0198 section
 * 5). What was written to the lost stream stays as it is, for the client counts it. Of what comes
 * meanwhile, what something newer takes the place of is dropped ({@link Superseded}): in the end
 * always, and on the way each time enough has come, so that looking for it costs each stanza little
 * whoever sends them, and no session remembers whose presence waits. Confined to the session's
 * loop.
 */
final class Hibernation {
    /** It is looked for when such a part of the limit has come anew, */
    private static final int PARTS = 8;

    /** and at the limit when such a part of what there is to look at has. */
    private static final int PARTS_AT_LIMIT = 64;

    private final Outbox outbox;
    private final StreamLimits limits;
    private final long sinceMs;
    private int tidyCount;
    private long tidyBytes;

    Hibernation(Outbox outbox, StreamLimits limits, long sinceMs) {
        this.outbox = outbox;
        this.limits = limits;
        this.sinceMs = sinceMs;
    }

    /** Whether the client may not come back any more. */
    boolean isOver(long nowMs) {
        return nowMs - sinceMs > limits.resume().toMillis();
    }

    /** More may have come: drops what is superseded, if it is time to. */
    void tidy() {
        int count = outbox.unwrittenCount() - tidyCount;
        long bytes = outbox.unwrittenBytes() - tidyBytes;
        int stanzasKept = limits.unackedStanzas();
        long bytesKept = limits.unackedBytes();
        if (count > stanzasKept / PARTS
                || bytes > bytesKept / PARTS
                || (outbox.exceeds(stanzasKept, bytesKept) && count > tidyCount / PARTS_AT_LIMIT)) {
            keepNewest();
        }
    }

    /** Drops what is superseded now. */
    void keepNewest() {
        Superseded.dropFrom(outbox);
        tidyCount = outbox.unwrittenCount();
        tidyBytes = outbox.unwrittenBytes();
    }
}
