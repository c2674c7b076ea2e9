package stoa.bench.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import stoa.bench.measure.Measurement;

/** Everything a run found out. Filled by the driver's thread. */
public final class Results {
    public static final String FLOOR = "floor";
    public static final String RELAY = "relay";
    public static final String OURS = "stoa";

    /**
     * A number in the table.
     *
     * @param value in the row's unit; not a number when the work failed
     * @param measurement how it came about, where it is a price per unit
     * @param failure why it does not count, or ""
     */
    public record Cell(double value, @Nullable Measurement measurement, String failure) {
        boolean counts() {
            return failure.isEmpty() && !Double.isNaN(value);
        }
    }

    /** A server that was measured. */
    public record Column(String name, String version, String setup) {}

    private final List<Column> columns = new ArrayList<>();
    private final Map<Work, Map<String, Cell>> cells = new EnumMap<>(Work.class);
    private final List<String> notes = new ArrayList<>();

    public void column(Column column) {
        columns.add(column);
    }

    /** Puts in the price of a unit of work. */
    public void put(Work row, String column, Measurement measurement) {
        cells.computeIfAbsent(row, r -> new LinkedHashMap<>())
                .put(column, new Cell(measurement.cpuMicros(), measurement, measurement.problem()));
    }

    /** Puts in a plain number, in the row's unit. */
    public void put(Work row, String column, double value) {
        cells.computeIfAbsent(row, r -> new LinkedHashMap<>())
                .put(column, new Cell(value, null, ""));
    }

    /** Says that a row could not be measured, unless it was. */
    public void failed(Work row, String column, String why) {
        cells.computeIfAbsent(row, r -> new LinkedHashMap<>())
                .putIfAbsent(column, new Cell(Double.NaN, null, why));
    }

    public void note(String text) {
        notes.add(text);
    }

    public List<Column> columns() {
        return List.copyOf(columns);
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }

    public List<Work> rows() {
        return List.copyOf(cells.keySet());
    }

    public @Nullable Cell cell(Work row, String column) {
        Map<String, Cell> cellsOfRow = cells.get(row);
        return cellsOfRow == null ? null : cellsOfRow.get(column);
    }

    OptionalDouble value(Work row, String column) {
        Cell cell = cell(row, column);
        return cell == null || !cell.counts()
                ? OptionalDouble.empty()
                : OptionalDouble.of(cell.value());
    }

    OptionalDouble bestPeer(Work row) {
        return columns.stream()
                .map(Column::name)
                .filter(name -> !List.of(FLOOR, RELAY, OURS).contains(name))
                .map(name -> value(row, name))
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .min();
    }

    /** Whether something that was measured does not count, in any column. */
    public List<String> failures() {
        List<String> failures = new ArrayList<>();
        cells.forEach(
                (row, cellsOfRow) ->
                        cellsOfRow.forEach(
                                (column, cell) -> {
                                    if (!cell.failure().isEmpty()) {
                                        failures.add(
                                                column
                                                        + ", "
                                                        + row.title()
                                                        + ": "
                                                        + cell.failure());
                                    }
                                }));
        return failures;
    }
}
