package stoa.net.s2s;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.net.stream.StanzaText;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * What is to go from one of our domains to one domain of another server: a bounded queue in the
 * order of sending, and the stream that carries it, if there is one. When there is none, one is
 * looked for; as long as that fails it is tried again with growing pauses, and what has waited too
 * long is answered (RFC 6120 section 10.4). Any thread.
 */
final class Link {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final StanzaError FULL =
            Condition.RESOURCE_CONSTRAINT.error("Too much waits for other servers already.");
    private static final StanzaError LATE =
            Condition.REMOTE_SERVER_TIMEOUT.error("That server could not be reached in time.");

    /** A stanza on its way. */
    static final class Waiting {
        final Link link;
        final Stanza stanza;
        final int bytes;
        final long sinceMs;

        Waiting(Link link, Stanza stanza, int bytes, long sinceMs) {
            this.link = link;
            this.stanza = stanza;
            this.bytes = bytes;
            this.sinceMs = sinceMs;
        }
    }

    private final S2sContext server;
    private final DomainPair pair;
    private final LinkQueue queue;
    private @Nullable Carrier carrier;
    private boolean connecting;
    private boolean forgotten;
    private int failures;
    private long retryAtMs;
    private Failure last = Failure.unreachable("not tried");

    /** A link whose queue counts into those of all links. */
    Link(S2sContext server, DomainPair pair, AtomicLong bytesOfAll) {
        this.server = server;
        this.pair = pair;
        this.queue = new LinkQueue(server.limits.queue(), bytesOfAll);
    }

    DomainPair pair() {
        return pair;
    }

    /** Takes a stanza; false when this link is of the past and a new one is to be made. */
    boolean send(Stanza stanza) {
        long now = server.now();
        Waiting waiting = new Waiting(this, stanza, StanzaText.weigh(stanza), now);
        StanzaError refusal = null;
        Carrier awake = null;
        synchronized (this) {
            if (forgotten) {
                return false;
            }
            if (carrier == null
                    && !connecting
                    && retryAtMs - now > server.limits.patience().toMillis()) {
                refusal = last.error();
            } else if (!queue.offer(waiting)) {
                refusal = FULL;
            } else {
                awake = carrier;
                if (awake == null) {
                    connect(retryAtMs - now);
                }
            }
        }
        if (refusal != null) {
            refuse(stanza, refusal);
        } else if (awake != null) {
            awake.wake(this);
        }
        return true;
    }

    /** The lock is held. */
    private void connect(long inMs) {
        if (!connecting) {
            connecting = true;
            server.later(inMs, () -> server.connector.carry(this));
        }
    }

    /** The next stanza for that stream to send, or null. On the stream's loop. */
    synchronized @Nullable Waiting next(Carrier asking) {
        return carrier == asking ? queue.poll() : null;
    }

    synchronized boolean isCarriedBy(Carrier stream) {
        return carrier == stream;
    }

    /** A stream can carry this link; false when another one does already. */
    boolean attach(Carrier stream) {
        synchronized (this) {
            if (carrier != null || forgotten) {
                return false;
            }
            carrier = stream;
            connecting = false;
            failures = 0;
            retryAtMs = 0;
        }
        stream.wake(this);
        return true;
    }

    /**
     * The stream that carried this link has ended.
     *
     * @param unacknowledged what it had sent without the other server having said that it has it
     * @param inMs how long to wait before the next attempt
     */
    void detach(Carrier stream, List<Waiting> unacknowledged, long inMs) {
        List<Waiting> unsure;
        synchronized (this) {
            if (carrier != stream) {
                return;
            }
            carrier = null;
            retryAtMs = server.now() + inMs;
            unsure = takeBack(unacknowledged);
            if (!queue.isEmpty()) {
                connect(inMs);
            }
        }
        unsure.forEach(waiting -> refuse(waiting.stanza, LATE));
    }

    /**
     * Another stream carries this link from now on, or it waits for one.
     *
     * @param unacknowledged what is not known to have arrived by the old one
     */
    void replace(Carrier old, Carrier next, List<Waiting> unacknowledged) {
        List<Waiting> unsure;
        synchronized (this) {
            if (carrier != old) {
                return;
            }
            carrier = next;
            unsure = takeBack(unacknowledged);
        }
        next.wake(this);
        unsure.forEach(waiting -> refuse(waiting.stanza, LATE));
    }

    /** What may go again is first in the queue; the rest is returned. The lock is held. */
    private List<Waiting> takeBack(List<Waiting> unacknowledged) {
        List<Waiting> unsure = new ArrayList<>();
        for (Waiting waiting : unacknowledged.reversed()) {
            if (isSentAgain(waiting.stanza)) {
                queue.putBack(waiting);
            } else {
                unsure.add(waiting);
            }
        }
        return unsure.reversed();
    }

    /**
     * What the other server may have had or not: messages and presence go again, as one too many is
     * better than one too few. A request might be carried out twice.
     */
    private static boolean isSentAgain(Stanza stanza) {
        return !(stanza instanceof Iq iq && iq.isRequest());
    }

    /** No stream came about. */
    void failed(Failure failure) {
        server.metrics.connectFailures.increment();
        List<Waiting> bounced;
        long pause;
        synchronized (this) {
            connecting = false;
            last = failure;
            if (carrier != null) {
                return; // the other server has come to us meanwhile
            }
            pause = pause();
            failures++;
            retryAtMs = server.now() + pause;
            long patience = server.limits.patience().toMillis();
            bounced =
                    queue.takeOlderThan(failure.lasting() ? Long.MAX_VALUE : retryAtMs - patience);
            if (!queue.isEmpty()) {
                connect(pause);
            }
        }
        LOG.info(
                "s2s_failed local={} remote={} reason=\"{}\" retry_ms={} bounced={}",
                pair.local(),
                pair.remote(),
                failure.reason(),
                pause,
                bounced.size());
        bounced.forEach(waiting -> refuse(waiting.stanza, failure.error()));
    }

    /** Doubled with each failure, and a fifth more or less so that not all come at once. */
    private long pause() {
        long first = server.limits.retryFirst().toMillis();
        long longest = server.limits.retryLongest().toMillis();
        long pause = Math.min(longest, first << Math.min(failures, 20));
        return pause * server.between(80, 120) / 100;
    }

    /** Looks at the time; false when this link is of no use any more. */
    boolean sweep(long nowMs) {
        List<Waiting> late;
        synchronized (this) {
            late =
                    carrier == null
                            ? queue.takeOlderThan(nowMs - server.limits.patience().toMillis())
                            : List.of();
            forgotten = queue.isEmpty() && carrier == null && !connecting && retryAtMs <= nowMs;
        }
        late.forEach(waiting -> refuse(waiting.stanza, LATE));
        return !forgotten;
    }

    /** Of the past: it takes nothing more, and carries nothing. */
    synchronized boolean isForgotten() {
        return forgotten;
    }

    /** The server stops: what waits is dropped, as its senders' sessions are. */
    synchronized int close() {
        forgotten = true;
        return queue.clear();
    }

    /** Answers the sender, unless the stanza may not be answered (RFC 6120 section 8.3.1). */
    void refuse(Stanza stanza, StanzaError error) {
        boolean answered =
                switch (stanza) {
                    case Iq iq -> iq.isRequest();
                    case Message message -> !message.isError();
                    case Presence presence ->
                            !presence.isError() && presence.type() != Presence.Type.UNAVAILABLE;
                };
        if (answered) {
            server.metrics.bounced.increment();
            server.router.route(stanza.refuse(error));
        }
    }
}
