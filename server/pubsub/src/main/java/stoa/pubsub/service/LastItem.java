package stoa.pubsub.service;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;
import stoa.store.pubsub.ItemEntry;
import stoa.store.pubsub.StoredItem;
import stoa.xmpp.jid.Jid;

/**
 * The newest item of a node.
 *
 * @param number its place in the order of publication
 * @param payload null when it has to be read from the store
 */
public record LastItem(
        String id, long number, Jid publisher, Instant publishedAt, @Nullable Bytes payload) {
    /** Payloads of more bytes are not held in memory. */
    public static final int HELD_BYTES = 2_048;

    public static LastItem of(StoredItem item) {
        Bytes payload = item.payload();
        return new LastItem(
                item.id(),
                item.number(),
                item.publisher(),
                item.publishedAt(),
                payload.length() > HELD_BYTES ? null : payload);
    }

    static @Nullable LastItem of(@Nullable ItemEntry entry) {
        return of(entry, null);
    }

    /** As it was stored, with the payload if that is held. */
    public static @Nullable LastItem of(@Nullable ItemEntry entry, @Nullable Bytes payload) {
        return entry == null
                ? null
                : new LastItem(
                        entry.id(),
                        entry.number(),
                        entry.publisher(),
                        entry.publishedAt(),
                        payload);
    }
}
