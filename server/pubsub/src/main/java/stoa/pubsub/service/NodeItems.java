package stoa.pubsub.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedCollection;
import org.jspecify.annotations.Nullable;
import stoa.store.pubsub.ItemEntry;

/** The items of one node in the order of publication, without payloads. Confined to the entity. */
final class NodeItems {
    private final LinkedHashMap<String, ItemEntry> entries = new LinkedHashMap<>();
    private long bytes;

    NodeItems(List<ItemEntry> inOrder) {
        inOrder.forEach(this::put);
    }

    void put(ItemEntry entry) {
        remove(entry.id());
        entries.putLast(entry.id(), entry);
        bytes += entry.bytes();
    }

    void remove(String id) {
        ItemEntry removed = entries.remove(id);
        if (removed != null) {
            bytes -= removed.bytes();
        }
    }

    void clear() {
        entries.clear();
        bytes = 0;
    }

    @Nullable ItemEntry find(String id) {
        return entries.get(id);
    }

    int size() {
        return entries.size();
    }

    long bytes() {
        return bytes;
    }

    @Nullable ItemEntry last() {
        return entries.isEmpty() ? null : entries.lastEntry().getValue();
    }

    /** The newest, once that one is gone. */
    @Nullable ItemEntry lastWithout(String id) {
        for (ItemEntry entry : entries.sequencedValues().reversed()) {
            if (!entry.id().equals(id)) {
                return entry;
            }
        }
        return null;
    }

    /** The oldest first. */
    SequencedCollection<ItemEntry> inOrder() {
        return entries.sequencedValues();
    }

    /** The oldest that have to go for so many to remain, when one of that id comes in addition. */
    List<String> tooMany(String coming, int most) {
        int surplus = entries.size() + (entries.containsKey(coming) ? 0 : 1) - most;
        List<String> oldest = new ArrayList<>(Math.max(0, surplus));
        for (String id : entries.sequencedKeySet()) {
            if (oldest.size() >= surplus) {
                break;
            }
            if (!id.equals(coming)) {
                oldest.add(id);
            }
        }
        return oldest;
    }
}
