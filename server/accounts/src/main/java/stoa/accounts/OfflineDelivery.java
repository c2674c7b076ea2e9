package stoa.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.accounts.AccountState.Catching;
import stoa.core.entity.Decision;
import stoa.core.journal.ArchiveSlot;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.route.Flag;
import stoa.core.session.Session;

/**
 * Messages that came while nobody took any (RFC 6121 section 8.5.2.2, XEP-0160). They stand in the
 * archive; the account only remembers after which archive id nothing was delivered. The first
 * resource that takes messages again is sent them, oldest first, each with its stanza-id and the
 * time it was sent (XEP-0203); what comes meanwhile waits its turn. Later resources read the
 * archive.
 *
 * <p>A resource that has read the archive itself before it became available (XEP-0313) is sent
 * nothing: it has all.
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
        if (state.offlineAfter() == AccountState.NONE || state.catching() != null) {
            return;
        }
        if (resource.has(Flag.READS_ARCHIVE)) {
            events.add(new AccountEvent.OfflineDone());
        } else if (around.settings().archiveEnabled()) {
            start(resource.session(), state.offlineAfter(), events, effects);
        }
    }

    private static void start(
            Session session, long mark, List<AccountEvent> events, List<AccountEffect> effects) {
        events.add(new AccountEvent.OfflineStarted(session));
        effects.add(new AccountEffect.ReadOffline(session, mark, 0));
    }

    /** Whether a stored message has to wait until what came before it is delivered. */
    boolean mustWait(AccountState state) {
        Catching catching = state.catching();
        return catching != null && catching.queue.size() < AccountState.QUEUE_LIMIT;
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
        // What has queued is in the archive behind the mark, and read again.
        events.add(new AccountEvent.OfflineStopped());
        for (ConnectedResource resource : after.resources()) {
            if (resource.takesMessages()) {
                start(resource.session(), state.offlineAfter(), events, effects);
                return;
            }
        }
    }

    /** A page was read. */
    Decision<AccountEvent, AccountEffect> read(
            AccountState state, AccountCommand.OfflineRead page, Arriving arriving) {
        Catching catching = state.catching();
        if (catching == null || catching.session != page.session()) {
            return Decision.nothing();
        }
        List<AccountEvent> events = new ArrayList<>();
        List<AccountEffect> effects = new ArrayList<>();
        List<AccountCommand.Late> rows = page.rows();
        long last = rows == null || rows.isEmpty() ? 0 : rows.getLast().id();
        if (rows != null) {
            for (AccountCommand.Late row : rows) {
                if (row.id() > state.offlineAfter() && isForMe(state, row)) {
                    effects.add(
                            new AccountEffect.SendLate(
                                    List.of(page.session()), row.message(), row.id()));
                }
            }
            if (!page.complete()) {
                events.add(new AccountEvent.OfflineFrom(last));
                effects.add(new AccountEffect.ReadOffline(page.session(), last, last));
                return new Decision<>(events, effects, false);
            }
            events.add(new AccountEvent.OfflineDone());
        }
        events.add(new AccountEvent.OfflineStopped());
        queued(state, catching, Math.max(last, state.offlineAfter()), arriving, events, effects);
        return new Decision<>(events, effects, false);
    }

    private static boolean isForMe(AccountState state, AccountCommand.Late row) {
        return !Objects.requireNonNull(row.message().from()).bare().equals(state.address())
                || row.message().to() == null
                || Objects.requireNonNull(row.message().to()).bare().equals(state.address());
    }

    /** What queued behind the pages and stood in none of them. */
    private static void queued(
            AccountState state,
            Catching catching,
            long last,
            Arriving arriving,
            List<AccountEvent> events,
            List<AccountEffect> effects) {
        for (AccountCommand.Chat chat : catching.queue) {
            ArchiveSlot slot = Objects.requireNonNull(chat.slot());
            if (slot.id() > last) {
                arriving.deliver(state, state.connected(), chat, events, effects);
            }
        }
    }

    /**
     * Stored messages that some resource may have missed: to those that have become available
     * since, and if nobody takes messages, the mark goes back before the first of them.
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
            long mark = messages.getFirst().id() - 1;
            if (state.offlineAfter() == AccountState.NONE || state.offlineAfter() > mark) {
                events.add(new AccountEvent.OfflineFrom(mark));
            }
            return;
        }
        for (AccountCommand.Late late : messages) {
            List<Session> without = without(connected, late.id(), state.catching());
            if (!without.isEmpty()) {
                effects.add(new AccountEffect.SendLate(without, late.message(), late.id()));
            }
        }
    }

    /** Those that take messages and did not yet when that one was stored. */
    private static List<Session> without(
            ConnectedAccount connected, long id, @Nullable Catching catching) {
        List<Session> sessions = new ArrayList<>();
        for (ConnectedResource resource : connected.resources()) {
            if (resource.takesMessages()
                    && resource.availableSinceMs() > ArchiveSlot.epochMillis(id)
                    && !resource.has(Flag.READS_ARCHIVE)
                    && (catching == null || catching.session != resource.session())) {
                sessions.add(resource.session());
            }
        }
        return sessions;
    }
}
