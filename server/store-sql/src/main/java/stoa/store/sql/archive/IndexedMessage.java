package stoa.store.sql.archive;

/**
 * What the history index needs of a message.
 *
 * @param owners owner and peer by turns, as table {@code jid} numbers them
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
public record IndexedMessage(long id, boolean line, int[] owners) {}
