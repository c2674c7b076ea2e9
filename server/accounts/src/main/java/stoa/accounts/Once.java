package stoa.accounts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stoa.accounts.people.Hash64;
import stoa.core.journal.ArchiveSlot;
import stoa.store.archive.RecentOrigin;
import stoa.xmpp.jid.Jid;

/**
 * What an account has sent lately, so that a resend is recognised: one archive entry for one
 * (sender, addressee, origin-id) within a day. Confined to the entity.
 *
 * <p>Two generations of 64-bit hashes; when the young one is a day old or holds {@link #LIMIT}
 * entries it becomes the old one. So the last day is remembered, or the last {@link #LIMIT}
 * messages of somebody who sends more than that in a day.
 */
final class Once {
    static final int LIMIT = 65_536;
    static final long DAY_MS = 24 * 60 * 60 * 1_000L;

    private Map<Long, Long> young = new HashMap<>();
    private Map<Long, Long> old = new HashMap<>();
    private long youngSinceMs;

    Once(List<RecentOrigin> recent, long nowMs) {
        youngSinceMs = nowMs;
        for (RecentOrigin sent : recent) {
            if (ArchiveSlot.epochMillis(sent.id()) > nowMs - DAY_MS) {
                young.put(key(sent.to(), sent.originId()), sent.id());
            }
        }
    }

    /** What a message is recognised by; never 0. */
    static long key(Jid to, String originId) {
        long hash = Hash64.of(to.bare().toString(), originId);
        return hash == 0 ? 1 : hash;
    }

    /** The archive id of the first such message, or 0. */
    long find(long key) {
        Long id = young.get(key);
        if (id == null) {
            id = old.get(key);
        }
        return id == null ? 0 : id;
    }

    void add(long key, long id) {
        long nowMs = ArchiveSlot.epochMillis(id);
        if (nowMs - youngSinceMs >= DAY_MS || young.size() >= LIMIT) {
            old = young;
            young = new HashMap<>();
            youngSinceMs = nowMs;
        }
        young.putIfAbsent(key, id);
    }
}
