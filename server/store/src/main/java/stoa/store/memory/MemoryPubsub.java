package stoa.store.memory;

import static stoa.store.memory.CodePointOrder.CODE_POINTS;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.account.AccountDeleted;
import stoa.store.pubsub.ItemEntry;
import stoa.store.pubsub.ItemRemoved;
import stoa.store.pubsub.ItemSaved;
import stoa.store.pubsub.LoadedNode;
import stoa.store.pubsub.NodeAffiliation;
import stoa.store.pubsub.NodeAffiliationSaved;
import stoa.store.pubsub.NodeDeleted;
import stoa.store.pubsub.NodePurged;
import stoa.store.pubsub.NodeSaved;
import stoa.store.pubsub.PubsubStore;
import stoa.store.pubsub.ShownNode;
import stoa.store.pubsub.StoredItem;
import stoa.store.pubsub.StoredNode;
import stoa.store.pubsub.StoredSubscription;
import stoa.store.pubsub.SubscriptionSaved;
import stoa.store.pubsub.SubscriptionState;
import stoa.xmpp.jid.Jid;

final class MemoryPubsub implements PubsubStore {
    private static final Comparator<StoredNode> ORDER =
            Comparator.comparing((StoredNode n) -> n.service().toString(), CODE_POINTS)
                    .thenComparing(StoredNode::name, CODE_POINTS);

    private record Key(Jid who, String id) {}

    private static final class Kept {
        private StoredNode node;
        private final Map<Jid, NodeAffiliation> affiliations = new HashMap<>();
        private final Map<Key, StoredSubscription> subscriptions = new HashMap<>();
        private final Map<String, StoredItem> items = new HashMap<>();

        Kept(StoredNode node) {
            this.node = node;
        }

        /** By address and id. */
        List<StoredSubscription> listed() {
            return subscriptions.values().stream()
                    .sorted(
                            Comparator.comparing(
                                            (StoredSubscription s) -> s.subscriber().toString(),
                                            CODE_POINTS)
                                    .thenComparing(StoredSubscription::id, CODE_POINTS))
                    .toList();
        }

        List<StoredItem> inOrder() {
            return items.values().stream()
                    .sorted(Comparator.comparingLong(StoredItem::number))
                    .toList();
        }
    }

    private final MemoryTables tables;
    private final Map<Jid, TreeMap<String, Kept>> services = new HashMap<>();

    MemoryPubsub(MemoryTables tables) {
        this.tables = tables;
        tables.on(NodeSaved.class, saved -> save(saved.node()));
        tables.on(NodeDeleted.class, deleted -> nodesOf(deleted.service()).remove(deleted.node()));
        tables.on(NodePurged.class, p -> node(p.service(), p.node()).items.clear());
        tables.on(ItemSaved.class, s -> save(node(s.service(), s.node()), s.item()));
        tables.on(ItemRemoved.class, r -> node(r.service(), r.node()).items.remove(r.id()));
        tables.on(NodeAffiliationSaved.class, this::save);
        tables.on(SubscriptionSaved.class, this::save);
        tables.on(AccountDeleted.class, deleted -> services.remove(deleted.account()));
    }

    private Map<String, Kept> nodesOf(Jid service) {
        return services.computeIfAbsent(service, key -> new TreeMap<>(CODE_POINTS));
    }

    /** What is written to a node that is gone is lost with it. */
    private Kept node(Jid service, String name) {
        Kept kept = nodesOf(service).get(name);
        return kept != null
                ? kept
                : new Kept(new StoredNode(service, name, Map.of(), 0, Instant.EPOCH));
    }

    private void save(StoredNode given) {
        StoredNode node =
                new StoredNode(
                        given.service(),
                        given.name(),
                        given.config(),
                        given.configVersion(),
                        given.createdAt().truncatedTo(ChronoUnit.MILLIS));
        nodesOf(node.service()).computeIfAbsent(node.name(), key -> new Kept(node)).node = node;
    }

    private static void save(Kept node, StoredItem item) {
        node.items.put(
                item.id(),
                new StoredItem(
                        item.id(),
                        item.number(),
                        item.publisher(),
                        item.publishedAt().truncatedTo(ChronoUnit.MILLIS),
                        item.payload()));
    }

    private void save(NodeAffiliationSaved saved) {
        Map<Jid, NodeAffiliation> list = node(saved.service(), saved.node()).affiliations;
        if (saved.affiliation() == NodeAffiliation.NONE) {
            list.remove(saved.who());
        } else {
            list.put(saved.who(), saved.affiliation());
        }
    }

    private void save(SubscriptionSaved saved) {
        Map<Key, StoredSubscription> list = node(saved.service(), saved.node()).subscriptions;
        StoredSubscription subscription = saved.subscription();
        Key key = new Key(subscription.subscriber(), subscription.id());
        if (subscription.state() == SubscriptionState.NONE) {
            list.remove(key);
        } else {
            list.put(key, subscription);
        }
    }

    @Override
    public CompletionStage<List<LoadedNode>> load(Jid service) {
        return tables.read(
                () ->
                        services.getOrDefault(service, new TreeMap<>()).values().stream()
                                .map(MemoryPubsub::loaded)
                                .toList());
    }

    private static LoadedNode loaded(Kept kept) {
        List<ItemEntry> items = kept.inOrder().stream().map(StoredItem::entry).toList();
        return new LoadedNode(kept.node, kept.affiliations, kept.listed(), items);
    }

    @Override
    public CompletionStage<List<StoredItem>> items(Jid service, String node, List<String> ids) {
        return tables.read(
                () -> {
                    Kept kept = services.getOrDefault(service, new TreeMap<>()).get(node);
                    return kept == null
                            ? List.of()
                            : ids.stream()
                                    .limit(MAX_LISTED)
                                    .map(kept.items::get)
                                    .filter(Objects::nonNull)
                                    .toList();
                });
    }

    @Override
    public CompletionStage<List<ShownNode>> shown(
            @Nullable StoredNode after, int max, int payloadLimit) {
        return tables.read(
                () ->
                        services.values().stream()
                                .flatMap(nodes -> nodes.values().stream())
                                .filter(
                                        kept ->
                                                after == null
                                                        || ORDER.compare(kept.node, after) > 0)
                                .sorted((a, b) -> ORDER.compare(a.node, b.node))
                                .limit(Math.min(max, MAX_LISTED))
                                .map(kept -> shown(kept, payloadLimit))
                                .toList());
    }

    private static ShownNode shown(Kept kept, int payloadLimit) {
        List<StoredItem> items = kept.inOrder();
        StoredItem last = items.isEmpty() ? null : items.getLast();
        return new ShownNode(
                kept.node,
                kept.affiliations,
                kept.listed(),
                last == null ? null : last.entry(),
                last == null || last.payload().length() > payloadLimit ? null : last.payload());
    }
}
