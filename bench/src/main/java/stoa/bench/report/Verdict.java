package stoa.bench.report;

import java.util.Locale;
import java.util.OptionalDouble;
import stoa.bench.measure.Measurement;

/** Whether ours kept to its budget in a row. */
final class Verdict {
    private Verdict() {}

    static String of(Results results, Work row) {
        Results.Cell ours = results.cell(row, Results.OURS);
        if (ours == null) {
            return "";
        }
        if (!ours.counts()) {
            return "FAILED";
        }
        OptionalDouble budget = row.budget().in(results, row);
        Measurement measurement = ours.measurement();
        double p99Limit = row.budget().p99Millis();
        if (p99Limit > 0 && measurement != null && measurement.p99Millis() > p99Limit) {
            return String.format(Locale.ROOT, "missed: p99 %.1f ms", measurement.p99Millis());
        }
        if (budget.isEmpty()) {
            return "";
        }
        double ratio = ours.value() / budget.getAsDouble();
        return ratio <= 1 ? "met" : String.format(Locale.ROOT, "missed: %.1f times", ratio);
    }
}
