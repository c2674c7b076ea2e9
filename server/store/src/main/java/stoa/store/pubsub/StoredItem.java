package stoa.store.pubsub;

import java.time.Instant;
import stoa.store.Bytes;
import stoa.xmpp.jid.Jid;

/**
 * A published item.
 *
 * @param number its place in the order of publication; publishing an id again gives it a new one
 * @param publishedAt stored in milliseconds
 * @param payload its one child element as XML; empty for an item without one
 */
public record StoredItem(
        String id, long number, Jid publisher, Instant publishedAt, Bytes payload) {
    /** The same without the payload. */
    public ItemEntry entry() {
        return new ItemEntry(id, number, publisher, publishedAt, payload.length());
    }
}
