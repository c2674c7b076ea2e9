package stoa.pubsub.pep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import stoa.pubsub.node.Node;
import stoa.pubsub.service.LastItem;
import stoa.store.pubsub.PubsubStore;
import stoa.store.pubsub.ShownNode;
import stoa.store.pubsub.StoredNode;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * All nodes of all accounts as whoever comes sees them, with the newest item: in memory, about a
 * KiB a node, so that a resource that becomes available wakes no account. Each account's nodes are
 * written by its own service only, in its order; anybody reads, on any thread.
 */
final class ShownNodes {
    private static final int PAGE = 1_000;

    /**
     * A node.
     *
     * @param flight while its newest item is being told to those who are there; null otherwise
     */
    record Shown(Node node, @Nullable LastItem last, @Nullable Flight flight) {}

    /** An item on its way to all who want it: who is told it, is told it once. */
    static final class Flight {
        private final Set<Recipient> served = ConcurrentHashMap.newKeySet();

        /** Whether that one is still to be told, by whoever asks first. */
        boolean isFirst(Recipient recipient) {
            return served.add(recipient);
        }

        /** Whether any resource of that account elsewhere was told, for that owner. */
        boolean hasServed(BareJid owner, Jid account) {
            return served.stream()
                    .anyMatch(
                            one ->
                                    one instanceof Recipient.Elsewhere other
                                            && other.owner().equals(owner)
                                            && other.account().equals(account));
        }
    }

    private final Map<String, Map<BareJid, Map<String, Shown>>> domains = new ConcurrentHashMap<>();

    /** Reads what the store has; before any listener opens. */
    CompletionStage<Void> load(PubsubStore store) {
        return load(store, null);
    }

    private CompletionStage<Void> load(PubsubStore store, @Nullable StoredNode after) {
        return store.shown(after, PAGE, LastItem.HELD_BYTES)
                .thenCompose(
                        page -> {
                            page.stream()
                                    .filter(one -> one.node().service() instanceof BareJid)
                                    .forEach(this::put);
                            return page.size() < PAGE
                                    ? CompletableFuture.<Void>completedFuture(null)
                                    : load(store, page.getLast().node());
                        });
    }

    private void put(ShownNode stored) {
        Node node = Node.of(stored.node(), stored.affiliations(), stored.subscriptions());
        put(new Shown(node, LastItem.of(stored.last(), stored.payload()), null));
    }

    void put(Shown shown) {
        change(
                shown.node().account(),
                nodes -> {
                    nodes.put(shown.node().name(), shown);
                    return nodes;
                });
    }

    void remove(Node node) {
        change(
                node.account(),
                nodes -> {
                    nodes.remove(node.name());
                    return nodes;
                });
    }

    void removeAll(BareJid service) {
        Map<BareJid, Map<String, Shown>> accounts = domains.get(service.domain());
        if (accounts != null) {
            accounts.remove(service);
        }
    }

    private void change(BareJid service, UnaryOperator<Map<String, Shown>> change) {
        domains.computeIfAbsent(service.domain(), key -> new ConcurrentHashMap<>())
                .compute(
                        service,
                        (key, before) -> {
                            Map<String, Shown> nodes =
                                    change.apply(
                                            before == null
                                                    ? new HashMap<>()
                                                    : new HashMap<>(before));
                            return nodes.isEmpty() ? null : Map.copyOf(nodes);
                        });
    }

    /** The nodes of an account by name. */
    Map<String, Shown> of(BareJid service) {
        return domains.getOrDefault(service.domain(), Map.of()).getOrDefault(service, Map.of());
    }

    @Nullable Shown find(BareJid service, String node) {
        return of(service).get(node);
    }

    /** The accounts of a domain that have nodes: a live view, weakly consistent. */
    Iterable<BareJid> accounts(String domain) {
        return domains.getOrDefault(domain, Map.of()).keySet();
    }

    /** How many accounts have nodes, for metrics. */
    int size() {
        return List.copyOf(domains.values()).stream().mapToInt(Map::size).sum();
    }
}
