package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import stoa.store.peer.PeerList;
import stoa.store.peer.PeerListSaved;
import stoa.store.peer.PeerStore;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;

/** The lists of other domains in SQL. */
public final class SqlPeers implements PeerStore {
    private record Entry(String domain, PeerList.Kind kind, String peer) {}

    private final Reads reads;

    public SqlPeers(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes the lists. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                PeerListSaved.class,
                "DELETE FROM peer_list WHERE domain = ? AND kind = ?",
                saved -> row(saved.list().domain(), saved.list().kind()));
        writers.onEach(
                PeerListSaved.class,
                "INSERT INTO peer_list (domain, kind, peer) VALUES (?, ?, ?)",
                saved ->
                        saved.list().peers().stream()
                                .map(peer -> row(saved.list().domain(), saved.list().kind(), peer))
                                .toList());
    }

    @Override
    public CompletionStage<List<PeerList>> all() {
        return reads.list(
                        "SELECT domain, kind, peer FROM peer_list ORDER BY domain, kind DESC, peer",
                        row ->
                                new Entry(
                                        row.text(1), row.word(PeerList.Kind.class, 2), row.text(3)))
                .thenApply(SqlPeers::lists);
    }

    private static List<PeerList> lists(List<Entry> entries) {
        List<PeerList> lists = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= entries.size(); i++) {
            Entry first = entries.get(begin);
            boolean over =
                    i == entries.size()
                            || !entries.get(i).domain().equals(first.domain())
                            || entries.get(i).kind() != first.kind();
            if (over) {
                List<String> peers = entries.subList(begin, i).stream().map(Entry::peer).toList();
                lists.add(new PeerList(first.domain(), first.kind(), peers));
                begin = i;
            }
        }
        return lists;
    }
}
