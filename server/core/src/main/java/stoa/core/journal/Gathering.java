package stoa.core.journal;

/**
 * How long the journal lets a batch grow before it commits it. A commit's price is nearly all its
 * sync's, whatever stands in it, so a moment's wait is worth it whenever somebody else speaks in
 * that moment; where nobody does, it only costs the lone speaker time.
 *
 * <p>So it goes by what waiting has brought: after a wait that brought nothing the next batches are
 * committed at once, each time twice as many, up to {@link #MOST_SKIPPED}; after one that brought
 * something the next one is waited for again. Confined to the journal thread. Decision 14 has the
 * figures.
 */
final class Gathering {
    /** The longest wait; far below what a person notices. */
    static final long WINDOW_NANOS = 2_500_000;

    /** A batch of so many entries is committed at once: its sync is shared well enough. */
    static final int ENOUGH = 64;

    private static final int MOST_SKIPPED = 64;

    private int skipNext;
    private int skipAfterNothing = 1;

    /** Whether a batch of so many entries is to be waited for. */
    boolean isWorthwhile(int entries) {
        if (entries >= ENOUGH) {
            return false;
        }
        if (skipNext > 0) {
            skipNext--;
            return false;
        }
        return true;
    }

    /** A wait is over that brought so many entries more. */
    void brought(int entries) {
        if (entries > 0) {
            skipAfterNothing = 1;
        } else {
            skipNext = skipAfterNothing;
            skipAfterNothing = Math.min(2 * skipAfterNothing, MOST_SKIPPED);
        }
    }
}
