package stoa.pubsub.service;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stoa.pubsub.node.Node;
import stoa.store.Bytes;
import stoa.store.pubsub.ItemEntry;
import stoa.store.pubsub.LoadedNode;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.jid.BareJid;

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

    private final BareJid address;
    private final TreeMap<String, Kept> nodes = new TreeMap<>();

    /** The bookmarks' payloads by room: they are converted without asking the store. */
    private final LinkedHashMap<String, Bytes> bookmarks = new LinkedHashMap<>();

    private PubsubEvent.@Nullable Imported imported;
    private long lastNumber;

    /**
     * A service as it was stored.
     *
     * @param bookmarkItems those of the bookmarks' node with payloads, in the order of publication
     */
    PubsubState(BareJid address, List<LoadedNode> loaded, List<StoredItem> bookmarkItems) {
        this.address = address;
        for (LoadedNode one : loaded) {
            Node node = Node.of(one.node(), one.affiliations(), one.subscriptions());
            nodes.put(node.name(), new Kept(node, one.items()));
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

    BareJid address() {
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

    /** The bytes of all payloads. */
    long bytes() {
        long sum = 0;
        for (Kept kept : nodes.values()) {
            sum += kept.items.bytes();
        }
        return sum;
    }

    PubsubState apply(PubsubEvent event) {
        switch (event) {
            case PubsubEvent.Created(var node) -> nodes.put(node.name(), new Kept(node, List.of()));
            case PubsubEvent.Configured(var node) -> kept(node.name()).node = node;
            case PubsubEvent.Published(var node, var item) -> {
                kept(node).items.put(item.entry());
                lastNumber = Math.max(lastNumber, item.number());
            }
            case PubsubEvent.Removed(var node, var id) -> kept(node).items.remove(id);
            case PubsubEvent.Purged(var node) -> kept(node).items.clear();
            case PubsubEvent.Deleted(var node) -> nodes.remove(node);
            case PubsubEvent.Imported i -> imported = null;
            case PubsubEvent.Affiliated(var node, var who, var affiliation) ->
                    kept(node).node = kept(node).node.with(who, affiliation);
            case PubsubEvent.Subscribed(var node, var who, var state) ->
                    kept(node).node = kept(node).node.with(who, state);
            case PubsubEvent.Forgotten f -> {
                nodes.clear();
                bookmarks.clear();
                imported = null;
            }
        }
        Bookmarks.follow(bookmarks, event);
        return this;
    }

    private Kept kept(String name) {
        return Objects.requireNonNull(nodes.get(name));
    }
}
