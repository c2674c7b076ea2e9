package stoa.store.memory;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import stoa.store.report.AdministratorsReports;
import stoa.store.report.Report;
import stoa.store.report.ReportFiled;

final class MemoryReports implements AdministratorsReports {
    private final MemoryTables tables;
    private final TreeMap<Long, Report> reports = new TreeMap<>();

    MemoryReports(MemoryTables tables) {
        this.tables = tables;
        tables.on(ReportFiled.class, this::file);
    }

    private void file(ReportFiled filed) {
        long id = filed.slot().id();
        reports.put(
                id,
                new Report(id, filed.reporter(), filed.reported(), filed.reason(), filed.xml()));
    }

    @Override
    public CompletionStage<List<Report>> list(String domain, long beforeId, int max) {
        return tables.read(
                () ->
                        reports.headMap(beforeId, false).descendingMap().values().stream()
                                .filter(r -> r.reporter().domain().equals(domain))
                                .limit(Math.min(max, MAX_LISTED))
                                .toList());
    }
}
