package stoa.core.route;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * Who has blocked whom (XEP-0191), of all accounts, connected or not: whatever hands a stanza to an
 * account or its sessions asks here first. Each account's list is written by that account's entity
 * only, after it is durable; anybody reads, on any thread, without locks.
 *
 * <p>Only accounts that have blocked somebody are in it, so for all others the answer is one look
 * into a map.
 */
public final class BlockLists {
    private final Map<BareJid, BlockList> lists = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    /** Publishes an account's list; an empty one is forgotten. */
    public void publish(BlockList list) {
        if (list.isEmpty()) {
            lists.remove(list.owner());
        } else {
            lists.put(list.owner(), list);
        }
        changes.incrementAndGet();
    }

    /**
     * How often a list has changed. Whoever sends to many by what the lists say can see afterwards
     * whether they still said so in the end.
     */
    public long changes() {
        return changes.get();
    }

    /** The account's list, or null when it has blocked nobody. */
    public @Nullable BlockList of(BareJid account) {
        return lists.get(account);
    }

    /** Whether the account has blocked that address. */
    public boolean blocks(BareJid account, Jid address) {
        BlockList list = lists.get(account);
        return list != null && list.blocks(address);
    }

    /** Accounts that have blocked somebody; for metrics. */
    public int size() {
        return lists.size();
    }
}
