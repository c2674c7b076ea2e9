package stoa.store.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import stoa.store.account.AccountDeleted;
import stoa.store.offline.OfflineMark;
import stoa.store.offline.OfflineMarkCleared;
import stoa.store.offline.OfflineMarkMoved;
import stoa.store.offline.OfflineMarkSaved;
import stoa.store.offline.OfflineStore;
import stoa.xmpp.jid.BareJid;

final class MemoryOffline implements OfflineStore {
    private final MemoryTables tables;
    private final Map<BareJid, OfflineMark> marks = new HashMap<>();

    MemoryOffline(MemoryTables tables) {
        this.tables = tables;
        tables.on(
                OfflineMarkSaved.class,
                saved -> marks.put(saved.account(), new OfflineMark(saved.afterId(), true)));
        tables.on(
                OfflineMarkMoved.class,
                moved ->
                        marks.put(
                                moved.account(),
                                new OfflineMark(moved.afterId(), mark(moved.account()).waiting())));
        tables.on(
                OfflineMarkCleared.class,
                cleared ->
                        marks.put(
                                cleared.account(),
                                new OfflineMark(mark(cleared.account()).afterId(), false)));
        tables.on(AccountDeleted.class, deleted -> marks.remove(deleted.account()));
    }

    private OfflineMark mark(BareJid account) {
        return marks.getOrDefault(account, OfflineMark.NOTHING_YET);
    }

    @Override
    public CompletionStage<OfflineMark> find(BareJid account) {
        return tables.read(() -> mark(account));
    }
}
