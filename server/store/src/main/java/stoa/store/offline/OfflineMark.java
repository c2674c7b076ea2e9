package stoa.store.offline;

/**
 * How far an account has been delivered its messages.
 *
 * @param afterId everything up to this archive id has reached a client, which acknowledged it
 *     (XEP-0198) or read it in the archive; 0 before anything has
 * @param waiting whether something after it is known to have been delivered to nobody; if not, what
 *     comes after it was sent to a client, whose acknowledgement is not stored yet
 */
public record OfflineMark(long afterId, boolean waiting) {
    /** Of an account that nothing was ever delivered to. */
    public static final OfflineMark NOTHING_YET = new OfflineMark(0, false);
}
