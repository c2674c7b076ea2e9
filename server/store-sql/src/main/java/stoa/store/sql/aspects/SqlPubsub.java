package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.Change;
import stoa.store.Bytes;
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
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.ReadSession;
import stoa.store.sql.jdbc.Reads;
import stoa.store.sql.jdbc.Row;
import stoa.xmpp.jid.Jid;

/** Publish-subscribe nodes and their items in SQL. */
public final class SqlPubsub implements PubsubStore {
    private static final List<String> LISTS =
            List.of("pubsub_affiliation", "pubsub_subscription", "pubsub_item");
    private static final String NODE =
            "SELECT service, node, config, config_version, created_at FROM pubsub_node";
    private static final String ITEM =
            "SELECT i.id, i.number, i.publisher, i.published_at, i.payload FROM pubsub_item i";
    private static final String NEWEST =
            "SELECT id, number, publisher, published_at, payload_size,"
                    + " CASE WHEN payload_size <= ? THEN payload END FROM pubsub_item"
                    + " WHERE service = ? AND node = ? ORDER BY number DESC LIMIT 1";

    private record Key(String service, String node) {}

    private record Listed<T>(Key key, Jid who, T value) {}

    private record Entry(String node, ItemEntry item) {}

    private final Reads reads;

    public SqlPubsub(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes nodes and items. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                NodeSaved.class,
                "INSERT INTO pubsub_node (service, node, config, config_version, created_at)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (service, node) DO UPDATE SET"
                        + " config = excluded.config, config_version = excluded.config_version",
                SqlPubsub::values);
        writers.on(
                NodeDeleted.class,
                "DELETE FROM pubsub_node WHERE service = ? AND node = ?",
                deleted -> row(deleted.service(), deleted.node()));
        writers.on(
                AccountDeleted.class,
                "DELETE FROM pubsub_node WHERE service = ?",
                deleted -> row(deleted.account()));
        for (String list : LISTS) {
            writers.on(
                    NodeDeleted.class,
                    "DELETE FROM " + list + " WHERE service = ? AND node = ?",
                    deleted -> row(deleted.service(), deleted.node()));
            writers.on(
                    AccountDeleted.class,
                    "DELETE FROM " + list + " WHERE service = ?",
                    deleted -> row(deleted.account()));
        }
        itemWrites(writers);
        listWrites(writers);
    }

    private static @Nullable Object[] values(NodeSaved saved) {
        StoredNode node = saved.node();
        return row(
                node.service(),
                node.name(),
                ConfigText.write(node.config()),
                node.configVersion(),
                node.createdAt());
    }

    private static void itemWrites(ChangeWriters writers) {
        writers.on(
                NodePurged.class,
                "DELETE FROM pubsub_item WHERE service = ? AND node = ?",
                purged -> row(purged.service(), purged.node()));
        writers.on(
                ItemRemoved.class,
                "DELETE FROM pubsub_item WHERE service = ? AND node = ? AND id = ?",
                removed -> row(removed.service(), removed.node(), removed.id()));
        writers.on(
                ItemSaved.class,
                "INSERT INTO pubsub_item (service, node, id, number, publisher, published_at,"
                        + " payload_size, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (service, node, id) DO UPDATE SET"
                        + " number = excluded.number, publisher = excluded.publisher,"
                        + " published_at = excluded.published_at,"
                        + " payload_size = excluded.payload_size, payload = excluded.payload",
                saved ->
                        row(
                                saved.service(),
                                saved.node(),
                                saved.item().id(),
                                saved.item().number(),
                                saved.item().publisher(),
                                saved.item().publishedAt(),
                                saved.item().payload().length(),
                                saved.item().payload()));
    }

    private static void listWrites(ChangeWriters writers) {
        onList(
                writers,
                NodeAffiliationSaved.class,
                "pubsub_affiliation",
                "who",
                "affiliation",
                saved ->
                        new Entered(
                                saved.service(),
                                saved.node(),
                                saved.who(),
                                saved.affiliation() == NodeAffiliation.NONE
                                        ? null
                                        : saved.affiliation()));
        writers.onEach(
                SubscriptionSaved.class,
                "DELETE FROM pubsub_subscription"
                        + " WHERE service = ? AND node = ? AND subscriber = ? AND subid = ?",
                saved ->
                        isGone(saved)
                                ? List.<@Nullable Object[]>of(
                                        row(
                                                saved.service(),
                                                saved.node(),
                                                saved.subscription().subscriber(),
                                                saved.subscription().id()))
                                : List.of());
        writers.onEach(
                SubscriptionSaved.class,
                "INSERT INTO pubsub_subscription (service, node, subscriber, subid, state, options)"
                        + " VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (service, node, subscriber, subid)"
                        + " DO UPDATE SET state = excluded.state, options = excluded.options",
                saved ->
                        isGone(saved)
                                ? List.of()
                                : List.<@Nullable Object[]>of(
                                        row(
                                                saved.service(),
                                                saved.node(),
                                                saved.subscription().subscriber(),
                                                saved.subscription().id(),
                                                saved.subscription().state(),
                                                ConfigText.write(saved.subscription().options()))));
    }

    private static boolean isGone(SubscriptionSaved saved) {
        return saved.subscription().state() == SubscriptionState.NONE;
    }

    /** An entry of a list; without a value it is to be taken away. */
    private record Entered(Jid service, String node, Jid who, @Nullable Enum<?> value) {}

    private interface Reader<C> {
        Entered entered(C change);
    }

    private static <C extends Change> void onList(
            ChangeWriters writers,
            Class<C> kind,
            String table,
            String key,
            String column,
            Reader<C> reader) {
        writers.onEach(
                kind,
                "DELETE FROM " + table + " WHERE service = ? AND node = ? AND " + key + " = ?",
                change -> {
                    Entered entry = reader.entered(change);
                    return entry.value != null
                            ? List.of()
                            : List.<@Nullable Object[]>of(
                                    row(entry.service, entry.node, entry.who));
                });
        writers.onEach(
                kind,
                ("INSERT INTO " + table + " (service, node, " + key + ", " + column + ")")
                        + (" VALUES (?, ?, ?, ?) ON CONFLICT (service, node, " + key + ")")
                        + (" DO UPDATE SET " + column + " = excluded." + column),
                change -> {
                    Entered entry = reader.entered(change);
                    return entry.value == null
                            ? List.of()
                            : List.<@Nullable Object[]>of(
                                    row(entry.service, entry.node, entry.who, entry.value));
                });
    }

    @Override
    public CompletionStage<List<LoadedNode>> load(Jid service) {
        return reads.read(
                session -> {
                    List<StoredNode> nodes =
                            session.list(
                                    NODE + " WHERE service = ? ORDER BY node",
                                    SqlPubsub::node,
                                    service);
                    if (nodes.isEmpty()) {
                        return List.of();
                    }
                    String one = service.toString();
                    Lists lists = lists(session, one, one);
                    Map<String, List<ItemEntry>> items = new HashMap<>();
                    for (Entry entry :
                            session.list(
                                    "SELECT node, id, number, publisher, published_at, payload_size"
                                            + " FROM pubsub_item WHERE service = ?"
                                            + " ORDER BY node, number",
                                    SqlPubsub::entry,
                                    service)) {
                        items.computeIfAbsent(entry.node, key -> new ArrayList<>()).add(entry.item);
                    }
                    return nodes.stream()
                            .map(
                                    node ->
                                            new LoadedNode(
                                                    node,
                                                    lists.affiliations(node),
                                                    lists.subscriptions(node),
                                                    items.getOrDefault(node.name(), List.of())))
                            .toList();
                });
    }

    @Override
    public CompletionStage<List<StoredItem>> items(Jid service, String node, List<String> ids) {
        return reads.read(
                session -> {
                    List<StoredItem> found = new ArrayList<>(ids.size());
                    for (String id : ids.subList(0, Math.min(ids.size(), MAX_LISTED))) {
                        session.first(
                                        ITEM + " WHERE i.service = ? AND i.node = ? AND i.id = ?",
                                        SqlPubsub::item,
                                        service,
                                        node,
                                        id)
                                .ifPresent(found::add);
                    }
                    return found;
                });
    }

    @Override
    public CompletionStage<List<ShownNode>> shown(
            @Nullable StoredNode after, int max, int payloadLimit) {
        String service = after == null ? "" : after.service().toString();
        String name = after == null ? "" : after.name();
        return reads.read(
                session -> {
                    List<StoredNode> nodes =
                            session.list(
                                    NODE
                                            + " WHERE service > ? OR (service = ? AND node > ?)"
                                            + " ORDER BY service, node LIMIT ?",
                                    SqlPubsub::node,
                                    service,
                                    service,
                                    name,
                                    Math.min(max, MAX_LISTED));
                    if (nodes.isEmpty()) {
                        return List.of();
                    }
                    Lists lists =
                            lists(
                                    session,
                                    nodes.getFirst().service().toString(),
                                    nodes.getLast().service().toString());
                    List<ShownNode> shown = new ArrayList<>(nodes.size());
                    for (StoredNode node : nodes) {
                        Newest newest = newest(session, node, payloadLimit);
                        shown.add(
                                new ShownNode(
                                        node,
                                        lists.affiliations(node),
                                        lists.subscriptions(node),
                                        newest.item,
                                        newest.payload));
                    }
                    return shown;
                });
    }

    /** The last item of a node, if there is one, and its payload, if it is short enough. */
    private record Newest(@Nullable ItemEntry item, @Nullable Bytes payload) {
        static final Newest NONE = new Newest(null, null);
    }

    private static Newest newest(ReadSession session, StoredNode node, int payloadLimit)
            throws SQLException {
        return session.first(
                        NEWEST,
                        row -> new Newest(itemEntry(row, 1), row.bytesOrNull(6)),
                        payloadLimit,
                        node.service(),
                        node.name())
                .orElse(Newest.NONE);
    }

    /** The lists of some services' nodes. */
    private record Lists(
            Map<Key, Map<Jid, NodeAffiliation>> affiliations,
            Map<Key, List<StoredSubscription>> subscriptions) {
        Map<Jid, NodeAffiliation> affiliations(StoredNode node) {
            return affiliations.getOrDefault(key(node), Map.of());
        }

        List<StoredSubscription> subscriptions(StoredNode node) {
            return subscriptions.getOrDefault(key(node), List.of());
        }

        private static Key key(StoredNode node) {
            return new Key(node.service().toString(), node.name());
        }
    }

    private static Lists lists(ReadSession session, String first, String last) throws SQLException {
        return new Lists(
                grouped(
                        session.list(
                                "SELECT service, node, who, affiliation FROM pubsub_affiliation"
                                        + " WHERE service >= ? AND service <= ?",
                                row -> listed(row, NodeAffiliation.class),
                                first,
                                last)),
                subscriptions(
                        session.list(
                                "SELECT service, node, subscriber, subid, state, options"
                                        + " FROM pubsub_subscription"
                                        + " WHERE service >= ? AND service <= ?"
                                        + " ORDER BY service, node, subscriber, subid",
                                SqlPubsub::subscription,
                                first,
                                last)));
    }

    private record Subscribed(Key key, StoredSubscription subscription) {}

    private static Subscribed subscription(Row row) throws SQLException {
        return new Subscribed(
                new Key(row.text(1), row.text(2)),
                new StoredSubscription(
                        row.jid(3),
                        row.text(4),
                        row.word(SubscriptionState.class, 5),
                        ConfigText.read(row.text(6))));
    }

    private static Map<Key, List<StoredSubscription>> subscriptions(List<Subscribed> entries) {
        Map<Key, List<StoredSubscription>> grouped = new HashMap<>();
        for (Subscribed entry : entries) {
            grouped.computeIfAbsent(entry.key, key -> new ArrayList<>()).add(entry.subscription);
        }
        return grouped;
    }

    private static <E extends Enum<E>> Listed<E> listed(Row row, Class<E> kind)
            throws SQLException {
        return new Listed<>(new Key(row.text(1), row.text(2)), row.jid(3), row.word(kind, 4));
    }

    private static <T> Map<Key, Map<Jid, T>> grouped(List<Listed<T>> entries) {
        Map<Key, Map<Jid, T>> grouped = new HashMap<>();
        for (Listed<T> entry : entries) {
            grouped.computeIfAbsent(entry.key, key -> new HashMap<>()).put(entry.who, entry.value);
        }
        return grouped;
    }

    private static StoredNode node(Row row) throws SQLException {
        return new StoredNode(
                row.jid(1), row.text(2), ConfigText.read(row.text(3)), row.integer(4), row.time(5));
    }

    private static Entry entry(Row row) throws SQLException {
        return new Entry(row.text(1), itemEntry(row, 2));
    }

    private static ItemEntry itemEntry(Row row, int first) throws SQLException {
        return new ItemEntry(
                row.text(first),
                row.number(first + 1),
                row.jid(first + 2),
                row.time(first + 3),
                row.integer(first + 4));
    }

    private static StoredItem item(Row row) throws SQLException {
        return new StoredItem(row.text(1), row.number(2), row.jid(3), row.time(4), row.bytes(5));
    }
}
