package stoa.store.sql.archive;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * A run of ids in one list, ascending: a row of {@code history_segment}, or of {@code history_tail}
 * while it grows. An entry is 8 bytes: the archive id shifted left by one, the lowest bit telling
 * whether the message is a line. Ids use 61 bits until the year 2109.
 */
final class Segment {
    /** A page of history needs one or two; some twenty tails share one of SQLite's pages. */
    static final int CAPACITY = 64;

    private final long firstOrdinal;
    private long[] entries;
    private int size;

    Segment(long firstOrdinal) {
        this.firstOrdinal = firstOrdinal;
        this.entries = new long[4];
    }

    Segment(long firstOrdinal, byte[] stored) {
        LongBuffer longs = ByteBuffer.wrap(stored).asLongBuffer();
        this.firstOrdinal = firstOrdinal;
        this.size = longs.remaining();
        this.entries = new long[size];
        longs.get(entries);
    }

    void append(long id, boolean line) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, Math.min(CAPACITY, size * 2));
        }
        entries[size++] = (id << 1) | (line ? 1 : 0);
    }

    boolean isFull() {
        return size >= CAPACITY;
    }

    int size() {
        return size;
    }

    long id(int index) {
        return entries[index] >>> 1;
    }

    boolean line(int index) {
        return (entries[index] & 1) != 0;
    }

    /** How many messages of the list come before this one. */
    long ordinal(int index) {
        return firstOrdinal + index;
    }

    long firstId() {
        return id(0);
    }

    long lastId() {
        return id(size - 1);
    }

    long firstOrdinal() {
        return firstOrdinal;
    }

    /** The index of the first id at or after this one; the size when there is none. */
    int ceiling(long id) {
        int found = Arrays.binarySearch(entries, 0, size, id << 1);
        return found >= 0 ? found : -found - 1;
    }

    boolean contains(long id) {
        int index = ceiling(id);
        return index < size && id(index) == id;
    }

    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(size * 8);
        bytes.asLongBuffer().put(entries, 0, size);
        return bytes.array();
    }
}
