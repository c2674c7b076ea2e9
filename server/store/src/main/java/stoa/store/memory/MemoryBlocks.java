package stoa.store.memory;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.account.AccountDeleted;
import stoa.store.block.BlockEntry;
import stoa.store.block.BlockRemoved;
import stoa.store.block.BlockSaved;
import stoa.store.block.BlockStore;
import stoa.xmpp.jid.BareJid;

final class MemoryBlocks implements BlockStore {
    private static final Comparator<BlockEntry> ORDER =
            Comparator.comparing(
                            (BlockEntry e) -> e.account().toString(), CodePointOrder.CODE_POINTS)
                    .thenComparing(e -> e.blocked().toString(), CodePointOrder.CODE_POINTS);

    private final MemoryTables tables;
    private final TreeSet<BlockEntry> entries = new TreeSet<>(ORDER);

    MemoryBlocks(MemoryTables tables) {
        this.tables = tables;
        tables.on(BlockSaved.class, saved -> entries.add(saved.entry()));
        tables.on(BlockRemoved.class, removed -> entries.remove(removed.entry()));
        tables.on(
                AccountDeleted.class,
                deleted -> entries.removeIf(e -> e.account().equals(deleted.account())));
    }

    @Override
    public CompletionStage<List<BlockEntry>> of(BareJid account) {
        return tables.read(
                () ->
                        entries.stream()
                                .filter(e -> e.account().equals(account))
                                .limit(MAX_LISTED)
                                .toList());
    }

    @Override
    public CompletionStage<List<BlockEntry>> list(@Nullable BlockEntry after, int max) {
        return tables.read(
                () ->
                        (after == null ? entries : entries.tailSet(after, false))
                                .stream().limit(Math.min(max, MAX_LISTED)).toList());
    }
}
