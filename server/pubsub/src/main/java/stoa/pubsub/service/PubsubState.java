package stoa.pubsub.service;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stoa.pubsub.node.Node;
import stoa.pubsub.node.ServiceKind;
import stoa.store.Bytes;
import stoa.store.pubsub.ItemEntry;
import stoa.store.pubsub.LoadedNode;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.jid.Jid;

/**
 * All that a service's entity knows: its nodes and their items without payloads. Confined to the
 * entity; changed by {@link #apply} alone.
 */
public final class PubsubState {
    /** A node with its items. */
    static final class Kept {
        private Node node;
        private final NodeItems items;

        Kept(Node node, List<ItemEntry> items) {
            this.node = node;
            this.items = new NodeItems(items);
        }

        Node node() {
            return node;
        }

        NodeItems items() {
            return items;
        }
    }

    private final ServiceKind kind;
    private final Jid address;
    private final TreeMap<String, Kept> nodes = new TreeMap<>();
    private final NodeGraph graph = new NodeGraph();

    /** The bookmarks' payloads by room: they are converted without asking the store. */
    private final LinkedHashMap<String, Bytes> bookmarks = new LinkedHashMap<>();

    private PubsubEvent.@Nullable Imported imported;
    private long lastNumber;

    /**
     * A service as it was stored.
     *
     * @param bookmarkItems those of the bookmarks' node with payloads, in the order of publication
     */
    PubsubState(
            ServiceKind kind,
            Jid address,
            List<LoadedNode> loaded,
            List<StoredItem> bookmarkItems) {
        this.kind = kind;
        this.address = address;
        for (LoadedNode one : loaded) {
            Node node = Node.of(one.node(), one.affiliations(), one.subscriptions());
            nodes.put(node.name(), new Kept(node, one.items()));
            graph.put(null, node);
            for (ItemEntry item : one.items()) {
                lastNumber = Math.max(lastNumber, item.number());
            }
        }
        bookmarkItems.forEach(item -> bookmarks.put(item.id(), item.payload()));
    }

    /** Takes over, until it is stored, what older storage had. */
    void imports(PubsubEvent.Imported found) {
        imported = found;
        Kept kept = new Kept(found.node(), List.of());
        nodes.put(found.node().name(), kept);
        for (StoredItem item : found.items()) {
            kept.items.put(item.entry());
            bookmarks.put(item.id(), item.payload());
            lastNumber = Math.max(lastNumber, item.number());
        }
    }

    /** What is in memory only, or null. */
    PubsubEvent.@Nullable Imported imported() {
        return imported;
    }

    /** The bookmarks in the order of publication. */
    SequencedMap<String, Bytes> bookmarks() {
        return bookmarks;
    }

    ServiceKind kind() {
        return kind;
    }

    boolean isShared() {
        return kind == ServiceKind.SHARED;
    }

    Jid address() {
        return address;
    }

    @Nullable Kept find(String name) {
        return nodes.get(name);
    }

    /** Ordered by name. */
    Collection<Kept> all() {
        return nodes.values();
    }

    int size() {
        return nodes.size();
    }

    /** The place of the next item in the order of publication. */
    long nextNumber() {
        return lastNumber + 1;
    }

    /** The nodes directly in a collection, ordered by name. */
    List<Node> children(String collection) {
        return graph.children(collection).stream().map(name -> kept(name).node).toList();
    }

    /** How much there is of one creator's. */
    Share shareOf(Jid creator) {
        int count = 0;
        int items = 0;
        long bytes = 0;
        for (Kept kept : nodes.values()) {
            if (kept.node.creator().equals(creator)) {
                count++;
                items += kept.items.size();
                bytes += kept.items.bytes();
            }
        }
        return new Share(count, items, bytes);
    }

    /**
     * What somebody's nodes hold.
     *
     * @param bytes of all payloads
     */
    record Share(int nodes, int items, long bytes) {}

    PubsubState apply(PubsubEvent event) {
        switch (event) {
            case PubsubEvent.Created(var node) -> {
                nodes.put(node.name(), new Kept(node, List.of()));
                graph.put(null, node);
            }
            case PubsubEvent.Configured(var node) -> {
                graph.put(kept(node.name()).node, node);
                kept(node.name()).node = node;
            }
            case PubsubEvent.Published(var node, var item) -> {
                kept(node).items.put(item.entry());
                lastNumber = Math.max(lastNumber, item.number());
            }
            case PubsubEvent.Removed(var node, var id) -> kept(node).items.remove(id);
            case PubsubEvent.Purged(var node) -> kept(node).items.clear();
            case PubsubEvent.Deleted(var node) -> {
                graph.remove(kept(node).node);
                nodes.remove(node);
            }
            case PubsubEvent.Imported i -> imported = null;
            case PubsubEvent.Affiliated(var node, var who, var affiliation) ->
                    kept(node).node = kept(node).node.with(who, affiliation);
            case PubsubEvent.Subscribed(var node, var subscription) ->
                    kept(node).node = kept(node).node.with(subscription);
            case PubsubEvent.Forgotten f -> {
                nodes.clear();
                graph.clear();
                bookmarks.clear();
                imported = null;
            }
        }
        if (!isShared()) {
            Bookmarks.follow(bookmarks, event);
        }
        return this;
    }

    private Kept kept(String name) {
        return Objects.requireNonNull(nodes.get(name));
    }
}
