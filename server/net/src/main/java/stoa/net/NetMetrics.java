package stoa.net;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the listeners count. Plain counters that any thread raises; the server's assembly shows them
 * under their names. {@code …Now} go up and down.
 */
public final class NetMetrics {
    public final LongAdder connectionsAccepted = new LongAdder();
    public final LongAdder connectionsRefused = new LongAdder();
    public final LongAdder connectionsNow = new LongAdder();
    public final LongAdder tlsHandshakesFailed = new LongAdder();
    public final LongAdder loginsSucceeded = new LongAdder();
    public final LongAdder loginsFailed = new LongAdder();
    public final LongAdder loginsThrottled = new LongAdder();
    public final LongAdder answersDelayed = new LongAdder();
    public final LongAdder sessionsNow = new LongAdder();
    public final LongAdder sessionsHibernatingNow = new LongAdder();
    public final LongAdder sessionsResumed = new LongAdder();
    public final LongAdder resumptionsFailed = new LongAdder();
    public final LongAdder sessionsExpired = new LongAdder();
    public final LongAdder stanzasIn = new LongAdder();
    public final LongAdder stanzasOut = new LongAdder();
    public final LongAdder bytesIn = new LongAdder();
    public final LongAdder streamErrors = new LongAdder();
    public final LongAdder slowReaders = new LongAdder();
    public final LongAdder readsPaused = new LongAdder();
    public final LongAdder deadlinesMissed = new LongAdder();
}
