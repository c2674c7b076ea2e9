package stoa.pubsub.caps;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Timers;
import stoa.core.hook.ClientAnswer;
import stoa.core.session.Session;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;

/**
 * What clients want to be notified of, by the hash they show. A hash that is not known is asked for
 * (XEP-0115 section 6.2), in the name of the client's own account. While it is, others that show
 * the same wait, so that a thousand clients that come at once are asked a few times; an answer
 * counts for all of them only if the hash is its own. One that is not is as none: nothing is known
 * of who gave it, and the next one is asked.
 *
 * <p>Any thread. Remembers the {@link #KEPT} hashes that were used last. Of one session {@link
 * #OPEN} questions may be open; what it shows beyond that is not looked at.
 */
public final class Capabilities {
    /** Hashes that are remembered; each with up to {@link Verification#MOST_NODES} names. */
    static final int KEPT = 1_000;

    /** Clients that are asked at a time for one hash: one that keeps silent holds up nobody. */
    private static final int ASKED_AT_A_TIME = 4;

    private static final int OPEN = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String INFO = "http://jabber.org/protocol/disco#info";

    private record Key(String hash, String ver) {}

    private record Waiter(Session session, Caps caps, Consumer<Set<String>> then) {
        Key key() {
            return new Key(caps.hash(), caps.ver());
        }
    }

    /** Those who wait for one hash. */
    private static final class Unknown {
        private final Deque<Waiter> waiting = new ArrayDeque<>();
        private final List<Waiter> asked = new ArrayList<>();

        boolean isEmpty() {
            return waiting.isEmpty() && asked.isEmpty();
        }
    }

    private final Timers timers;
    private final Map<Key, Set<String>> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Set<String>> eldest) {
                    return size() > KEPT;
                }
            };
    private final Map<Key, Unknown> unknown = new HashMap<>();
    private final Map<String, Waiter> questions = new HashMap<>();
    private final Map<Session, Integer> open = new HashMap<>();
    private long lastId;

    public Capabilities(Timers timers) {
        this.timers = timers;
    }

    /**
     * Finds what a client wants to be notified of.
     *
     * @param then told the names of nodes, on this thread when the hash is known, later on the one
     *     that brings the answer; never, when no answer proves the hash
     */
    public void find(Caps caps, Session session, Consumer<Set<String>> then) {
        Waiter waiter = new Waiter(session, caps, then);
        Set<String> nodes;
        synchronized (this) {
            nodes = known.get(waiter.key());
            if (nodes == null) {
                wait(waiter);
            }
        }
        if (nodes != null) {
            then.accept(nodes);
        }
    }

    private void wait(Waiter waiter) {
        int before = open.getOrDefault(waiter.session, 0);
        if (before < OPEN) {
            open.put(waiter.session, before + 1);
            Unknown hash = unknown.computeIfAbsent(waiter.key(), key -> new Unknown());
            hash.waiting.add(waiter);
            askNext(hash);
        }
    }

    private void askNext(Unknown hash) {
        while (hash.asked.size() < ASKED_AT_A_TIME && !hash.waiting.isEmpty()) {
            Waiter next = hash.waiting.remove();
            hash.asked.add(next);
            lastId++;
            String id = "caps" + lastId;
            questions.put(id, next);
            timers.after(PATIENCE, () -> over(id));
            Session session = next.session;
            session.send(
                    Iq.of(
                            Iq.Type.GET,
                            session.address().bare(),
                            session.address(),
                            id,
                            Element.of("query", INFO)
                                    .attribute("node", next.caps.query())
                                    .build()));
        }
    }

    /** An answer has come, perhaps to a question of ours. */
    public void answered(ClientAnswer answer) {
        List<Waiter> told = List.of();
        Set<String> nodes;
        synchronized (this) {
            Waiter asked = questions.get(answer.answer().id());
            if (asked == null || asked.session != answer.session()) {
                return;
            }
            questions.remove(answer.answer().id());
            nodes = read(asked.caps, answer.answer());
            if (nodes == null) {
                dropped(asked);
            } else {
                known.put(asked.key(), nodes);
                told = settled(asked.key());
            }
        }
        if (nodes != null) {
            for (Waiter waiter : told) {
                waiter.then.accept(nodes);
            }
        }
    }

    private static @Nullable Set<String> read(Caps caps, Iq answer) {
        Element query = answer.payload();
        return answer.type() == Iq.Type.RESULT && query != null && query.is("query", INFO)
                ? Verification.wanted(caps, query)
                : null;
    }

    private List<Waiter> settled(Key key) {
        Unknown hash = unknown.remove(key);
        if (hash == null) {
            return List.of();
        }
        List<Waiter> all = new ArrayList<>(hash.asked);
        all.addAll(hash.waiting);
        all.forEach(waiter -> closed(waiter.session));
        questions.values().removeIf(waiter -> waiter.key().equals(key));
        return all;
    }

    private void closed(Session session) {
        open.computeIfPresent(session, (key, count) -> count == 1 ? null : count - 1);
    }

    /** That one has not answered, or not with what it showed: the next is asked. */
    private void dropped(Waiter waiter) {
        Unknown hash = unknown.get(waiter.key());
        if (hash == null || !(hash.asked.remove(waiter) || hash.waiting.remove(waiter))) {
            return;
        }
        closed(waiter.session);
        askNext(hash);
        if (hash.isEmpty()) {
            unknown.remove(waiter.key());
        }
    }

    private synchronized void over(String id) {
        Waiter waiter = questions.remove(id);
        if (waiter != null) {
            dropped(waiter);
        }
    }

    /** The session is over: it is asked no more. */
    public synchronized void ended(Session session) {
        if (!open.containsKey(session)) {
            return;
        }
        List<Waiter> gone = new ArrayList<>();
        for (Unknown hash : unknown.values()) {
            hash.asked.stream().filter(w -> w.session == session).forEach(gone::add);
            hash.waiting.stream().filter(w -> w.session == session).forEach(gone::add);
        }
        questions.values().removeIf(waiter -> waiter.session == session);
        gone.forEach(this::dropped);
    }
}
