package stoa.store.sql.aspects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration in one column, a room's or a node's: for each field its name, how many values it
 * has, and these, a line each (see {@link Lines}).
 */
final class ConfigText {
    private ConfigText() {}

    static String write(Map<String, List<String>> config) {
        List<String> lines = new ArrayList<>();
        config.forEach(
                (field, values) -> {
                    lines.add(field);
                    lines.add(Integer.toString(values.size()));
                    lines.addAll(values);
                });
        return Lines.join(lines);
    }

    static Map<String, List<String>> read(String text) {
        Map<String, List<String>> config = new LinkedHashMap<>();
        List<String> lines = Lines.split(text);
        int at = 0;
        while (at < lines.size()) {
            int first = at + 2;
            int end = first + Integer.parseInt(lines.get(at + 1));
            config.put(lines.get(at), lines.subList(first, end));
            at = end;
        }
        return config;
    }
}
