package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.account.AccountDeleted;
import stoa.store.block.BlockEntry;
import stoa.store.block.BlockRemoved;
import stoa.store.block.BlockSaved;
import stoa.store.block.BlockStore;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.store.sql.jdbc.Row;
import stoa.xmpp.jid.BareJid;

/** Block lists in SQL. */
public final class SqlBlocks implements BlockStore {
    private static final String ALL = "SELECT account, blocked FROM block_list";
    private static final String ORDER = " ORDER BY account, blocked LIMIT ?";

    private final Reads reads;

    public SqlBlocks(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes block lists. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                BlockSaved.class,
                "INSERT INTO block_list (account, blocked) VALUES (?, ?)"
                        + " ON CONFLICT (account, blocked) DO NOTHING",
                saved -> row(saved.entry().account(), saved.entry().blocked()));
        writers.on(
                BlockRemoved.class,
                "DELETE FROM block_list WHERE account = ? AND blocked = ?",
                removed -> row(removed.entry().account(), removed.entry().blocked()));
        writers.on(
                AccountDeleted.class,
                "DELETE FROM block_list WHERE account = ?",
                deleted -> row(deleted.account()));
    }

    @Override
    public CompletionStage<List<BlockEntry>> of(BareJid account) {
        return reads.list(
                ALL + " WHERE account = ?" + ORDER, SqlBlocks::entry, account, MAX_LISTED);
    }

    @Override
    public CompletionStage<List<BlockEntry>> list(@Nullable BlockEntry after, int max) {
        int most = Math.min(max, MAX_LISTED);
        return after == null
                ? reads.list(ALL + ORDER, SqlBlocks::entry, most)
                : reads.list(
                        ALL + " WHERE (account, blocked) > (?, ?)" + ORDER,
                        SqlBlocks::entry,
                        after.account(),
                        after.blocked(),
                        most);
    }

    private static BlockEntry entry(Row row) throws SQLException {
        return new BlockEntry(BareJid.of(row.text(1)), row.jid(2));
    }
}
