package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import stoa.store.report.AdministratorsReports;
import stoa.store.report.Report;
import stoa.store.report.ReportFiled;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.store.sql.jdbc.Row;
import stoa.xmpp.jid.BareJid;

/** Reports in SQL. */
public final class SqlReports implements AdministratorsReports {
    private final Reads reads;

    public SqlReports(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes reports. */
    public static void writes(ChangeWriters writers) {
        writers.insert(
                ReportFiled.class,
                "INSERT INTO report (id, domain, reporter, reported, reason, xml)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                filed ->
                        row(
                                filed.slot().id(),
                                filed.reporter().domain(),
                                filed.reporter(),
                                filed.reported(),
                                filed.reason(),
                                filed.xml()));
    }

    @Override
    public CompletionStage<List<Report>> list(String domain, long beforeId, int max) {
        return reads.list(
                "SELECT id, reporter, reported, reason, xml FROM report"
                        + " WHERE domain = ? AND id < ? ORDER BY id DESC LIMIT ?",
                SqlReports::report,
                domain,
                beforeId,
                Math.min(max, MAX_LISTED));
    }

    private static Report report(Row row) throws SQLException {
        return new Report(
                row.number(1), BareJid.of(row.text(2)), row.jid(3), row.text(4), row.bytes(5));
    }
}
