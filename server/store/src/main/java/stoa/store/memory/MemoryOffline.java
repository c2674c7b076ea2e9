package stoa.store.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import stoa.store.account.AccountDeleted;
import stoa.store.offline.OfflineMarkCleared;
import stoa.store.offline.OfflineMarkSaved;
import stoa.store.offline.OfflineStore;
import stoa.xmpp.jid.BareJid;

final class MemoryOffline implements OfflineStore {
    private final MemoryTables tables;
    private final Map<BareJid, Long> marks = new HashMap<>();

    MemoryOffline(MemoryTables tables) {
        this.tables = tables;
        tables.on(OfflineMarkSaved.class, saved -> marks.put(saved.account(), saved.afterId()));
        tables.on(OfflineMarkCleared.class, cleared -> marks.remove(cleared.account()));
        tables.on(AccountDeleted.class, deleted -> marks.remove(deleted.account()));
    }

    @Override
    public CompletionStage<OptionalLong> find(BareJid account) {
        return tables.read(
                () -> {
                    Long mark = marks.get(account);
                    return mark == null ? OptionalLong.empty() : OptionalLong.of(mark);
                });
    }
}
