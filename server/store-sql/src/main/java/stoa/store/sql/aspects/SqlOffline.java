package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.util.concurrent.CompletionStage;
import stoa.store.account.AccountDeleted;
import stoa.store.offline.OfflineMark;
import stoa.store.offline.OfflineMarkCleared;
import stoa.store.offline.OfflineMarkMoved;
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
                "INSERT INTO offline_mark (account, after_id, waiting) VALUES (?, ?, 1)"
                        + " ON CONFLICT (account) DO UPDATE"
                        + " SET after_id = excluded.after_id, waiting = 1",
                saved -> row(saved.account(), saved.afterId()));
        writers.on(
                OfflineMarkMoved.class,
                "INSERT INTO offline_mark (account, after_id, waiting) VALUES (?, ?, 0)"
                        + " ON CONFLICT (account) DO UPDATE SET after_id = excluded.after_id",
                moved -> row(moved.account(), moved.afterId()));
        writers.on(
                OfflineMarkCleared.class,
                "UPDATE offline_mark SET waiting = 0 WHERE account = ?",
                cleared -> row(cleared.account()));
        writers.on(
                AccountDeleted.class,
                "DELETE FROM offline_mark WHERE account = ?",
                deleted -> row(deleted.account()));
    }

    @Override
    public CompletionStage<OfflineMark> find(BareJid account) {
        return reads.read(
                session ->
                        session.first(
                                        "SELECT after_id, waiting FROM offline_mark"
                                                + " WHERE account = ?",
                                        row -> new OfflineMark(row.number(1), row.number(2) != 0),
                                        account)
                                .orElse(OfflineMark.NOTHING_YET));
    }
}
