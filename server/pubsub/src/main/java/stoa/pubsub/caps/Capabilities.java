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
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;

/**
 * What clients want to be notified of, by the hash they show. A hash that is not known is asked for
 * (XEP-0115 section 6.2), in the name of an account of ours. While it is, others that show the same
 * wait, so that a thousand clients that come at once are asked a few times; an answer counts for
 * all of them only if the hash is its own. One that is not is as none: nothing is known of who gave
 * it, and the next one is asked.
 *
 * <p>Any thread. Remembers the {@link #KEPT} hashes that were used last. Of one client {@link
 * #OPEN} questions may be open; one that shows more meanwhile is not waited for with the oldest any
 * longer, as what it showed last is what counts.
 */
public final class Capabilities {
    /** A client that can be asked. Two are equal when they are the same client. */
    public interface Client {
        /** Asks it; its answer comes back to {@link #answered}. Only hands over. */
        void ask(String id, Element query);
    }

    /** Hashes that are remembered; each with up to {@link Verification#MOST_NODES} names. */
    static final int KEPT = 1_000;

    /** Clients that are asked at a time for one hash: one that keeps silent holds up nobody. */
    private static final int ASKED_AT_A_TIME = 4;

    private static final int OPEN = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String INFO = "http://jabber.org/protocol/disco#info";

    private record Key(String hash, String ver) {}

    private static Key keyOf(Caps caps) {
        return new Key(caps.hash(), caps.ver());
    }

    /**
     * @param id of the question it is asked, if it is
     */
    private record Waiter(Client client, Caps caps, Consumer<Set<String>> then, String id) {
        Key key() {
            return keyOf(caps);
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

    /** Of each client those that wait, oldest first. */
    private final Map<Client, Deque<Waiter>> open = new HashMap<>();

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
    public void find(Caps caps, Client client, Consumer<Set<String>> then) {
        Set<String> nodes;
        synchronized (this) {
            nodes = known.get(keyOf(caps));
            if (nodes == null) {
                lastId++;
                wait(new Waiter(client, caps, then, "caps" + lastId));
            }
        }
        if (nodes != null) {
            then.accept(nodes);
        }
    }

    private void wait(Waiter waiter) {
        Deque<Waiter> before = open.get(waiter.client);
        if (before != null && before.size() == OPEN) {
            Waiter oldest = before.getFirst();
            questions.remove(oldest.id);
            dropped(oldest);
        }
        open.computeIfAbsent(waiter.client, key -> new ArrayDeque<>()).add(waiter);
        Unknown hash = unknown.computeIfAbsent(waiter.key(), key -> new Unknown());
        hash.waiting.add(waiter);
        askNext(hash);
    }

    private void askNext(Unknown hash) {
        while (hash.asked.size() < ASKED_AT_A_TIME && !hash.waiting.isEmpty()) {
            Waiter next = hash.waiting.remove();
            hash.asked.add(next);
            questions.put(next.id, next);
            timers.after(PATIENCE, () -> over(next.id));
            next.client.ask(
                    next.id,
                    Element.of("query", INFO).attribute("node", next.caps.query()).build());
        }
    }

    /** An answer has come, perhaps to a question of ours. */
    public void answered(Client client, Iq answer) {
        List<Waiter> told = List.of();
        Set<String> nodes;
        synchronized (this) {
            Waiter asked = questions.get(answer.id());
            if (asked == null || !asked.client.equals(client)) {
                return;
            }
            questions.remove(answer.id());
            nodes = read(asked.caps, answer);
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
        all.forEach(this::closed);
        all.forEach(waiter -> questions.remove(waiter.id));
        return all;
    }

    private void closed(Waiter waiter) {
        open.computeIfPresent(
                waiter.client,
                (client, all) -> {
                    all.remove(waiter);
                    return all.isEmpty() ? null : all;
                });
    }

    /** That one has not answered, or not with what it showed: the next is asked. */
    private void dropped(Waiter waiter) {
        Unknown hash = unknown.get(waiter.key());
        if (hash == null || !(hash.asked.remove(waiter) || hash.waiting.remove(waiter))) {
            return;
        }
        closed(waiter);
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

    /** The client is gone: it is asked no more. */
    public synchronized void ended(Client client) {
        Deque<Waiter> waiting = open.get(client);
        if (waiting != null) {
            waiting.forEach(waiter -> questions.remove(waiter.id));
            List.copyOf(waiting).forEach(this::dropped);
        }
    }
}
