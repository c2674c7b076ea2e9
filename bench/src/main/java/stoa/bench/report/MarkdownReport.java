package stoa.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import stoa.bench.measure.Measurement;

/** The tables for people. */
public final class MarkdownReport {
    private MarkdownReport() {}

    public static String of(Results results, Machine machine) {
        StringBuilder text = new StringBuilder();
        text.append("Measured on ").append(machine).append(".\n\n");
        prices(results, text);
        text.append('\n');
        latencies(results, text);
        text.append('\n');
        for (Results.Column column : results.columns()) {
            text.append("* **").append(column.name()).append("**: ").append(column.version());
            text.append(", ").append(column.setup()).append(".\n");
        }
        results.notes().forEach(note -> text.append("* ").append(note).append('\n'));
        List<String> failures = results.failures();
        if (!failures.isEmpty()) {
            text.append("\nDoes not count:\n\n");
            failures.forEach(
                    failure ->
                            text.append("* ")
                                    .append(failure.lines().findFirst().orElse(""))
                                    .append('\n'));
        }
        return text.toString();
    }

    private static void prices(Results results, StringBuilder text) {
        text.append("| server CPU per unit of work, or memory |");
        results.columns().forEach(column -> text.append(' ').append(column.name()).append(" |"));
        text.append(" budget | verdict |\n|---|");
        results.columns().forEach(column -> text.append("---:|"));
        text.append("---:|---|\n");
        for (Work row : results.rows()) {
            text.append("| ")
                    .append(row.title())
                    .append(", ")
                    .append(row.unit().sign())
                    .append(" |");
            for (Results.Column column : results.columns()) {
                Results.Cell cell = results.cell(row, column.name());
                text.append(' ')
                        .append(
                                cell == null
                                        ? ""
                                        : cell.counts() ? number(cell.value()) : "FAILED");
                text.append(" |");
            }
            OptionalDouble budget = row.budget().in(results, row);
            text.append(' ').append(budget.isPresent() ? number(budget.getAsDouble()) : "");
            text.append(" | ").append(Verdict.of(results, row)).append(" |\n");
        }
    }

    private static void latencies(Results results, StringBuilder text) {
        text.append("| units a second, then p50 / p99 / max in ms |");
        results.columns().forEach(column -> text.append(' ').append(column.name()).append(" |"));
        text.append("\n|---|");
        results.columns().forEach(column -> text.append("---:|"));
        text.append('\n');
        for (Work row : results.rows()) {
            if (row.unit() != Work.Unit.MICROS) {
                continue;
            }
            text.append("| ").append(row.title()).append(" |");
            for (Results.Column column : results.columns()) {
                Results.Cell cell = results.cell(row, column.name());
                Measurement measurement = cell == null ? null : cell.measurement();
                text.append(' ')
                        .append(measurement == null ? "" : latency(measurement))
                        .append(" |");
            }
            text.append('\n');
        }
    }

    private static String latency(Measurement m) {
        return String.format(
                Locale.ROOT,
                "%.0f/s, %s / %s / %s",
                m.perSecond(),
                number(m.p50Millis()),
                number(m.p99Millis()),
                number(m.maxMillis()));
    }

    /** Three significant digits, more only where they stand before the point. */
    static String number(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }
}
