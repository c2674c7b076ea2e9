package stoa.rooms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.store.room.RoomStore;
import stoa.store.room.RoomVisit;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/**
 * Room activity indicators (XEP-0437): tells sessions that asked for it in which rooms, among those
 * their account has been in, something was said while they were not there. Each room is told once,
 * until the session has been in it again. Holds {@link #MAX_ROOMS} rooms a subscription and one
 * subscription a session, and of those from elsewhere, which are nobody's to count, {@link
 * #MAX_ELSEWHERE}. Safe on any thread.
 */
final class Indicators {
    /** How many rooms one session watches: those its account was in last. */
    static final int MAX_ROOMS = 200;

    /**
     * How many sessions of other domains are told. Nobody says of one that its server is gone for
     * good: beyond it that goes which asked longest ago.
     */
    static final int MAX_ELSEWHERE = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Indicators.class);

    /** Asks a room's writer. */
    @FunctionalInterface
    interface Question {
        void ask(BareJid room, RoomCommand.AskMissed question);
    }

    /** What one session has asked for; its maps are guarded by the indicators. */
    private static final class Subscription {
        private final FullJid session;
        private final DomainJid service;

        /** Whether a room it watches was told already. */
        private final Map<BareJid, Boolean> told = new HashMap<>();

        Subscription(FullJid session, DomainJid service) {
            this.session = session;
            this.service = service;
        }
    }

    private final RoomStore store;
    private final RoomDirectory directory;
    private final RoomOutput output;
    private final Map<FullJid, Subscription> bySession = new HashMap<>();
    private final Map<Jid, Set<Subscription>> byAccount = new HashMap<>();

    /** Those of other domains, the one that asked longest ago first. */
    private final Set<FullJid> elsewhere = new LinkedHashSet<>();

    /** Read without the lock on every message of every room; changed with it. */
    private final Map<BareJid, Set<Subscription>> watchers = new ConcurrentHashMap<>();

    Indicators(RoomStore store, RoomDirectory directory, RoomOutput output) {
        this.store = store;
        this.directory = directory;
        this.output = output;
    }

    /** Presence with {@code <rai/>}: section 3.1. What was missed so far is told at once. */
    void subscribe(FullJid session, DomainJid service, Question question) {
        Subscription subscription = new Subscription(session, service);
        begin(subscription);
        if (session.bare() instanceof BareJid account) {
            store.lastVisits(account, service.domain(), MAX_ROOMS)
                    .thenAccept(visits -> ask(subscription, visits, question))
                    .exceptionally(
                            failure -> {
                                LOG.error("indicators_failed account={}", account, failure);
                                return null;
                            });
        }
    }

    private synchronized void begin(Subscription subscription) {
        unsubscribe(subscription.session);
        if (!subscription.service.domain().endsWith("." + subscription.session.domain())) {
            if (elsewhere.size() == MAX_ELSEWHERE) {
                unsubscribe(elsewhere.iterator().next());
            }
            elsewhere.add(subscription.session);
        }
        bySession.put(subscription.session, subscription);
        byAccount
                .computeIfAbsent(subscription.session.bare(), key -> new HashSet<>())
                .add(subscription);
    }

    private void ask(Subscription subscription, List<RoomVisit> visits, Question question) {
        List<BareJid> asked = new ArrayList<>(visits.size());
        List<CompletableFuture<Boolean>> answers = new ArrayList<>(visits.size());
        for (RoomVisit visit : visits) {
            if (directory.has(visit.room()) && watch(subscription, visit.room())) {
                CompletableFuture<Boolean> answer = new CompletableFuture<>();
                asked.add(visit.room());
                answers.add(answer);
                question.ask(
                        visit.room(),
                        new RoomCommand.AskMissed(subscription.session, visit.id(), answer));
            }
        }
        var _ =
                CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                        .thenRun(
                                () -> {
                                    List<BareJid> missed = new ArrayList<>();
                                    for (int i = 0; i < asked.size(); i++) {
                                        if (answers.get(i).join()) {
                                            missed.add(asked.get(i));
                                        }
                                    }
                                    tell(subscription, missed);
                                });
    }

    private synchronized boolean watch(Subscription subscription, BareJid room) {
        boolean watches =
                bySession.get(subscription.session) == subscription
                        && (subscription.told.containsKey(room)
                                || subscription.told.size() < MAX_ROOMS);
        if (watches) {
            subscription.told.put(room, false);
            watchers.computeIfAbsent(room, key -> ConcurrentHashMap.newKeySet()).add(subscription);
        }
        return watches;
    }

    /** Unavailable presence: section 3.2. */
    synchronized void unsubscribe(FullJid session) {
        Subscription subscription = bySession.remove(session);
        if (subscription == null) {
            return;
        }
        elsewhere.remove(session);
        Set<Subscription> own = byAccount.get(session.bare());
        if (own != null) {
            own.remove(subscription);
            if (own.isEmpty()) {
                byAccount.remove(session.bare());
            }
        }
        subscription.told.keySet().forEach(room -> unwatch(room, subscription));
    }

    private void unwatch(BareJid room, Subscription subscription) {
        Set<Subscription> some = watchers.get(room);
        if (some != null) {
            some.remove(subscription);
            if (some.isEmpty()) {
                watchers.remove(room);
            }
        }
    }

    /** Something was said in a room. */
    void stirred(Room room) {
        Set<Subscription> watching = watchers.get(room.address());
        if (watching != null) {
            for (Subscription subscription : watching) {
                if (Missing.concerns(room, subscription.session)) {
                    tell(subscription, List.of(room.address()));
                }
            }
        }
    }

    /** A session has left a room: what is said there from now on, its account misses. */
    synchronized void departed(BareJid room, FullJid session) {
        for (Subscription subscription : byAccount.getOrDefault(session.bare(), Set.of())) {
            if (subscription.service.domain().equals(room.domain())) {
                watch(subscription, room);
            }
        }
    }

    /** The room is no more. */
    synchronized void gone(BareJid room) {
        Set<Subscription> watching = watchers.remove(room);
        if (watching != null) {
            watching.forEach(subscription -> subscription.told.remove(room));
        }
    }

    private void tell(Subscription subscription, List<BareJid> rooms) {
        List<BareJid> news = untold(subscription, rooms);
        if (!news.isEmpty()) {
            Element.Builder activity = Element.of("rai", Muc.RAI);
            news.forEach(room -> activity.child("activity", room.toString()));
            output.send(
                    Message.of(
                            Message.Type.NORMAL,
                            subscription.service,
                            subscription.session,
                            activity.build()));
        }
    }

    /** Those of the rooms that were not told yet; now they are. */
    private synchronized List<BareJid> untold(Subscription subscription, List<BareJid> rooms) {
        List<BareJid> news = new ArrayList<>(rooms.size());
        if (bySession.get(subscription.session) == subscription) {
            for (BareJid room : rooms) {
                if (Boolean.FALSE.equals(subscription.told.get(room))) {
                    subscription.told.put(room, true);
                    news.add(room);
                }
            }
        }
        return news;
    }

    /** How many sessions have subscribed. */
    synchronized int size() {
        return bySession.size();
    }
}
