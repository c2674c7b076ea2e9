package stoa.store.sql.aspects;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists of text in one column: every text ends with a line feed; a line feed or backslash within is
 * written as {@code \n} and {@code \\}. Readable in the database, and any text survives.
 */
final class Lines {
    private Lines() {}

    static String join(List<String> values) {
        StringBuilder joined = new StringBuilder();
        for (String value : values) {
            joined.append(value.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
        }
        return joined.toString();
    }

    static List<String> split(String joined) {
        List<String> values = new ArrayList<>();
        int start = 0;
        for (int end = joined.indexOf('\n'); end >= 0; end = joined.indexOf('\n', start)) {
            values.add(unescape(joined.substring(start, end)));
            start = end + 1;
        }
        return values;
    }

    private static String unescape(String line) {
        if (line.indexOf('\\') < 0) {
            return line;
        }
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                i++;
                text.append(line.charAt(i) == 'n' ? '\n' : line.charAt(i));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
