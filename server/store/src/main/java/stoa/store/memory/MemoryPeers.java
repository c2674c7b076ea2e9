package stoa.store.memory;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import stoa.store.peer.PeerList;
import stoa.store.peer.PeerListSaved;
import stoa.store.peer.PeerStore;

final class MemoryPeers implements PeerStore {
    private record Key(String domain, PeerList.Kind kind) {}

    private final MemoryTables tables;
    private final TreeMap<Key, PeerList> lists =
            new TreeMap<>(
                    Comparator.comparing(Key::domain, CodePointOrder.CODE_POINTS)
                            .thenComparing(Key::kind));

    MemoryPeers(MemoryTables tables) {
        this.tables = tables;
        tables.on(PeerListSaved.class, this::save);
    }

    private void save(PeerListSaved saved) {
        PeerList list = saved.list();
        Key key = new Key(list.domain(), list.kind());
        if (list.peers().isEmpty()) {
            lists.remove(key);
        } else {
            lists.put(key, list);
        }
    }

    @Override
    public CompletionStage<List<PeerList>> all() {
        return tables.read(() -> List.copyOf(lists.values()));
    }
}
