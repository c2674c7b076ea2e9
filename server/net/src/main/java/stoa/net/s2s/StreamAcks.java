package stoa.net.s2s;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.session.Receipt;
import stoa.net.sm.AckRequests;
import stoa.net.sm.Received;

/**
 * Acknowledgements on a stream between servers (XEP-0198 section 4). What was sent and not
 * acknowledged when the connection ends goes on with the stream on another one, or back to its
 * {@link Link}. Confined to the stream's loop, but for the receipts.
 */
final class StreamAcks {
    static final long MODULO = 0xFFFF_FFFFL;

    private final Received received;
    private final AckRequests requests = new AckRequests();
    private final Deque<Link.Waiting> unacknowledged = new ArrayDeque<>();
    private boolean countsSent;
    private boolean countsReceived;
    private long arrivedBefore;
    private long handledBefore;
    private long acknowledged;
    private boolean asked;
    private boolean sentSinceAsked;
    private long askedMs;

    /**
     * @param wake run on any thread when a stanza was handled while that was watched for
     */
    StreamAcks(Runnable wake) {
        received = new Received(wake);
    }

    Receipt arrive() {
        return received.arrive();
    }

    int underWay() {
        return received.underWay();
    }

    void watch(boolean on) {
        received.watch(on);
    }

    /** What we send counts from here on. */
    void countSent() {
        countsSent = true;
    }

    /** What we receive counts from here on. */
    void countReceived() {
        countsReceived = true;
        arrivedBefore = received.arrived();
    }

    boolean isOn() {
        return countsSent && countsReceived;
    }

    /** The other server will not have it. */
    void off() {
        countsSent = false;
        countsReceived = false;
        unacknowledged.clear();
    }

    void sent(Link.Waiting waiting) {
        if (countsSent) {
            unacknowledged.add(waiting);
            sentSinceAsked = true;
        }
    }

    boolean mayAsk() {
        return isOn() && !asked && !unacknowledged.isEmpty();
    }

    void ask(long nowMs) {
        asked = true;
        askedMs = nowMs;
        sentSinceAsked = false;
    }

    /** Since when an answer is due; 0 for none. */
    long askedMs() {
        return asked ? askedMs : 0;
    }

    int unacknowledged() {
        return unacknowledged.size();
    }

    /**
     * The other server has handled so many.
     *
     * @return false when it cannot have
     */
    boolean acknowledge(long h) {
        long count = (h - acknowledged) & MODULO;
        if (h < 0 || h > MODULO || count > unacknowledged.size()) {
            return false;
        }
        for (long i = 0; i < count; i++) {
            unacknowledged.remove();
        }
        acknowledged = (acknowledged + count) & MODULO;
        asked = false;
        return true;
    }

    /** Whether stanzas went out that the last question was not about. */
    boolean hasSentSinceAsked() {
        return sentSinceAsked;
    }

    /** The other server asks. */
    void asks() {
        requests.ask(received.arrived());
    }

    /** How many answers are due now; they are taken as sent. */
    int answersDue() {
        return requests.isEmpty() ? 0 : requests.due(received.handled());
    }

    boolean owesAnswers() {
        return !requests.isEmpty();
    }

    long handled() {
        return (handledBefore + Math.max(0, received.handled() - arrivedBefore)) & MODULO;
    }

    /** A count as it stands in an attribute, or -1 when it is none. */
    static long number(@Nullable String text) {
        try {
            long number = text == null ? -1 : Long.parseLong(text);
            return number > MODULO ? -1 : number;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /**
     * Goes on counting where a connection was cut.
     *
     * @param handledInAll of what the other side had sent
     * @param h how much of ours the other side says that it has handled
     * @return false when it cannot have
     */
    boolean goOn(Resumable.State left, long handledInAll, long h) {
        countSent();
        countReceived();
        handledBefore = handledInAll;
        acknowledged = left.acknowledged();
        unacknowledged.addAll(left.unacknowledged());
        sentSinceAsked = true;
        return acknowledge(h);
    }

    /** What is not acknowledged, in the order of sending. */
    Deque<Link.Waiting> waiting() {
        return unacknowledged;
    }

    long acknowledged() {
        return acknowledged;
    }

    /** The stream is over: what of that link was not acknowledged. */
    List<Link.Waiting> lost(Link link) {
        List<Link.Waiting> lost = new ArrayList<>();
        for (Link.Waiting waiting : unacknowledged) {
            if (waiting.link == link) {
                lost.add(waiting);
            }
        }
        unacknowledged.removeAll(lost);
        return lost;
    }
}
