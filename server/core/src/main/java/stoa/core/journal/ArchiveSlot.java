package stoa.core.journal;

/**
 * The place of one archive id. The journal fills it when the change is appended; what an entity
 * says of the message (its stanza-id, XEP-0359) reads it afterwards, on whatever thread, since
 * everything said is released after the append.
 *
 * <p>An archive id is a time-ordered number: milliseconds since 1970 in the upper bits, a counter
 * in the lower {@link #COUNTER_BITS}, always greater than every id before it. So ids order as
 * commits do, and a time is a range of ids.
 */
public final class ArchiveSlot {
    /** Over a million messages a millisecond before an id borrows from the next one. */
    public static final int COUNTER_BITS = 20;

    private volatile long id;

    /**
     * The archive id.
     *
     * @throws IllegalStateException before the change was appended: a programming error
     */
    public long id() {
        long value = id;
        if (value == 0) {
            throw new IllegalStateException("not appended yet");
        }
        return value;
    }

    public boolean isSet() {
        return id != 0;
    }

    /** Sets the id, once; called by the journal and by tests that stand in for it. */
    public void set(long assigned) {
        if (id != 0 || assigned <= 0) {
            throw new IllegalStateException("an archive id is set once and positive");
        }
        id = assigned;
    }

    /** The id as it stands in {@code <stanza-id/>} and in MAM results. */
    @Override
    public String toString() {
        return Long.toString(id());
    }

    /**
     * The smallest id of that millisecond: for {@code start} (at or after) and {@code end} (before
     * the next one).
     */
    public static long firstIdAt(long epochMillis) {
        return epochMillis << COUNTER_BITS;
    }

    /** The time an id was given, in milliseconds since 1970. */
    public static long epochMillis(long id) {
        return id >>> COUNTER_BITS;
    }
}
