package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.notice.Notice;
import stoa.store.notice.NoticeDeleted;
import stoa.store.notice.NoticeSaved;
import stoa.store.notice.NoticeStore;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.store.sql.jdbc.Row;

/** Notices in SQL. */
public final class SqlNotices implements NoticeStore {
    private final Reads reads;

    public SqlNotices(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes notices. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                NoticeSaved.class,
                "INSERT INTO notice (domain, kind, number, text) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (domain, kind) DO UPDATE SET"
                        + " number = excluded.number, text = excluded.text",
                saved -> values(saved.notice()));
        writers.on(
                NoticeDeleted.class,
                "DELETE FROM notice WHERE domain = ? AND kind = ?",
                deleted -> row(deleted.domain(), deleted.kind()));
    }

    private static @Nullable Object[] values(Notice notice) {
        return row(notice.domain(), notice.kind(), notice.number(), notice.text());
    }

    @Override
    public CompletionStage<List<Notice>> all() {
        return reads.list(
                "SELECT domain, kind, number, text FROM notice ORDER BY domain, kind",
                SqlNotices::notice);
    }

    private static Notice notice(Row row) throws SQLException {
        return new Notice(row.text(1), row.word(Notice.Kind.class, 2), row.text(4), row.number(3));
    }
}
