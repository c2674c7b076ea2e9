package stoa.accounts.alias;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.accounts.Once;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasThread;
import stoa.store.alias.StoredAlias;
import stoa.store.archive.RecentOrigin;
import stoa.xmpp.jid.BareJid;

/** All that an alias' entity knows. Confined to the entity; changed by {@link #apply} alone. */
final class AliasState {
    private @Nullable Alias alias;
    private final Map<BareJid, AliasThread> threads = new LinkedHashMap<>();
    private final Once once;

    /**
     * The state as stored.
     *
     * @param stored null when there is no such alias
     * @param recent what was sent lately, as {@link Rows} keeps it
     */
    AliasState(@Nullable StoredAlias stored, List<RecentOrigin> recent, long nowMs) {
        once = new Once(List.of(), nowMs);
        for (RecentOrigin sent : recent) {
            once.add(Rows.onceKey(sent.sender(), sent.originId()), sent.id());
        }
        if (stored != null) {
            alias = stored.alias();
            stored.threads().forEach(thread -> threads.put(thread.person(), thread));
        }
    }

    @Nullable Alias alias() {
        return alias;
    }

    Map<BareJid, AliasThread> threads() {
        return threads;
    }

    /** The archive id of the first such message, or 0. */
    long first(long onceKey) {
        return onceKey == 0 ? 0 : once.find(onceKey);
    }

    AliasState apply(AliasEvent event) {
        switch (event) {
            case AliasEvent.Archived(var append, long key) -> {
                if (key != 0) {
                    once.add(key, append.slot().id());
                }
            }
            case AliasEvent.ThreadPut(var thread) -> threads.put(thread.person(), thread);
            case AliasEvent.ThreadClosed(var of, var person) -> threads.remove(person);
            case AliasEvent.Saved(var now) -> alias = now;
            case AliasEvent.Deleted() -> {
                alias = null;
                threads.clear();
            }
        }
        return this;
    }
}
