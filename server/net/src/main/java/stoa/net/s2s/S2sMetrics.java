package stoa.net.s2s;

import java.util.concurrent.atomic.LongAdder;

/** What the streams between servers count; {@code …Now} go up and down. Any thread. */
public final class S2sMetrics {
    public final LongAdder incomingNow = new LongAdder();
    public final LongAdder outgoingNow = new LongAdder();
    public final LongAdder stanzasIn = new LongAdder();
    public final LongAdder stanzasOut = new LongAdder();
    public final LongAdder provedByCertificate = new LongAdder();
    public final LongAdder provedByDialback = new LongAdder();
    public final LongAdder refused = new LongAdder();
    public final LongAdder connectFailures = new LongAdder();
    public final LongAdder resumed = new LongAdder();
    public final LongAdder resumptionsFailed = new LongAdder();
    public final LongAdder bounced = new LongAdder();
    public final LongAdder streamErrors = new LongAdder();
}
