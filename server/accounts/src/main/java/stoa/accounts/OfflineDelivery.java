package stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.accounts.AccountState.Catching;
import stoa.core.entity.Decision;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.route.ConnectedResource.Span;
import stoa.core.route.Flag;
import stoa.core.route.HistoryResponder;
import stoa.core.session.Session;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.xml.Element;

/**
 * Messages that came while nobody took any (RFC 6121 section 8.5.2.2, XEP-0160). They stand in the
 * archive; the account only remembers after which archive id nothing was delivered. The first
 * resource that takes messages again is sent them, oldest first, each with its stanza-id and the
 * time it was sent (XEP-0203); what comes meanwhile waits its turn. Later resources read the
 * archive.
 *
 * <p>A resource that has read the archive itself before it became available (XEP-0313) is only sent
 * what came after that.
 */
final class OfflineDelivery {
    /** Messages read at a time. */
    static final int PAGE = 100;

    private final Surroundings around;

    OfflineDelivery(Surroundings around) {
        this.around = around;
    }

    /** A resource takes messages from now on. */
    void begin(
            AccountState state,
            ConnectedResource resource,
            List<AccountEvent> events,
            List<AccountEffect> effects) {
        if (state.catching() != null || !around.settings().archiveEnabled()) {
            return;
        }
        long mark = state.offlineAfter();
        long read = resource.readUpToId();
        boolean isFirst = !state.connected().takesMessages();
        if (read == ConnectedResource.ALL) {
            if (mark != AccountState.NONE) {
                events.add(new AccountEvent.OfflineDone());
            }
            if (isFirst) {
                nothingUnderWay(state, events);
            }
        } else if (read != ConnectedResource.NOTHING) {
            events.add(new AccountEvent.OfflineFrom(read));
            start(state, resource, read, events, effects);
        } else if (mark != AccountState.NONE) {
            if (!state.offlineIsStored()) {
                events.add(new AccountEvent.OfflineFrom(mark));
            }
            start(state, resource, mark, events, effects);
        } else if (isFirst) {
            nothingUnderWay(state, events);
        }
    }

    /** Nobody is being sent anything: acknowledgements are about what comes from now on. */
    private void nothingUnderWay(AccountState state, List<AccountEvent> events) {
        if (!around.late().areWaitingFor(state.address())) {
            events.add(new AccountEvent.NothingUnderWay(state.newestId()));
        }
    }

    /**
     * A client has what it was sent, up to that archive id (XEP-0198). The mark follows if nothing
     * before it is on its way, to this client or somebody else: should the server be killed, what
     * stands behind the mark is sent once more.
     */
    Decision<AccountEvent, AccountEffect> acknowledged(
            AccountState state, Session session, long upToId) {
        return upToId > state.storedMark()
                        && state.isInOrder(upToId)
                        && speaksForAll(state, session)
                ? Decision.note(List.of(new AccountEvent.Acknowledged(upToId)))
                : Decision.nothing();
    }

    private boolean speaksForAll(AccountState state, Session session) {
        ConnectedResource resource = state.resource(session);
        if (resource == null
                || !resource.takesMessages()
                || around.late().areWaitingFor(state.address())) {
            return false;
        }
        if (state.offlineAfter() != AccountState.NONE) {
            return state.catching() != null && state.catching().session == session;
        }
        return resource.heardAfterId() <= state.acknowledgedId()
                || !state.connected().without(session).takesMessages();
    }

    /**
     * The last resource that took messages has gone and left nothing undelivered: the mark says so,
     * also for what no acknowledgement tells of. What the account has not been told of yet stays
     * behind it.
     */
    void allDelivered(AccountState state, ConnectedAccount after, List<AccountEvent> events) {
        long upToId = Math.max(state.toldId(), around.unsureBefore());
        if (state.offlineAfter() == AccountState.NONE
                && !after.takesMessages()
                && !around.late().areWaitingFor(state.address())
                && state.storedMark() < upToId) {
            events.add(new AccountEvent.Acknowledged(upToId));
        }
    }

    /** Begins with whatever resource takes messages, if anything is undelivered. */
    Decision<AccountEvent, AccountEffect> catchUp(AccountState state) {
        List<AccountEvent> events = new ArrayList<>(2);
        List<AccountEffect> effects = new ArrayList<>(1);
        for (ConnectedResource resource : state.connected().resources()) {
            if (resource.takesMessages()) {
                begin(state, resource, events, effects);
                break;
            }
        }
        return new Decision<>(events, effects, false);
    }

    private static void start(
            AccountState state,
            ConnectedResource resource,
            long after,
            List<AccountEvent> events,
            List<AccountEffect> effects) {
        long run = state.nextRun();
        ConnectedResource before = state.resource(resource.session());
        if (before != null && before.hasTakenMessages()) {
            events.add(new AccountEvent.OutOfOrder(state.newestId()));
        }
        events.add(new AccountEvent.OfflineStarted(resource.session(), run, after));
        long from = resource.fromArchive().readOnFrom(after);
        effects.add(new AccountEffect.ReadOffline(run, from, 0));
    }

    /**
     * Whether a stored message has to wait until what came before it is delivered. Too many may
     * not: they overtake it.
     */
    boolean mustWait(AccountState state, long id, List<AccountEvent> events) {
        Catching catching = state.catching();
        if (catching == null || id <= catching.after) {
            return false;
        }
        if (catching.queue.size() < AccountState.QUEUE_LIMIT) {
            return true;
        }
        events.add(new AccountEvent.OutOfOrder(id));
        return false;
    }

    /**
     * Whether a client's question to the archive has to wait until it has what it missed: stanzas
     * keep their order (RFC 6120 section 10.1), and clients that know again in the archive what
     * they were sent do not know again what they have read there.
     */
    boolean mustWait(AccountState state, Session session, Element payload) {
        Catching catching = state.catching();
        return catching != null
                && catching.session == session
                && payload.is("query", HistoryResponder.MAM)
                && catching.questions.size() < AccountState.QUESTION_LIMIT;
    }

    /** Now they are asked. */
    private static List<AccountEffect> askNow(Catching catching) {
        List<AccountEffect> effects = new ArrayList<>(catching.questions.size());
        for (AccountCommand.FromClient question : catching.questions) {
            effects.add(new AccountEffect.TellSelf(question));
        }
        return effects;
    }

    /** The resource that was being given what was missed may be gone: another one takes over. */
    void resourceWent(
            AccountState state,
            ConnectedAccount after,
            Session gone,
            List<AccountEvent> events,
            List<AccountEffect> effects) {
        Catching catching = state.catching();
        if (catching == null || catching.session != gone) {
            return;
        }
        effects.addAll(askNow(catching));
        for (ConnectedResource resource : after.resources()) {
            if (resource.takesMessages()) {
                start(state, resource, state.offlineAfter(), events, effects);
                return;
            }
        }
        // What has queued is in the archive behind the mark, and read again.
        events.add(new AccountEvent.OfflineStopped());
    }

    /**
     * A page was read. The mark stays where it is until all pages are spoken: {@link #sent} follows
     * behind the last one.
     */
    Decision<AccountEvent, AccountEffect> read(
            AccountState state, AccountCommand.OfflineRead page) {
        Catching catching = state.catching();
        if (catching == null) {
            return catchUp(state); // unless it is over, the entity was loaded anew meanwhile
        }
        if (catching.run != page.run()) {
            return Decision.nothing();
        }
        List<AccountCommand.Late> rows = page.rows();
        if (rows == null) {
            return Decision.<AccountEvent, AccountEffect>record(
                            List.of(new AccountEvent.OfflineStopped()))
                    .then(List.of(new AccountEffect.TellAgain(new AccountCommand.CatchUp())))
                    .then(askNow(catching));
        }
        List<AccountEvent> events = new ArrayList<>(1);
        List<AccountEffect> effects = new ArrayList<>();
        Span before = hasBeenSent(state, catching);
        for (AccountCommand.Late row : rows) {
            if (row.id() > catching.after
                    && !before.holds(row.id())
                    && isForMe(state, row)
                    && !state.wasSentEarly(catching.session, row.id())
                    && !state.blocks(row.message().from())) {
                effects.add(
                        new AccountEffect.SendLate(
                                List.of(catching.session), row.message(), row.id()));
            }
        }
        remember(
                state,
                catching,
                before.readOnFrom(Math.max(catching.after, page.lastRead())),
                events,
                effects);
        effects.add(
                page.complete()
                        ? new AccountEffect.TellSelf(new AccountCommand.OfflineSent(page.run()))
                        : new AccountEffect.ReadOffline(
                                page.run(), catching.after, page.lastRead()));
        return new Decision<>(events, effects, true);
    }

    private static Span hasBeenSent(AccountState state, Catching catching) {
        ConnectedResource resource = state.resource(catching.session);
        return resource == null ? Span.NONE : resource.fromArchive();
    }

    /**
     * The resource knows what it was sent, and is published with it: should the mark not be
     * cleared, as on a full disk, the entity loses its memory and reads on behind that.
     */
    private static void remember(
            AccountState state,
            Catching catching,
            long upTo,
            List<AccountEvent> events,
            List<AccountEffect> effects) {
        ConnectedResource before = state.resource(catching.session);
        Span sent = new Span(catching.after, upTo);
        if (before != null && !before.fromArchive().equals(sent)) {
            ConnectedAccount after = state.connected().with(before.sent(sent));
            events.add(new AccountEvent.Connected(after));
            effects.add(new AccountEffect.Publish(after));
        }
    }

    /** All pages are spoken: nothing is undelivered, and what came meanwhile has its turn. */
    Decision<AccountEvent, AccountEffect> sent(
            AccountState state, AccountCommand.OfflineSent command, Arriving arriving) {
        Catching catching = state.catching();
        if (catching == null) {
            return catchUp(state);
        }
        if (catching.run != command.run()) {
            return Decision.nothing();
        }
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        events.add(new AccountEvent.OfflineDone());
        events.add(new AccountEvent.OfflineStopped());
        hasCaughtUp(state, catching, events, effects);
        for (AccountCommand.Chat chat : catching.queue) {
            arriving.deliver(state, chat, events, effects);
            events.add(new AccountEvent.Told(Objects.requireNonNull(chat.slot()).id()));
        }
        effects.addAll(askNow(catching));
        // Held: should the mark not be cleared, all of it is read again.
        return new Decision<>(events, effects, true);
    }

    /**
     * What it had not read itself it has been sent, and so it may speak for all that came behind
     * the mark, not only for what came since it is available.
     */
    private static void hasCaughtUp(
            AccountState state,
            Catching catching,
            List<AccountEvent> events,
            List<AccountEffect> effects) {
        ConnectedResource before = state.resource(catching.session);
        if (before == null) {
            return;
        }
        ConnectedResource now = before.caughtUp(catching.after);
        if (now.readUpToId() != ConnectedResource.NOTHING) {
            now = now.read(ConnectedResource.ALL);
        }
        if (!now.equals(before)) {
            ConnectedAccount after = state.connected().with(now);
            events.add(new AccountEvent.Connected(after));
            effects.add(new AccountEffect.Publish(after));
        }
    }

    private static boolean isForMe(AccountState state, AccountCommand.Late row) {
        return !Objects.requireNonNull(row.message().from()).bare().equals(state.address())
                || row.message().to() == null
                || Objects.requireNonNull(row.message().to()).bare().equals(state.address());
    }

    /**
     * Stored messages that some resource may have missed: to those that have become available
     * since; one for a resource that is gone, to all that have had no copy of it (RFC 6121 section
     * 8.5.3.2.1). If nobody takes messages, the mark goes back before the first of them.
     */
    void missed(
            AccountState state,
            ConnectedAccount connected,
            List<AccountCommand.Late> messages,
            List<AccountEvent> events,
            List<AccountEffect> effects) {
        if (messages.isEmpty()) {
            return;
        }
        if (!connected.takesMessages()) {
            long mark = firstId(messages) - 1;
            if (state.offlineAfter() == AccountState.NONE || state.offlineAfter() > mark) {
                events.add(new AccountEvent.OfflineFrom(mark));
            }
            return;
        }
        for (AccountCommand.Late late : messages) {
            List<Session> without = without(connected, late, state.catching());
            if (!without.isEmpty()) {
                events.add(new AccountEvent.OutOfOrder(state.newestId()));
                effects.add(new AccountEffect.SendLate(without, late.message(), late.id()));
            }
        }
    }

    /** The smallest id: what was late stands behind newer ones. */
    private static long firstId(List<AccountCommand.Late> messages) {
        long first = Long.MAX_VALUE;
        for (AccountCommand.Late late : messages) {
            first = Math.min(first, late.id());
        }
        return first;
    }

    /** Those that take messages and have not been sent that one, nor are about to be. */
    private static List<Session> without(
            ConnectedAccount connected, AccountCommand.Late late, @Nullable Catching catching) {
        List<Session> sessions = new ArrayList<>();
        for (ConnectedResource resource : connected.resources()) {
            if (resource.takesMessages()
                    && isWithout(connected, resource, late)
                    && (catching == null
                            || catching.session != resource.session()
                            || late.id() <= catching.after)) {
                sessions.add(resource.session());
            }
        }
        return sessions;
    }

    /** It took no messages yet when that one was stored, or it was for one that is gone. */
    private static boolean isWithout(
            ConnectedAccount connected, ConnectedResource resource, AccountCommand.Late late) {
        if (resource.heardAfterId() >= late.id()) {
            return resource.readUpToId() < late.id();
        }
        return late.message().to() instanceof FullJid full
                && connected.reachable(full) == null
                && !resource.has(Flag.CARBONS);
    }
}
