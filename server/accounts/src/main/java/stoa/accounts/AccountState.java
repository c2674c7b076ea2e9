package stoa.accounts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.route.BlockList;
import stoa.core.route.ConnectedAccount;
import stoa.core.route.ConnectedResource;
import stoa.core.session.Session;
import stoa.store.offline.OfflineMark;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * All that an account's entity knows. Confined to the entity; changed by {@link #apply} alone. What
 * is stored comes from the store, the resources from the registry when a failed commit made the
 * entity start anew.
 */
final class AccountState {
    /** Messages that may wait behind an offline delivery; more go ahead of it. */
    static final int QUEUE_LIMIT = 1_000;

    /** Questions to the archive that wait behind such a delivery. */
    static final int QUESTION_LIMIT = 16;

    /** Reports (XEP-0377) one account may file in {@link #REPORTS_MS}; more are not stored. */
    static final int REPORT_LIMIT = 100;

    private static final long REPORTS_MS = 24 * 60 * 60 * 1_000L;

    /** Nothing is undelivered. */
    static final long NONE = -1;

    /** A delivery of what was missed, under way. */
    static final class Catching {
        final Session session;
        final long run;

        /** It is sent what stands after this archive id. */
        final long after;

        final List<AccountCommand.Chat> queue = new ArrayList<>();

        /** What its client has asked the archive meanwhile. */
        final List<AccountCommand.FromClient> questions = new ArrayList<>();

        Catching(Session session, long run, long after) {
            this.session = session;
            this.run = run;
            this.after = after;
        }
    }

    private final BareJid address;
    private final ContactList contacts;
    private final Once once;
    private BlockList blocked;
    private int reports;
    private long reportsFromMs;
    private ConnectedAccount connected;
    private long newestId;
    private long toldId;
    private long lastRun;
    private long offlineAfter;
    private boolean offlineIsStored;
    private long storedMark;
    private long acknowledgedId;
    private long outOfOrderUpToId;
    private @Nullable Catching catching;
    private final LinkedHashSet<AccountEvent.SentEarly> early = new LinkedHashSet<>();

    AccountState(
            BareJid address,
            ContactList contacts,
            Once once,
            BlockList blocked,
            OfflineMark mark,
            long unsureBefore,
            long newestId,
            ConnectedAccount connected) {
        this.address = address;
        this.contacts = contacts;
        this.once = once;
        this.blocked = blocked;
        this.storedMark = mark.afterId();
        this.acknowledgedId = mark.afterId();
        this.offlineIsStored = mark.waiting();
        // Who takes messages at a load has had its turn: the entity has only lost its memory.
        boolean unsure = mark.afterId() < unsureBefore && !connected.takesMessages();
        this.offlineAfter = mark.waiting() || unsure ? mark.afterId() : NONE;
        this.newestId = newestId;
        this.lastRun = newestId; // later than any before the load
        this.connected = connected;
        this.outOfOrderUpToId = connected.isEmpty() ? 0 : newestId;
    }

    BareJid address() {
        return address;
    }

    ConnectedAccount connected() {
        return connected;
    }

    ContactList contacts() {
        return contacts;
    }

    Once once() {
        return once;
    }

    /** Whom the account has blocked (XEP-0191). */
    BlockList blocked() {
        return blocked;
    }

    /** Whether the account has blocked that address. */
    boolean blocks(@Nullable Jid address) {
        return !blocked.isEmpty() && address != null && blocked.blocks(address);
    }

    /** How many more reports the account may file now. */
    int reportsLeft(long nowMs) {
        return nowMs - reportsFromMs >= REPORTS_MS ? REPORT_LIMIT : REPORT_LIMIT - reports;
    }

    /** The archive id after which nothing was delivered, or {@link #NONE}. */
    long offlineAfter() {
        return offlineAfter;
    }

    /** Whether the store knows that something is undelivered, or it is only supposed. */
    boolean offlineIsStored() {
        return offlineIsStored;
    }

    /** The mark as it is stored, up to which everything has reached a client. */
    long storedMark() {
        return storedMark;
    }

    /** The archive id of the newest message to this account that it was told of since the load. */
    long toldId() {
        return toldId;
    }

    /**
     * Whether what a client acknowledges up to that archive id is about messages that were sent in
     * their order, nothing older behind them.
     */
    boolean isInOrder(long upToId) {
        return upToId > outOfOrderUpToId;
    }

    /** Up to which archive id everything has reached a client, as far as is known here. */
    long acknowledgedId() {
        return acknowledgedId;
    }

    /**
     * The archive id of the newest message to this account that it was told of; after a load, no
     * smaller than it.
     */
    long newestId() {
        return newestId;
    }

    /** The number of the next delivery of what was missed. */
    long nextRun() {
        return lastRun + 1;
    }

    /**
     * Whether a session was sent that message, which names it, before it took any. Of the newest
     * {@link #QUEUE_LIMIT} of them all.
     */
    boolean wasSentEarly(Session session, long id) {
        return !early.isEmpty() && early.contains(new AccountEvent.SentEarly(session, id));
    }

    @Nullable Catching catching() {
        return catching;
    }

    @Nullable ConnectedResource resource(Session session) {
        return connected.of(session);
    }

    AccountState apply(AccountEvent event) {
        switch (event) {
            case AccountEvent.Archived(var append, long key) -> {
                if (key != 0) {
                    once.add(key, append.slot().id());
                }
            }
            case AccountEvent.RosterPut(var item, long version) -> contacts.put(item, version);
            case AccountEvent.RosterRemoved(var contact, long version) ->
                    contacts.remove(contact, version);
            case AccountEvent.BlockListChanged(var now, var added, var removed) -> blocked = now;
            case AccountEvent.Reported(var report, long atMs) -> {
                if (atMs - reportsFromMs >= REPORTS_MS) {
                    reportsFromMs = atMs;
                    reports = 0;
                }
                reports++;
            }
            case AccountEvent.OfflineFrom(long afterId) -> {
                offlineAfter = afterId;
                offlineIsStored = true;
                storedMark = afterId;
                acknowledgedId = afterId; // what stands before the mark has reached somebody
            }
            case AccountEvent.Acknowledged(long upToId) -> {
                storedMark = upToId;
                acknowledgedId = Math.max(acknowledgedId, upToId);
                if (offlineAfter != NONE) {
                    offlineAfter = Math.max(offlineAfter, upToId);
                }
            }
            case AccountEvent.NothingUnderWay(long upToId) ->
                    acknowledgedId = Math.max(acknowledgedId, upToId);
            case AccountEvent.OutOfOrder(long upToId) ->
                    outOfOrderUpToId = Math.max(outOfOrderUpToId, upToId);
            case AccountEvent.Told(long id) -> {
                newestId = Math.max(newestId, id);
                toldId = Math.max(toldId, id);
                if (id <= acknowledgedId) { // of the moment of the load, or late
                    acknowledgedId = id - 1;
                }
            }
            case AccountEvent.OfflineDone() -> {
                offlineAfter = NONE;
                offlineIsStored = false;
            }
            case AccountEvent.Connected(var account) -> {
                connected = account;
                early.removeIf(sent -> account.of(sent.session()) == null);
            }
            case AccountEvent.OfflineStarted(var session, long run, long after) -> {
                lastRun = run;
                Catching next = new Catching(session, run, after);
                if (catching != null) { // the others still wait for it
                    next.queue.addAll(catching.queue);
                }
                catching = next;
            }
            case AccountEvent.SentEarly sent -> {
                if (early.size() == QUEUE_LIMIT) {
                    early.removeFirst();
                }
                early.add(sent);
            }
            case AccountEvent.OfflineStopped() -> catching = null;
            case AccountEvent.InvitationUsed u -> {}
            case AccountEvent.Forgotten() -> forget();
            case AccountEvent.QuestionQueued(var question) -> {
                if (catching != null) {
                    catching.questions.add(question);
                }
            }
            case AccountEvent.OfflineQueued(var chat) -> {
                if (catching != null) {
                    catching.queue.add(chat);
                }
            }
        }
        return this;
    }

    /** But for the resources, which end by and by, and the block list, which has its own event. */
    private void forget() {
        contacts.clear();
        once.clear();
        reports = 0;
        offlineAfter = NONE;
        offlineIsStored = false;
        storedMark = newestId;
        acknowledgedId = newestId;
        catching = null;
        early.clear();
    }
}
