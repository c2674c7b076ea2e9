package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import stoa.store.account.AccountDeleted;
import stoa.store.offline.OfflineMarkCleared;
import stoa.store.offline.OfflineMarkSaved;
import stoa.store.offline.OfflineStore;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.xmpp.jid.BareJid;

/** Offline marks in SQL. */
public final class SqlOffline implements OfflineStore {
    private final Reads reads;

    public SqlOffline(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes offline marks. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                OfflineMarkSaved.class,
                "INSERT INTO offline_mark (account, after_id) VALUES (?, ?)"
                        + " ON CONFLICT (account) DO UPDATE SET after_id = excluded.after_id",
                saved -> row(saved.account(), saved.afterId()));
        String delete = "DELETE FROM offline_mark WHERE account = ?";
        writers.on(OfflineMarkCleared.class, delete, cleared -> row(cleared.account()));
        writers.on(AccountDeleted.class, delete, deleted -> row(deleted.account()));
    }

    @Override
    public CompletionStage<OptionalLong> find(BareJid account) {
        return reads.read(
                session ->
                        session.first(
                                        "SELECT after_id FROM offline_mark WHERE account = ?",
                                        row -> OptionalLong.of(row.number(1)),
                                        account)
                                .orElse(OptionalLong.empty()));
    }
}
