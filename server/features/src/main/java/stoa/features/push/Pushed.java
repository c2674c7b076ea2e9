package stoa.features.push;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.store.push.PushRegistration;
import stoa.xmpp.jid.Jid;

/**
 * One registration, and what its client has missed since it was last there. Says when its service
 * is to be told: at once of the first that is missed; of more within {@link #QUIET_MS} once, at the
 * end of that; of a call after {@link #CALL_QUIET_MS}; and never while the service has not
 * answered.
 *
 * <p>Safe on any thread.
 */
final class Pushed {
    /** A service is told no more often than this. */
    static final long QUIET_MS = 10_000;

    /** But of calls, which do not wait. */
    static final long CALL_QUIET_MS = 1_000;

    /** A service that has not answered within this has failed. */
    static final long ANSWER_MS = 60_000;

    /** After a passing failure it is tried again after this, and then twice as long, up to … */
    static final long RETRY_MS = 60_000;

    /** … this. */
    static final long LONGEST_RETRY_MS = 60 * 60_000;

    /** A service that only fails is given up after that long, if it was tried often enough. */
    static final long PATIENCE_MS = 24 * 60 * 60_000L;

    static final int PATIENCE_TRIES = 10;

    private static final int REMEMBERED_IDS = 64;

    /** Of how many conversations it is remembered that something of them was missed. */
    static final int CONVERSATIONS = 20;

    /** What is to be done now. */
    sealed interface Next {
        /** Tell the service that much; {@link Pushed#answered} or {@link Pushed#failed} follows. */
        record Tell(String id, Summary summary) implements Next {}

        /** Ask again after that long. */
        record Wait(long ms) implements Next {}

        /** Nothing. */
        record Nothing() implements Next {}

        /** Nothing any more: it failed for too long. */
        record GiveUp() implements Next {}
    }

    /**
     * What is told.
     *
     * @param messages how many it has missed since its client was last there
     * @param requests how many requests to see presence are pending; -1 when none is among them
     * @param last the newest message it has missed, or null
     * @param conversations of which it has missed something, the newest last, at most {@link
     *     #CONVERSATIONS}
     */
    record Summary(int messages, int requests, @Nullable Unseen last, List<Jid> conversations) {
        Summary {
            conversations = List.copyOf(conversations);
        }
    }

    private static final Next NOTHING = new Next.Nothing();

    private volatile PushRegistration registration;
    private final Set<Long> ids = new LinkedHashSet<>();
    private final Set<Jid> conversations = new LinkedHashSet<>();
    private int messages;
    private int requests = -1;
    private @Nullable Unseen last;
    private boolean untold;
    private boolean call;
    private long notBeforeMs;
    private long toldMs;
    private boolean timing;
    private @Nullable String underWay;
    private int failures;
    private long failingSinceMs;

    Pushed(PushRegistration registration) {
        this.registration = registration;
    }

    PushRegistration registration() {
        return registration;
    }

    /** The client has enabled it again, perhaps with other options. */
    synchronized void renew(PushRegistration newer) {
        registration = newer;
        failures = 0;
    }

    /**
     * Its client has missed that.
     *
     * @param pending how many requests to see presence are pending, if it is one
     * @param id a new id, for the request if one follows
     */
    synchronized Next missed(Unseen what, int pending, long nowMs, String id) {
        if (what.archiveId() != 0 && !ids.add(what.archiveId())) {
            return NOTHING;
        }
        if (ids.size() > REMEMBERED_IDS) {
            ids.remove(ids.iterator().next());
        }
        if (what.kind() == Unseen.Kind.SUBSCRIPTION_REQUEST) {
            requests = pending;
        } else {
            messages++;
            last = what;
            remember(what.sender().bare());
            call |= what.kind() == Unseen.Kind.CALL;
        }
        untold = true;
        return next(nowMs, id);
    }

    private void remember(Jid conversation) {
        conversations.remove(conversation);
        conversations.add(conversation);
        if (conversations.size() > CONVERSATIONS) {
            conversations.remove(conversations.iterator().next());
        }
    }

    /** Its client is there again: it gets the rest from its stream. */
    synchronized void reached() {
        ids.clear();
        conversations.clear();
        messages = 0;
        requests = -1;
        last = null;
        untold = false;
        call = false;
    }

    /** The time that {@link Next.Wait} named is over. */
    synchronized Next timeIsOver(long nowMs, String id) {
        timing = false;
        return next(nowMs, id);
    }

    private Next next(long nowMs, String id) {
        if (!untold || underWay != null) {
            return NOTHING;
        }
        long earliest =
                call && failures == 0 ? Math.min(notBeforeMs, toldMs + CALL_QUIET_MS) : notBeforeMs;
        if (nowMs < earliest) {
            if (timing && !call) {
                return NOTHING;
            }
            timing = true;
            return new Next.Wait(earliest - nowMs);
        }
        untold = false;
        call = false;
        underWay = id;
        toldMs = nowMs;
        notBeforeMs = nowMs + QUIET_MS;
        return new Next.Tell(id, new Summary(messages, requests, last, List.copyOf(conversations)));
    }

    /** The service has taken what it was told. */
    synchronized Next answered(String id, long nowMs, String nextId) {
        if (!id.equals(underWay)) {
            return NOTHING;
        }
        underWay = null;
        failures = 0;
        return next(nowMs, nextId);
    }

    /** The service could not be told, for now: it is tried again, or given up. */
    synchronized Next failed(String id, long nowMs, String nextId) {
        if (!id.equals(underWay)) {
            return NOTHING;
        }
        underWay = null;
        failingSinceMs = failures == 0 ? nowMs : failingSinceMs;
        failures++;
        if (failures >= PATIENCE_TRIES && nowMs - failingSinceMs >= PATIENCE_MS) {
            return new Next.GiveUp();
        }
        long pause = RETRY_MS << Math.min(failures - 1, 10);
        notBeforeMs = nowMs + Math.min(pause, LONGEST_RETRY_MS);
        untold |= messages > 0 || requests > 0;
        return next(nowMs, nextId);
    }
}
