package stoa.net.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.net.login.SignedIn;
import stoa.net.tls.TlsBindings;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.sasl.ChannelBindings;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/**
 * One connection's stream, from its first byte to its end: which phase its negotiation is in, what
 * it waits for, and how it ends. The connection tells it what it reads; the phases decide.
 *
 * <p>Confined to the connection's loop. While something that negotiation asked for is under way
 * (credentials, binding) the connection is not read, and the few elements that were read already
 * wait.
 */
public final class ClientStream implements StreamLoop.Swept {
    private static final Logger LOG = LoggerFactory.getLogger(ClientStream.class);

    /** Reasons for which the connection is not read. */
    static final int BUSY = 1;

    static final int UNDER_WAY = 2;
    static final int RATE = 4;

    private final StreamServer server;
    private final Wire wire;
    private final boolean plaintextAllowed;
    private final long openedMs;

    private Phase phase;
    private @Nullable String domain;
    private @Nullable BareJid account;
    private @Nullable SignedIn signedIn;
    private @Nullable ClientSession session;
    private ChannelBindings bindings = ChannelBindings.NONE;
    private ArrayDeque<Element> waiting = new ArrayDeque<>(0);
    private int paused;
    private boolean open;
    private boolean ended;
    private @Nullable String lang;
    private long deadlineMs;
    private long heardMs;
    private long askedMs;
    private long answerAtMs;
    private @Nullable Runnable answer;

    /**
     * A connection was made; the stream waits for the client's header.
     *
     * @param plaintextAllowed whether the client may sign in without TLS
     */
    public ClientStream(StreamServer server, Wire wire, boolean plaintextAllowed) {
        this.server = server;
        this.wire = wire;
        this.plaintextAllowed = plaintextAllowed;
        this.openedMs = server.now();
        this.heardMs = openedMs;
        this.deadlineMs = openedMs + server.limits.login().toMillis();
        this.phase = new BeforeLogin(this);
        wire.limits(server.limits.beforeLogin());
        wire.loop().watch(this);
    }

    // What the connection tells.

    /** The client opened a stream, the first or, after {@link Wire#restart}, a further one. */
    public void opened(StreamOpen header) {
        if (ended) {
            return;
        }
        lang = header.lang();
        phase.opened(this, header);
    }

    /** The client sent an element. */
    public void element(Element element) {
        if (ended) {
            return;
        }
        if (element.is("error", StreamError.STREAMS)) {
            end("error-from-client", null, true, false); // RFC 6120 section 4.9.1.1
            return;
        }
        if ((paused & BUSY) != 0) {
            waiting.add(element);
            return;
        }
        try {
            phase.element(element);
        } catch (RuntimeException e) {
            LOG.error("stream_failed phase={}", phase.getClass().getSimpleName(), e);
            fail(StreamError.Condition.INTERNAL_SERVER_ERROR.error());
        }
    }

    /**
     * The client sent white space and nothing else: a sign of life, where it may be sent at all
     * (RFC 6120 section 4.6.1). What comes with an element, before it or behind it, is not told.
     */
    public void space() {
        if (!ended && (paused & BUSY) == 0) {
            phase.space();
        }
    }

    /** The client closed its stream in good order. */
    public void closedByClient() {
        if (!ended) {
            if (session != null) {
                session.answerAll(wire);
            }
            end("closed-by-client", null, true, false);
        }
    }

    /** What the client sent is refused by the parser. */
    public void refused(StreamError error) {
        fail(error);
    }

    /** The connection is gone. */
    public void lost() {
        if (!ended) {
            end("connection-lost", null, false, true);
        }
    }

    /** So many bytes were read; told before what they hold. */
    public void heard(int bytes) {
        server.metrics.bytesIn.add(bytes);
        heardMs = server.now();
        askedMs = 0;
        if (phase instanceof Bound bound) {
            bound.heard(bytes, heardMs);
        }
    }

    /** TLS is up. */
    public void secured(TlsBindings offered) {
        bindings = offered;
    }

    /** The connection takes more again. */
    public void writable() {
        if (session != null) {
            session.write();
        }
    }

    // What the phases ask for.

    StreamServer server() {
        return server;
    }

    Wire wire() {
        return wire;
    }

    ChannelBindings bindings() {
        return bindings;
    }

    boolean plaintextAllowed() {
        return plaintextAllowed;
    }

    boolean hasEnded() {
        return ended;
    }

    @Nullable String lang() {
        return lang;
    }

    /** The domain the client asked for. */
    String domain() {
        if (domain == null) {
            throw new IllegalStateException("no stream is open");
        }
        return domain;
    }

    boolean knowsDomain() {
        return domain != null;
    }

    void reply(String from, @Nullable String to, String id) {
        domain = from;
        open = true;
        wire.open(new StreamReply(from, to, id));
    }

    /** What follows is a new stream. */
    void restart() {
        open = false;
        wire.restart();
    }

    void write(Element element) {
        wire.write(element);
        wire.flush();
    }

    void phase(Phase next) {
        phase = next;
    }

    /** The account that has signed in. */
    BareJid account() {
        if (account == null) {
            throw new IllegalStateException("nobody has signed in");
        }
        return account;
    }

    /** How it has. */
    SignedIn signedIn() {
        if (signedIn == null) {
            throw new IllegalStateException("nobody has signed in");
        }
        return signedIn;
    }

    boolean isAuthenticated() {
        return account != null;
    }

    /** Lets the negotiation under way last that long from the connection's beginning, at least. */
    void allow(Duration inAll) {
        deadlineMs = Math.max(deadlineMs, openedMs + inAll.toMillis());
    }

    void authenticated(BareJid who, SignedIn how) {
        account = who;
        signedIn = how;
        deadlineMs = server.now() + server.limits.bind().toMillis();
        wire.limits(server.limits.afterLogin());
    }

    /** The session that the rest of the stream is for; attached by the caller. */
    void bound(ClientSession bound) {
        session = bound;
        deadlineMs = 0;
        phase = new Bound(this, bound);
    }

    /**
     * Waits for something, on this loop again, while the client is not heard.
     *
     * @param then given the outcome, also when the stream has ended meanwhile
     */
    <T extends @Nullable Object> void await(
            CompletionStage<T> stage, Consumer<T> then, Consumer<Throwable> failed) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        if (future.isDone()) {
            arrived(future, then, failed);
            return;
        }
        pause(BUSY);
        CompletableFuture<T> _ =
                future.whenComplete(
                        (value, failure) ->
                                wire.loop()
                                        .executor()
                                        .execute(
                                                () -> {
                                                    paused &= ~BUSY;
                                                    arrived(future, then, failed);
                                                    goOn();
                                                }));
    }

    private <T extends @Nullable Object> void arrived(
            CompletableFuture<T> future, Consumer<T> then, Consumer<Throwable> failed) {
        try {
            if (future.isCompletedExceptionally()) {
                failed.accept(future.exceptionNow());
            } else {
                then.accept(future.resultNow());
            }
        } catch (RuntimeException e) {
            LOG.error("stream_failed phase={}", phase.getClass().getSimpleName(), e);
            fail(StreamError.Condition.INTERNAL_SERVER_ERROR.error());
        }
    }

    /** Says something after a while, and hears nothing until then. */
    void later(long delayMs, Runnable what) {
        if (delayMs <= 0) {
            what.run();
            return;
        }
        pause(BUSY);
        answerAtMs = server.now() + delayMs;
        answer = what;
        server.metrics.answersDelayed.increment();
    }

    void pause(int reason) {
        if (paused == 0 && !ended) {
            wire.reading(false);
            server.metrics.readsPaused.increment();
        }
        paused |= reason;
    }

    void proceed(int reason) {
        if ((paused & reason) != 0) {
            paused &= ~reason;
            goOn();
        }
    }

    private void goOn() {
        while ((paused & BUSY) == 0 && !ended) {
            Element next = waiting.poll();
            if (next == null) {
                break;
            }
            element(next);
        }
        if (paused == 0 && !ended) {
            wire.reading(true);
        }
    }

    // How it ends.

    /** Ends the stream with an error; the session with it. */
    void fail(StreamError error) {
        fail(error.condition().text(), error.toElement());
    }

    void fail(String reason, Element error) {
        if (!ended) {
            server.metrics.streamErrors.increment();
            end(reason, error, true, false);
        }
    }

    /** Lets the connection go; the session may be resumed. */
    void drop(String reason) {
        if (!ended) {
            end(reason, null, false, true);
        }
    }

    /** The session goes on with another stream (XEP-0198 section 5). */
    void replaced() {
        session = null;
        fail(StreamError.Condition.CONFLICT.error("resumed by another connection"));
    }

    /** The server stops. */
    public void shutdown() {
        fail(StreamError.Condition.SYSTEM_SHUTDOWN.error());
    }

    private void end(
            String reason, @Nullable Element error, boolean inGoodOrder, boolean mayResume) {
        ended = true;
        LOG.info(
                "stream_closed session={} transport={} peer={} reason={}",
                session == null ? "-" : session.number(),
                wire.transport(),
                wire.peer().getHostAddress(),
                reason);
        if (!inGoodOrder) {
            wire.drop();
        } else {
            if (!open) {
                reply(someDomain(), null, server.newStreamId());
            }
            wire.close(error);
        }
        waiting = new ArrayDeque<>(0);
        answer = null;
        ClientSession mine = session;
        session = null;
        if (mine != null) {
            mine.detach(reason, mayResume);
        }
    }

    private String someDomain() {
        return domain != null ? domain : server.domains.all().getFirst().domain();
    }

    @Override
    public boolean sweep(long nowMs) {
        if (ended) {
            return false;
        }
        if (answer != null && nowMs >= answerAtMs) {
            Runnable due = answer;
            answer = null;
            paused &= ~BUSY;
            due.run();
            goOn();
        }
        if (deadlineMs != 0 && nowMs >= deadlineMs) {
            server.metrics.deadlinesMissed.increment();
            fail(
                    StreamError.Condition.CONNECTION_TIMEOUT.error(
                            account == null ? "sign-in took too long" : "binding took too long"));
        } else if (phase instanceof Bound bound) {
            bound.sweep(nowMs);
            if (!ended) {
                checkAlive(nowMs, bound);
            }
        }
        return !ended;
    }

    private void checkAlive(long nowMs, Bound bound) {
        long silentMs = nowMs - heardMs;
        if (askedMs != 0) {
            if (nowMs - askedMs >= server.limits.answer().toMillis()) {
                drop("no-sign-of-life");
            }
        } else if (silentMs >= server.limits.idle().toMillis() && paused == 0) {
            askedMs = nowMs;
            bound.askForSignOfLife();
        }
    }
}
