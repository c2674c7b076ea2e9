package stoa.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The same for programs. */
public final class JsonReport {
    private JsonReport() {}

    public static String of(Results results, Machine machine) {
        Map<String, Object> rows = new LinkedHashMap<>();
        for (Work row : results.rows()) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (Results.Column column : results.columns()) {
                Results.Cell cell = results.cell(row, column.name());
                if (cell != null) {
                    values.put(column.name(), cell(cell));
                }
            }
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("title", row.title());
            entry.put("unit", row.unit().sign());
            OptionalDouble budget = row.budget().in(results, row);
            if (budget.isPresent()) {
                entry.put("budget", budget.getAsDouble());
            }
            entry.put("verdict", Verdict.of(results, row));
            entry.put("values", values);
            rows.put(row.name().toLowerCase(Locale.ROOT), entry);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("columns", results.columns());
        all.put("rows", rows);
        all.put("notes", results.notes());
        try {
            return new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(all)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("results are plain records and maps", e);
        }
    }

    private static Map<String, Object> cell(Results.Cell cell) {
        Map<String, Object> entry = new LinkedHashMap<>();
        if (cell.counts()) {
            entry.put("value", cell.value());
        } else {
            entry.put("failure", cell.failure());
        }
        if (cell.measurement() != null) {
            entry.put("measurement", cell.measurement());
        }
        return entry;
    }
}
