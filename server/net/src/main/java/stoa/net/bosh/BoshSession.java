package stoa.net.bosh;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.net.stream.ClientStream;
import stoa.net.stream.StreamLoop;
import stoa.net.stream.StreamOpen;
import stoa.net.stream.StreamServer;
import stoa.store.Bytes;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/**
 * One session, XEP-0124: takes requests in the order of their IDs, holds them until there is
 * something to say or their time is over, and answers them in that order. What is in them goes to a
 * {@link ClientStream}, by way of {@link BoshWire}, which also gives what is to be said.
 *
 * <p>Confined to the loop on which it was created; its requests may come on others.
 */
final class BoshSession implements StreamLoop.Swept {
    /** After that long a response counts as lost, if the client says that it has not got it. */
    private static final long REPORT_AFTER_MS = 5_000;

    /** A client that sends a request again and again does not get all of them answered. */
    private static final int SAME_AGAIN = 4;

    private record Early(BoshRequest request, Exchange exchange) {}

    private final BoshSessions sessions;
    private final BoshTerms terms;
    private final BoshWire wire;
    private final ClientStream stream;
    private final KeySequence keys;
    private final Responses responses;
    private final ArrayDeque<Held> held = new ArrayDeque<>(2);
    private final Map<Long, Early> early = new HashMap<>(2);

    private long expected;
    private long inactivityMs;
    private long quietSinceMs;
    private long lastArrivedMs;
    private int repeats;
    private boolean lastWasEmpty;
    private boolean lastSaidNothing;
    private boolean begun;
    private boolean created;
    private boolean taking;
    private boolean settling;
    private boolean readingPaused;
    private boolean goingAway;
    private boolean answerAtOnce;
    private long reported = BoshRequest.NONE;
    private long reportedMs;
    private byte @Nullable [] terminal;

    BoshSession(BoshSessions sessions, BoshTerms terms, BoshRequest first, Peer peer) {
        this.sessions = sessions;
        this.terms = terms;
        this.expected = first.rid();
        this.inactivityMs = terms.inactivitySeconds() * 1_000L;
        this.quietSinceMs = server().now();
        this.lastArrivedMs = quietSinceMs;
        this.keys = new KeySequence(first.body().attribute("newkey"));
        this.responses = new Responses(terms.requests());
        this.wire = new BoshWire(this, server(), peer, sessions.limits().pendingBytes());
        this.stream = new ClientStream(server(), wire, !peer.encrypted());
        wire.loop().watch(this);
    }

    private StreamServer server() {
        return sessions.server();
    }

    StreamLoop loop() {
        return wire.loop();
    }

    BoshTerms terms() {
        return terms;
    }

    // Requests.

    /** A request has come, in its turn or not. */
    void take(BoshRequest request, Exchange exchange) {
        byte[] over = terminal;
        if (over != null) {
            sessions.forget(this);
            exchange.answer(over, terms.contentType());
        } else if (request.rid() < expected) {
            again(request, exchange);
        } else if (request.rid() - expected >= terms.requests()) {
            exchange.answer(Binding.ITEM_NOT_FOUND.body(), terms.contentType());
            fail(Binding.ITEM_NOT_FOUND); // section 14.2: beyond the window
        } else {
            Early before = early.put(request.rid(), new Early(request, exchange));
            if (before != null) {
                before.exchange.answer(Binding.ITEM_NOT_FOUND.body(), terms.contentType());
            }
            takeInTurn();
        }
    }

    /** Section 14.3: the response was lost, or the connection on which it would have come. */
    private void again(BoshRequest request, Exchange exchange) {
        String key = request.body().attribute("key");
        Responses.Sent sent = responses.to(request.rid(), key);
        if (sent != null) {
            exchange.answer(sent.body().array(), terms.contentType());
            quietSinceMs = server().now();
            return;
        }
        for (Held one : held) {
            if (one.rid == request.rid()
                    && Objects.equals(one.key, key)
                    && ++repeats <= SAME_AGAIN) {
                one.again(exchange);
                settle();
                return;
            }
        }
        exchange.answer(Binding.ITEM_NOT_FOUND.body(), terms.contentType());
        fail(Binding.ITEM_NOT_FOUND);
    }

    private void takeInTurn() {
        if (taking) {
            return;
        }
        taking = true;
        try {
            while (!readingPaused && terminal == null) {
                Early next = early.remove(expected);
                if (next == null) {
                    break;
                }
                expected++;
                take(next);
            }
        } finally {
            taking = false;
        }
        settle();
    }

    private void take(Early next) {
        BoshRequest request = next.request;
        long now = server().now();
        Binding wrong = wrong(request, now);
        held.add(new Held(request, next.exchange, now));
        lastArrivedMs = now;
        lastWasEmpty = request.isEmpty();
        inactivityMs = terms.inactivitySeconds() * 1_000L;
        repeats = 0;
        if (wrong != null) {
            fail(wrong);
            return;
        }
        boolean opens = !begun || request.isRestart();
        acknowledged(request, now);
        begun = true;
        stream.heard(request.bytes());
        if (opens) {
            stream.opened(open(request));
        }
        for (Element payload : request.payloads()) {
            if (terminal == null) {
                stream.element(payload);
            }
        }
        if (terminal == null && request.isTermination()) {
            goingAway = true;
            stream.closedByClient();
        } else if (terminal == null && request.isPause()) {
            pause(request);
        }
    }

    /** What of the binding's own rules the request breaks, or null. */
    private @Nullable Binding wrong(BoshRequest request, long now) {
        Element body = request.body();
        if (begun && !keys.accepts(body.attribute("key"), body.attribute("newkey"))) {
            return Binding.ITEM_NOT_FOUND;
        }
        if (request.bytes() > wire.mostBytes()) {
            return Binding.POLICY_VIOLATION;
        }
        long pause = request.number("pause", terms.pauseSeconds());
        if (request.isPause() && pause == BoshRequest.NONE) {
            return Binding.POLICY_VIOLATION;
        }
        return isTooFrequent(request, now) ? Binding.POLICY_VIOLATION : null;
    }

    /**
     * Sections 11 and 12. Who reloads a page takes its request along, and asks at once on a new
     * connection: that is no polling.
     */
    private boolean isTooFrequent(BoshRequest request, long now) {
        if (!begun || !request.isEmpty() || now - lastArrivedMs >= terms.pollingMs()) {
            return false;
        }
        return terms.isPolling()
                ? lastWasEmpty && lastSaidNothing
                : waiting() + 1 >= terms.requests();
    }

    /** How many requests are held that can still be answered. */
    private int waiting() {
        int number = 0;
        for (Held one : held) {
            number += one.isBroken() ? 0 : 1;
        }
        return number;
    }

    /** Section 9.2. */
    private void acknowledged(BoshRequest request, long now) {
        if (!terms.clientAcknowledges()) {
            return;
        }
        long ack = request.ack();
        long upTo = !begun || ack == BoshRequest.NONE ? request.rid() - 1 : ack;
        responses.acknowledged(upTo);
        Responses.Sent missing = responses.at(upTo + 1);
        if (missing != null && now - missing.atMs() >= REPORT_AFTER_MS) {
            reported = missing.rid();
            reportedMs = now - missing.atMs();
            answerAtOnce = true;
        }
    }

    private static StreamOpen open(BoshRequest request) {
        Element body = request.body();
        String version = body.attribute("version", BoshRequest.XBOSH);
        return new StreamOpen(
                Stanza.CLIENT,
                body.attribute("to"),
                body.attribute("from"),
                version == null ? "1.0" : version,
                body.attribute("lang", Element.XML_NAMESPACE));
    }

    /** Section 10: all requests are answered, without payloads, and the next one may be later. */
    private void pause(BoshRequest request) {
        while (!held.isEmpty()) {
            answer(false);
        }
        inactivityMs = request.number("pause", terms.pauseSeconds()) * 1_000L;
    }

    // Responses.

    /** Answers what is to be answered: there is something to say, or too many wait. */
    void settle() {
        if (taking || settling) {
            return;
        }
        settling = true;
        try {
            while (terminal == null && isHolding()) {
                while (held.size() > 1 && held.getFirst().isBroken()) {
                    answer(false);
                }
                if (wire.hasPending()) {
                    answer(true);
                } else {
                    stream.writable(); // what has waited for a request to go out with
                    if (!wire.hasPending()) {
                        break;
                    }
                }
            }
            while (terminal == null && (held.size() > terms.hold() || mayNotWait())) {
                answer(true);
            }
        } finally {
            settling = false;
        }
    }

    private boolean mayNotWait() {
        return !held.isEmpty() && (answerAtOnce || terms.isPolling());
    }

    /** Whether a request waits whose response can arrive. */
    boolean isHolding() {
        return waiting() > 0;
    }

    private void answer(boolean withPayloads) {
        Held oldest = held.remove();
        byte[] payloads = withPayloads ? wire.takePending() : new byte[0];
        byte[] body = new BoshResponse(this, oldest.rid, payloads).toBytes();
        created = true;
        answerAtOnce = false;
        reported = BoshRequest.NONE;
        lastSaidNothing = payloads.length == 0;
        if (!oldest.pause) {
            responses.add(
                    new Responses.Sent(oldest.rid, oldest.key, Bytes.of(body), server().now()));
        }
        oldest.answer(body, terms.contentType());
        quietSinceMs = server().now();
    }

    boolean isCreated() {
        return created;
    }

    BoshWire wire() {
        return wire;
    }

    /** The highest request ID up to which all have come. */
    long received() {
        return expected - 1;
    }

    long reported() {
        return reported;
    }

    long reportedMs() {
        return reportedMs;
    }

    void reading(boolean on) {
        readingPaused = !on;
        if (on) {
            takeInTurn();
        }
    }

    // The end.

    /** Breaks the binding's rules: the stream ends as if its connection was lost. */
    private void fail(Binding condition) {
        if (terminal == null) {
            server().metrics().streamErrors.increment();
            end(condition.body());
            stream.lost();
        }
    }

    /** The stream is over: who waits is told, or who comes next. */
    void end(byte[] body) {
        if (terminal != null) {
            return;
        }
        while (held.size() > 1) {
            answer(false);
        }
        terminal = body;
        if (isHolding() || goingAway) {
            sessions.forget(this); // before its client knows, who may begin another at once
        }
        for (Held one : List.copyOf(held)) {
            one.answer(body, terms.contentType());
        }
        held.clear();
        for (Early one : early.values()) {
            one.exchange.answer(body, terms.contentType());
        }
        early.clear();
    }

    /** The server stops. */
    void shutdown() {
        stream.shutdown();
    }

    @Override
    public boolean sweep(long nowMs) {
        if (sessions.isForgotten(this)) {
            return false;
        }
        while (terminal == null
                && !held.isEmpty()
                && nowMs - held.getFirst().arrivedMs >= terms.waitSeconds() * 1_000L) {
            answer(true);
        }
        if (isHolding()) {
            quietSinceMs = nowMs;
        } else if (nowMs - quietSinceMs >= inactivityMs) {
            // Section 10: nobody is told; whoever comes finds no session.
            end(Binding.ITEM_NOT_FOUND.body());
            sessions.forget(this);
            stream.lost();
            return false;
        }
        return true;
    }
}
