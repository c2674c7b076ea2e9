package stoa.store.sql.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Messages that wait for the index, in columns: they wait long enough to outlive young collections,
 * and so they are no objects that would have to be moved and followed. Confined to whoever holds
 * it.
 */
final class PendingMessages {
    private static final int FIRST_ROOM = 256;

    private long[] ids = new long[FIRST_ROOM];
    private boolean[] lines = new boolean[FIRST_ROOM];

    /** Where each message's owners end in {@link #owners}. */
    private int[] ends = new int[FIRST_ROOM];

    private int[] owners = new int[4 * FIRST_ROOM];
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(IndexedMessage message) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
            lines = Arrays.copyOf(lines, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        int start = end(size - 1);
        int end = start + message.owners().length;
        if (end > owners.length) {
            owners = Arrays.copyOf(owners, Math.max(2 * owners.length, end));
        }
        System.arraycopy(message.owners(), 0, owners, start, message.owners().length);
        ids[size] = message.id();
        lines[size] = message.line();
        ends[size] = end;
        size++;
    }

    private int end(int index) {
        return index < 0 ? 0 : ends[index];
    }

    /** All of them, in the order they came. */
    List<IndexedMessage> toList() {
        List<IndexedMessage> messages = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            int[] own = Arrays.copyOfRange(owners, end(i - 1), end(i));
            messages.add(new IndexedMessage(ids[i], lines[i], own));
        }
        return messages;
    }
}
