package stoa.store.pubsub;

import java.time.Instant;
import stoa.xmpp.jid.Jid;

/**
 * What is known of an item without reading its payload; see {@link StoredItem}.
 *
 * @param bytes how long the payload is
 */
public record ItemEntry(String id, long number, Jid publisher, Instant publishedAt, int bytes) {}
