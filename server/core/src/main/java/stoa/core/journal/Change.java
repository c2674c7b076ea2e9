package stoa.core.journal;

/**
 * One durable fact, written to its table in the transaction that commits it. Storage ports define
 * the records; the journal only carries them. Immutable, but for a {@link Numbered} change's id,
 * which the journal sets once.
 */
public interface Change {
    /** About how many bytes this change holds until it is committed, for the journal's bound. */
    default int weightBytes() {
        return 256;
    }
}
