package stoa.store.memory;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import stoa.store.notice.Notice;
import stoa.store.notice.NoticeDeleted;
import stoa.store.notice.NoticeSaved;
import stoa.store.notice.NoticeStore;

final class MemoryNotices implements NoticeStore {
    private record Key(String domain, Notice.Kind kind) {}

    private final MemoryTables tables;
    private final TreeMap<Key, Notice> notices =
            new TreeMap<>(
                    Comparator.comparing(Key::domain, CodePointOrder.CODE_POINTS)
                            .thenComparing(Key::kind));

    MemoryNotices(MemoryTables tables) {
        this.tables = tables;
        tables.on(
                NoticeSaved.class,
                saved ->
                        notices.put(
                                new Key(saved.notice().domain(), saved.notice().kind()),
                                saved.notice()));
        tables.on(
                NoticeDeleted.class,
                deleted -> notices.remove(new Key(deleted.domain(), deleted.kind())));
    }

    @Override
    public CompletionStage<List<Notice>> all() {
        return tables.read(() -> List.copyOf(notices.values()));
    }
}
