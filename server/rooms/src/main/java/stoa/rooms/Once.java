package stoa.rooms;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.store.archive.RecentOrigin;
import stoa.xmpp.jid.Jid;

/**
 * The rule that a message is archived once: which archive entry a (sender, origin-id) of this room
 * has, for a day. Immutable.
 *
 * <p>Holds up to {@link #CAPACITY} messages with an origin-id: a table of two longs a message,
 * rebuilt when {@link #YOUNG} more have come, and those. A room that is sent more than {@code
 * CAPACITY} in a day forgets the oldest quarter of them early; then a resend of those is a new
 * message. A key is 64 bits of the sender's address and the id; that two different messages of one
 * day share it has a chance below one in a thousand million.
 */
final class Once {
    static final Duration KEPT = Duration.ofDays(1);
    static final int CAPACITY = 65_536;
    private static final int YOUNG = 128;

    static final Once NOTHING =
            new Once(new long[0], new long[0], 0, new long[0], new ArchiveSlot[0]);

    private final long[] tableKeys;
    private final long[] tableIds;
    private final int tableSize;
    private final long[] youngKeys;
    private final ArchiveSlot[] youngSlots;

    private Once(
            long[] tableKeys,
            long[] tableIds,
            int tableSize,
            long[] youngKeys,
            ArchiveSlot[] youngSlots) {
        this.tableKeys = tableKeys;
        this.tableIds = tableIds;
        this.tableSize = tableSize;
        this.youngKeys = youngKeys;
        this.youngSlots = youngSlots;
    }

    /** From the archive, oldest first. */
    static Once of(List<RecentOrigin> recent) {
        long[] keys = new long[recent.size()];
        long[] ids = new long[recent.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key(recent.get(i).sender(), recent.get(i).originId());
            ids[i] = recent.get(i).id();
        }
        return table(keys, ids, keys.length);
    }

    /** The entry this message has already, or null when it is new. */
    @Nullable ArchiveSlot find(Jid sender, String originId, Instant now) {
        long oldest = oldest(now);
        long key = key(sender, originId);
        for (int i = youngKeys.length - 1; i >= 0; i--) {
            if (youngKeys[i] == key) {
                return youngSlots[i].id() >= oldest ? youngSlots[i] : null;
            }
        }
        long id = inTable(key);
        if (id < oldest) {
            return null;
        }
        ArchiveSlot slot = new ArchiveSlot();
        slot.set(id);
        return slot;
    }

    /** With one more message, whose slot is set by the time the next one is looked for. */
    Once with(Jid sender, String originId, ArchiveSlot slot, Instant now) {
        Once room = youngKeys.length < YOUNG ? this : aged(now);
        int n = room.youngKeys.length;
        long[] keys = Arrays.copyOf(room.youngKeys, n + 1);
        ArchiveSlot[] slots = Arrays.copyOf(room.youngSlots, n + 1);
        keys[n] = key(sender, originId);
        slots[n] = slot;
        return new Once(room.tableKeys, room.tableIds, room.tableSize, keys, slots);
    }

    /** With the young in the table, and without what is too old or too much. */
    private Once aged(Instant now) {
        long oldest = oldest(now);
        long[] keys = new long[tableSize + youngKeys.length];
        long[] ids = new long[keys.length];
        int n = 0;
        for (int i = 0; i < tableKeys.length; i++) {
            if (tableIds[i] >= oldest) {
                keys[n] = tableKeys[i];
                ids[n++] = tableIds[i];
            }
        }
        for (int i = 0; i < youngKeys.length; i++) {
            keys[n] = youngKeys[i];
            ids[n++] = youngSlots[i].id();
        }
        return n > CAPACITY ? newest(keys, ids, n) : table(keys, ids, n);
    }

    /** The newest three quarters of the capacity, so that this is rarely done. */
    private static Once newest(long[] keys, long[] ids, int n) {
        long[] sorted = Arrays.copyOf(ids, n);
        Arrays.sort(sorted);
        long oldest = sorted[n - CAPACITY / 4 * 3];
        int kept = 0;
        for (int i = 0; i < n; i++) {
            if (ids[i] >= oldest) {
                keys[kept] = keys[i];
                ids[kept++] = ids[i];
            }
        }
        return table(keys, ids, kept);
    }

    private static Once table(long[] keys, long[] ids, int size) {
        int slots = size == 0 ? 0 : Integer.highestOneBit(size * 2) * 2;
        long[] tableKeys = new long[slots];
        long[] tableIds = new long[slots];
        int entries = 0;
        for (int i = 0; i < size; i++) {
            int at = place(tableKeys, tableIds, keys[i]);
            entries += tableIds[at] == 0 ? 1 : 0;
            tableKeys[at] = keys[i];
            tableIds[at] = ids[i];
        }
        return new Once(tableKeys, tableIds, entries, new long[0], new ArchiveSlot[0]);
    }

    private long inTable(long key) {
        return tableKeys.length == 0 ? 0 : tableIds[place(tableKeys, tableIds, key)];
    }

    /** Where the key stands, or where it would be put: the table is never more than half full. */
    private static int place(long[] keys, long[] ids, long key) {
        int mask = keys.length - 1;
        int at = (int) (key ^ (key >>> 32)) & mask;
        while (ids[at] != 0 && keys[at] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Once that
                && Arrays.equals(tableKeys, that.tableKeys)
                && Arrays.equals(tableIds, that.tableIds)
                && Arrays.equals(youngKeys, that.youngKeys)
                && Arrays.equals(youngSlots, that.youngSlots);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(youngKeys);
    }

    private static long oldest(Instant now) {
        return ArchiveSlot.firstIdAt(Math.max(1, now.minus(KEPT).toEpochMilli()));
    }

    private static long key(Jid sender, String originId) {
        return mix(hash(hash(0xCBF29CE484222325L, sender.bare().toString()) + 1, originId));
    }

    private static long hash(long seed, String text) {
        long h = seed;
        for (int i = 0; i < text.length(); i++) {
            h = (h ^ text.charAt(i)) * 0x100000001B3L;
        }
        return h;
    }

    private static long mix(long h) {
        long m = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
        m = (m ^ (m >>> 32)) * 0xD6E8FEB86659FD93L;
        return m ^ (m >>> 32);
    }
}
