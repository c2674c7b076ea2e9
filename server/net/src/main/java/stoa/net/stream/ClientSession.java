package stoa.net.stream;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.session.Attention;
import stoa.core.session.Scope;
import stoa.core.session.Session;
import stoa.net.csi.HeldBack;
import stoa.net.login.Clients;
import stoa.net.login.SignedIn;
import stoa.net.sm.Acks;
import stoa.net.sm.Outbox;
import stoa.net.sm.Outgoing;
import stoa.net.sm.Received;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/**
 * A bound resource. Whoever sends puts the stanza into the {@link Inbox}. On its turn the session's
 * loop takes what is there, writes what the connection takes in one go, and keeps what is not
 * acknowledged (XEP-0198).
 *
 * <p>All but the methods of {@link Session} is confined to the session's loop, which is that of its
 * stream, or of its last one while it has none. A resumption moves it to the loop of the new
 * stream.
 */
final class ClientSession implements Session, Clients.Connected, StreamLoop.Swept {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final StreamServer server;
    private final FullJid address;
    private final BareJid account;
    private final long number = NUMBERS.incrementAndGet();
    private final Runnable turn = this::takeTurn;

    private volatile int loopIndex;
    private volatile SignedIn signedIn;
    private final @Nullable Scope scope;
    private final Inbox inbox;
    private final Outbox outbox = new Outbox();

    /** What waits while the client is inactive (XEP-0352); null while it is active. */
    private @Nullable HeldBack heldBack;

    private final Received received;
    private @Nullable ClientStream stream;
    private final Onlooker onlooker;
    private @Nullable Acks acks;
    private @Nullable String resumptionId;
    private @Nullable Takeover takeover;
    private @Nullable Hibernation hibernation;
    private long mayWaitBytes;
    private long messageAskedMs;
    private boolean messageToAskFor;
    private boolean readingPaused;
    private boolean ended;
    private long toldId;
    private long toldMs;

    ClientSession(StreamServer server, FullJid address, SignedIn signedIn, int loopIndex) {
        this.server = server;
        this.signedIn = signedIn;
        this.scope = signedIn.scope(); // who resumes it has the same grant
        this.address = address;
        this.account = address.account();
        this.loopIndex = loopIndex;
        this.inbox = new Inbox(server, () -> this.loopIndex, turn);
        this.received = new Received(inbox::wake);
        this.onlooker = new Onlooker(server, this);
    }

    @Override
    public FullJid address() {
        return address;
    }

    BareJid account() {
        return account;
    }

    @Override
    public SignedIn signedIn() {
        return signedIn;
    }

    @Override
    public @Nullable Scope scope() {
        return scope;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public Attention attention() {
        return onlooker.attention();
    }

    @Override
    public void send(Stanza stanza) {
        push(new Outgoing(stanza));
    }

    @Override
    public void send(EncodedStanza stanza, Jid to) {
        push(new Outgoing(stanza, to, 0));
    }

    @Override
    public void send(EncodedStanza message, Jid to, long archiveId) {
        push(new Outgoing(message, to, archiveId));
    }

    private void push(Outgoing stanza) {
        if (!mayHear(stanza)) {
            return;
        }
        if (stanza.encoded() != null && stanza.isPresence()) {
            inbox.pushPresence(stanza);
        } else {
            inbox.push(stanza);
        }
    }

    /**
     * Nobody sends messages or presence to a session that has to do with its account alone, for it
     * is not to be found: this is what holds when somebody does. Refusals of its own it hears.
     */
    private boolean mayHear(Outgoing outgoing) {
        if (!isAccountOnly() || !(outgoing.isMessage() || outgoing.isPresence())) {
            return true;
        }
        Stanza stanza = outgoing.stanza();
        return stanza != null && stanza.isError();
    }

    @Override
    public void end(String streamErrorCondition, String text) {
        StreamError error = new StreamError(condition(streamErrorCondition), text);
        onLoop(() -> end(error));
    }

    private static StreamError.Condition condition(String text) {
        for (StreamError.Condition condition : StreamError.Condition.values()) {
            if (condition.text().equals(text)) {
                return condition;
            }
        }
        return StreamError.Condition.UNDEFINED_CONDITION;
    }

    private void end(StreamError error) {
        ClientStream current = stream;
        if (current != null) {
            current.fail(error);
        } else {
            finish(error.condition().text());
        }
    }

    /** Runs the task on the session's loop, also when it moves meanwhile. */
    void onLoop(Runnable task) {
        server.scheduler.execute(
                () -> {
                    if (isElsewhere()) {
                        onLoop(task);
                    } else {
                        task.run();
                    }
                },
                loopIndex);
    }

    private boolean isElsewhere() {
        return loopIndex != server.threads.currentIndex();
    }

    private void takeTurn() {
        if (isElsewhere()) {
            server.scheduler.execute(turn, loopIndex);
            return;
        }
        inbox.awake();
        collect();
        if (ended) {
            if (outbox.count() > 0) {
                handBack();
            }
        } else if (stream != null) {
            write();
        } else {
            checkKept(); // first: settled, it may be another loop's
            settle(server.now());
        }
    }

    private void collect() {
        Outgoing oldest = inbox.takeAll();
        // What is written at once need not be weighed.
        boolean weigh = stream == null || outbox.nextToWrite() != null;
        HeldBack holding = heldBack;
        while (oldest != null) {
            Outgoing later = oldest.next;
            if (holding == null) {
                outbox.add(oldest, weigh ? StreamLoop.weigh(oldest) : 0);
                if (onlooker.attention() == Attention.AWAY) {
                    onlooker.misses(oldest);
                }
            } else {
                holdBack(holding, oldest, weigh);
            }
            oldest = later;
        }
    }

    /** What cannot wait takes what has waited along, before itself. */
    private void holdBack(HeldBack holding, Outgoing stanza, boolean weigh) {
        int bytes = StreamLoop.weigh(stanza);
        if (!holding.takes(stanza, bytes)) {
            holding.drainTo((held, heldBytes) -> outbox.add(held, weigh ? heldBytes : 0));
            outbox.add(stanza, weigh ? bytes : 0);
            onlooker.misses(stanza);
        }
    }

    /** Nobody looks at the client (XEP-0352 section 4.2): what can wait does from now on. */
    void becomesInactive() {
        collect();
        if (heldBack == null) {
            heldBack = new HeldBack(server.limits.heldStanzas(), server.limits.heldBytes());
        }
        onlooker.is(Attention.INACTIVE);
        write();
    }

    /**
     * Somebody does: what has waited is sent before anything that the client asks next is answered
     * (section 5.1).
     */
    void becomesActive() {
        collect();
        release();
        onlooker.is(Attention.LOOKED_AT);
        write();
    }

    private void release() {
        HeldBack holding = heldBack;
        if (holding != null) {
            heldBack = null;
            boolean weigh = stream == null || outbox.nextToWrite() != null;
            holding.drainTo((held, bytes) -> outbox.add(held, weigh ? bytes : 0));
        }
    }

    /** Writes what the connection takes. Called on a turn, and when it takes more again. */
    void write() {
        ClientStream current = stream;
        if (current == null) {
            return;
        }
        Wire wire = current.wire();
        Acks counting = acks;
        int count = 0;
        Outgoing stanza = outbox.nextToWrite();
        while (stanza != null && wire.isWritable()) {
            messageToAskFor |= counting != null && stanza.isMessage();
            outbox.wrote(wire.write(stanza), counting != null);
            if (counting != null) {
                counting.wrote();
            }
            count++;
            stanza = outbox.nextToWrite();
        }
        boolean acked = counting != null && writeAcks(wire, counting);
        if (count > 0 || acked) {
            server.metrics.stanzasOut.add(count);
            wire.flush();
        }
        if (stanza != null) {
            outbox.weighRest(StreamLoop::weigh);
            checkWaiting(current);
        }
        if (readingPaused) {
            reconsiderReading(current);
        }
    }

    private boolean writeAcks(Wire wire, Acks counting) {
        boolean wrote = answer(wire, counting);
        if (counting.owesAnswers()) {
            received.watch(true);
            wrote |= answer(wire, counting); // what was handled just before the flag was up
        } else if (!readingPaused) {
            received.watch(false);
        }
        if (counting.shouldAsk(StreamManagement.ASK_EVERY) || isMessageToAskFor()) {
            wire.write(ask(counting));
            wrote = true;
        }
        return wrote;
    }

    /**
     * A message is asked for right behind it, if that was not done for another just now: a client
     * that has it and leaves at once shall not be given it again on return. A question that is
     * still open was asked before it and will not be answered for it.
     */
    private boolean isMessageToAskFor() {
        if (!messageToAskFor || outbox.writtenCount() == 0) {
            return false;
        }
        long now = server.now();
        if (now - messageAskedMs < StreamManagement.ASK_PAUSE_MS) {
            return false;
        }
        messageAskedMs = now;
        return true;
    }

    /** The question for an acknowledgement, which the caller writes. */
    Element ask(Acks counting) {
        counting.ask();
        messageToAskFor = false;
        return StreamManagement.ASK;
    }

    private static boolean answer(Wire wire, Acks counting) {
        int due = counting.answersDue();
        for (int i = 0; i < due; i++) {
            wire.write(StreamManagement.answer(counting.handled()));
        }
        return due > 0;
    }

    /**
     * What waits may grow to the limit; after a resumption there may be more from its start, and
     * then the limit follows as that becomes less.
     */
    private void checkWaiting(ClientStream current) {
        long waiting = outbox.unwrittenBytes();
        if (waiting > mayWaitBytes || outbox.unwrittenCount() > server.limits.unackedStanzas()) {
            server.metrics.slowReaders.increment();
            current.drop("slow-reader");
        } else {
            long most = server.limits.outboxBytes();
            mayWaitBytes = Math.max(most, Math.min(mayWaitBytes, waiting + most));
            checkKept();
        }
    }

    private void checkKept() {
        if (hibernation != null) {
            hibernation.tidy();
        }
        if (outbox.exceeds(server.limits.unackedStanzas(), server.limits.unackedBytes())) {
            end(StreamError.Condition.RESOURCE_CONSTRAINT.error("too much is unacknowledged"));
        }
    }

    Received received() {
        return received;
    }

    boolean isEnded() {
        return ended;
    }

    /** Stops reading while too many stanzas are under way. */
    void checkUnderWay(ClientStream current) {
        if (!readingPaused && received.underWay() > server.limits.underWay()) {
            readingPaused = true;
            current.pause(ClientStream.UNDER_WAY);
            received.watch(true);
            reconsiderReading(current);
        }
    }

    private void reconsiderReading(ClientStream current) {
        if (received.underWay() <= server.limits.underWay() / 2) {
            readingPaused = false;
            received.watch(acks != null && acks.owesAnswers());
            current.proceed(ClientStream.UNDER_WAY);
        }
    }

    /** Stream management begins (XEP-0198 section 3); returns the id when it may be resumed. */
    @Nullable String manage(boolean resumable) {
        acks = new Acks(received, outbox);
        if (resumable) {
            resumptionId = server.resumptions.add(this);
        }
        return resumptionId;
    }

    @Nullable Acks acks() {
        return acks;
    }

    /** The acknowledgement of everything that can be, for a client that says goodbye. */
    void answerAll(Wire wire) {
        Acks counting = acks;
        if (counting != null && counting.answersOwed() > 0) {
            wire.write(StreamManagement.answer(counting.handled()));
            wire.flush();
        }
    }

    /** From now on that stream is the session's; it has been told so. */
    void attach(ClientStream next) {
        stream = next;
        takeover = null;
        signedIn = next.signedIn();
        outbox.rewind();
        onlooker.is(Attention.CONNECTED);
        collect();
        mayWaitBytes = outbox.unwrittenBytes() + server.limits.outboxBytes();
        write();
    }

    /** The stream is gone; {@code mayResume} is false when one side ended it on purpose. */
    void detach(String reason, boolean mayResume) {
        stream = null;
        takeover = null;
        readingPaused = false;
        if (ended) {
            return;
        }
        onlooker.is(Attention.AWAY);
        if (mayResume && resumptionId != null) {
            hibernate();
            outbox.forEach(onlooker::misses);
        } else {
            finish(reason);
        }
    }

    private void hibernate() {
        Acks counting = acks;
        if (counting != null) {
            counting.streamLost();
        }
        received.watch(false);
        release(); // a resumed stream begins in the active state, XEP-0352 section 5.2
        hibernation = new Hibernation(outbox, server.limits, server.now());
        server.metrics.sessionsHibernatingNow.increment();
        server.loop(loopIndex).watch(this);
        checkKept();
    }

    private void awake() {
        server.metrics.sessionsHibernatingNow.decrement();
        hibernation = null;
    }

    /**
     * Tells the account what the client has, now and then: each time is stored, and costs it the
     * repeats of a moment at most if the server is killed.
     */
    void tellAcknowledged(long nowMs) {
        if (outbox.deliveredId() > toldId
                && nowMs - toldMs >= StreamManagement.TELL_ACKNOWLEDGED_MS) {
            tellAcknowledgedNow(nowMs);
        }
    }

    private void tellAcknowledgedNow(long nowMs) {
        toldMs = nowMs;
        toldId = outbox.deliveredId();
        server.gate.acknowledged(this, toldId);
    }

    @Override
    public boolean sweep(long nowMs) {
        if (ended || stream != null || isElsewhere() || hibernation == null) {
            return false;
        }
        settle(nowMs);
        if (takeover == null && hibernation != null && hibernation.isOver(nowMs)) {
            server.metrics.sessionsExpired.increment();
            finish("resumption-timeout");
        }
        return !ended && hibernation != null;
    }

    /**
     * Moves the session to another stream (XEP-0198 section 5). On the session's loop; answers on
     * the other's. Of several that wait the newest has it: on a network that comes and goes it is
     * the one that still stands.
     *
     * @param h what the client handled of ours
     */
    void resume(StreamLoop to, long h, Takeover.Answer answer) {
        Acks counting = acks;
        Takeover earlier = takeover;
        if (ended
                || counting == null
                || (earlier != null && hibernation == null && earlier.isOver(server.now()))) {
            to.executor().execute(answer::gone);
            return;
        }
        if (earlier != null && hibernation == null) { // it has it in a moment, and is replaced
            earlier.to().executor().execute(() -> onLoop(() -> resume(to, h, answer)));
            return;
        }
        if (!counting.acknowledge(h)) {
            long sent = counting.sent();
            to.executor().execute(() -> answer.countTooHigh(h, sent));
            return;
        }
        // The client will send again what we do not say we have: so first let that be handled
        // which is under way.
        if (earlier == null) {
            long deadlineMs = server.now() + server.limits.settle().toMillis();
            takeover = new Takeover(to, answer, deadlineMs);
        } else {
            takeover = earlier.by(to, answer);
        }
        ClientStream old = stream;
        if (old != null) {
            stream = null;
            readingPaused = false;
            old.replaced();
            onlooker.is(Attention.AWAY);
            hibernate(); // which may end it, and tells who waits
        }
        received.watch(true);
        settle(server.now());
    }

    private void settle(long nowMs) {
        Takeover waiting = takeover;
        Acks counting = acks;
        Hibernation sleep = hibernation;
        if (waiting == null
                || counting == null
                || sleep == null // handed over already
                || (received.underWay() > 0 && !waiting.isOver(nowMs))) {
            return;
        }
        received.watch(false);
        collect();
        sleep.keepNewest();
        awake();
        long handled = counting.handled();
        loopIndex = waiting.to().index();
        waiting.to().executor().execute(() -> waiting.answer().resumed(this, handled));
    }

    private void finish(String reason) {
        if (ended) {
            return;
        }
        ended = true;
        onlooker.is(Attention.AWAY);
        if (hibernation != null) {
            awake();
            if (takeover != null) { // it still waited
                takeover.gone();
            }
        }
        if (resumptionId != null && acks != null) {
            server.resumptions.remove(resumptionId, account, acks.handled());
        }
        server.removeResource(account);
        server.signIn.clients().ended(this);
        server.metrics.sessionsNow.decrement();
        LOG.info("session_ended session={} reason={}", number, reason);
        collect();
        release();
        if (outbox.deliveredId() > toldId) {
            tellAcknowledgedNow(server.now());
        }
        handBack();
    }

    /**
     * Gives back what cannot be delivered any more: all that waits when the session ends, and
     * afterwards whatever was sent before the sender heard of the end.
     */
    private void handBack() {
        outbox.forEach(onlooker::misses);
        Undelivered undelivered = new Undelivered();
        outbox.drainTo(undelivered::add);
        server.gate.ended(this, undelivered.stanzas());
    }
}
