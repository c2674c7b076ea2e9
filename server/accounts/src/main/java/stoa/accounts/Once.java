package stoa.accounts;

import java.util.List;
import stoa.accounts.people.Hash64;
import stoa.core.journal.ArchiveSlot;
import stoa.store.archive.RecentOrigin;
import stoa.xmpp.jid.Jid;

/**
 * What an account has sent lately, and what it was sent from other servers, so that a resend is
 * recognised: one archive entry for one (sender, addressee, origin-id) within a day. Confined to
 * the entity.
 *
 * <p>Two generations of 64-bit hashes; when the young one is a day old or holds {@link #LIMIT}
 * entries it becomes the old one. So the last day is remembered, or the last {@link #LIMIT}
 * messages of somebody who sends more than that in a day. An entry takes two longs in tables that
 * are at most half full, and nothing that a garbage collection has to follow.
 */
public final class Once {
    public static final int LIMIT = 65_536;
    public static final long DAY_MS = 24 * 60 * 60 * 1_000L;

    private Generation young = new Generation();
    private Generation old = new Generation();
    private long youngSinceMs;

    public Once(List<RecentOrigin> recent, long nowMs) {
        youngSinceMs = nowMs;
        for (RecentOrigin sent : recent) {
            if (ArchiveSlot.epochMillis(sent.id()) > nowMs - DAY_MS) {
                young.add(key(sent.to(), sent.originId()), sent.id());
            }
        }
    }

    void clear() {
        young = new Generation();
        old = new Generation();
    }

    /** What a message is recognised by; never 0. */
    public static long key(Jid to, String originId) {
        long hash = Hash64.of(to.bare().toString(), originId);
        return hash == 0 ? 1 : hash;
    }

    /** What a message that somebody elsewhere has sent is recognised by; never 0. */
    static long keyFrom(Jid from, String originId) {
        return key(from, "from " + originId);
    }

    /** The archive id of the first such message, or 0. */
    public long find(long key) {
        long id = young.find(key);
        return id != 0 ? id : old.find(key);
    }

    public void add(long key, long id) {
        long nowMs = ArchiveSlot.epochMillis(id);
        if (nowMs - youngSinceMs >= DAY_MS || young.size >= LIMIT) {
            old = young;
            young = new Generation();
            youngSinceMs = nowMs;
        }
        young.add(key, id);
    }

    /** Keys with their ids, side by side in one array; the first id of a key stays. */
    private static final class Generation {
        private static final int FIRST_SLOTS = 8;

        private long[] slots = new long[0];
        private int size;

        long find(long key) {
            return slots.length == 0 ? 0 : slots[place(slots, key) + 1];
        }

        void add(long key, long id) {
            if (4 * (size + 1) > slots.length) {
                grow();
            }
            int at = place(slots, key);
            if (slots[at] == 0) {
                slots[at] = key;
                slots[at + 1] = id;
                size++;
            }
        }

        private void grow() {
            long[] wider = new long[Math.max(2 * FIRST_SLOTS, 2 * slots.length)];
            for (int i = 0; i < slots.length; i += 2) {
                if (slots[i] != 0) {
                    int at = place(wider, slots[i]);
                    wider[at] = slots[i];
                    wider[at + 1] = slots[i + 1];
                }
            }
            slots = wider;
        }

        /** Where the key stands, or the free place where it belongs. */
        private static int place(long[] slots, long key) {
            int mask = slots.length / 2 - 1;
            int at = (int) (key ^ (key >>> 32)) & mask;
            while (slots[2 * at] != 0 && slots[2 * at] != key) {
                at = (at + 1) & mask;
            }
            return 2 * at;
        }
    }
}
