package stoa.net.sm;

/**
 * The counters of one managed session (XEP-0198 sections 4 and 5), from {@code <enable/>} to its
 * end and over all resumptions. Counters are modulo 2^32, as {@code h} is.
 */
public final class Acks {
    private static final long MODULO = 0xFFFF_FFFFL;

    private final Received received;
    private final Outbox outbox;
    private final AckRequests requests = new AckRequests();
    private final long arrivedBefore;
    private long acknowledged;
    private boolean asked;
    private int writtenSinceAsked;

    /** Management begins: stanzas that arrived before do not count. */
    public Acks(Received received, Outbox outbox) {
        this.received = received;
        this.outbox = outbox;
        this.arrivedBefore = received.arrived();
    }

    /** What we handled of the client's: {@code h} of {@code <a/>}. */
    public long handled() {
        return Math.max(0, received.handled() - arrivedBefore) & MODULO;
    }

    /** How many stanzas we sent, as far as they count. */
    public long sent() {
        return (acknowledged + outbox.writtenCount()) & MODULO;
    }

    /** What the client has acknowledged. */
    public long acknowledged() {
        return acknowledged & MODULO;
    }

    /**
     * The client says that it handled so many of ours.
     *
     * @return false when it cannot have: handled-count-too-high (section 4)
     */
    public boolean acknowledge(long h) {
        long count = (h - acknowledged) & MODULO;
        if (h < 0 || h > MODULO || count > outbox.writtenCount()) {
            return false;
        }
        outbox.acknowledge((int) count);
        acknowledged += count;
        asked = false;
        return true;
    }

    /** Whether more is kept than that, since the client has not said that it has it. */
    public boolean keepsMoreThan(int stanzas, long bytes) {
        return outbox.exceeds(stanzas, bytes);
    }

    /** The client asks for an {@code <a/>}. */
    public void clientAsks() {
        requests.ask(received.arrived());
    }

    /** How many {@code <a/>} are due now; they are taken as sent. */
    public int answersDue() {
        return requests.isEmpty() ? 0 : requests.due(received.handled());
    }

    /** Takes all of the client's requests, whether their time has come or not. */
    public int answersOwed() {
        return requests.all();
    }

    public boolean owesAnswers() {
        return !requests.isEmpty();
    }

    /** We wrote a stanza. */
    public void wrote() {
        writtenSinceAsked++;
    }

    /** Whether it is time to ask: so many written, and no question open. */
    public boolean shouldAsk(int every) {
        return !asked && writtenSinceAsked >= every && outbox.writtenCount() > 0;
    }

    /** We send an {@code <r/>}. */
    public void ask() {
        asked = true;
        writtenSinceAsked = 0;
    }

    /** Whether our {@code <r/>} is unanswered. */
    public boolean isAsked() {
        return asked;
    }

    /** The stream is gone: nobody will answer, and nobody waits for our answers. */
    public void streamLost() {
        asked = false;
        writtenSinceAsked = 0;
        requests.all();
    }
}
