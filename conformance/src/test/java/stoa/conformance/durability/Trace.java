package stoa.conformance.durability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code strace -f -yy} wrote down, as calls with the places of their beginning and end. */
record Trace(List<Call> calls) {
    private static final Pattern WHOLE =
            Pattern.compile("(\\d+) +(\\w+)\\((.*)\\) += (-?\\d+).*", Pattern.DOTALL);
    private static final Pattern BEGUN =
            Pattern.compile("(\\d+) +(\\w+)\\((.*) <unfinished \\.\\.\\.>", Pattern.DOTALL);
    private static final Pattern ENDED =
            Pattern.compile(
                    "(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)\\) += (-?\\d+).*", Pattern.DOTALL);

    /**
     * One system call. {@code begun} and {@code ended} are line numbers: what ended on a smaller
     * line than another began was over before it.
     *
     * @param arguments as strace prints them, with double quotes in data written as single ones
     */
    record Call(String name, String arguments, int begun, int ended, long result) {
        /** The file or socket of the first argument, as {@code -yy} names it. */
        String target() {
            int open = arguments.indexOf('<');
            int comma = arguments.indexOf(',');
            if (open < 0 || (comma >= 0 && open > comma)) {
                return "";
            }
            int close = arguments.indexOf(comma < 0 ? ">" : ">,", open);
            return close < 0 ? arguments.substring(open + 1) : arguments.substring(open + 1, close);
        }

        boolean isFile() {
            return target().startsWith("/");
        }

        boolean isTcp() {
            return target().startsWith("TCP");
        }

        boolean isSync() {
            return (name.equals("fsync") || name.equals("fdatasync")) && result == 0;
        }
    }

    static Trace read(Path file) throws IOException {
        var calls = new ArrayList<Call>();
        var open = new HashMap<String, Call>();
        int number = 0;
        for (String line : Files.readAllLines(file, UTF_8)) {
            number++;
            Matcher whole = WHOLE.matcher(line);
            Matcher begun = BEGUN.matcher(line);
            Matcher ended = ENDED.matcher(line);
            if (begun.matches()) {
                open.put(
                        begun.group(1),
                        new Call(
                                begun.group(2),
                                unescape(begun.group(3)),
                                number,
                                Integer.MAX_VALUE,
                                -1));
            } else if (ended.matches()) {
                var start = open.remove(ended.group(1));
                if (start != null) {
                    calls.add(
                            new Call(
                                    start.name,
                                    start.arguments + unescape(ended.group(3)),
                                    start.begun,
                                    number,
                                    Long.parseLong(ended.group(4))));
                }
            } else if (whole.matches()) {
                calls.add(
                        new Call(
                                whole.group(2),
                                unescape(whole.group(3)),
                                number,
                                number,
                                Long.parseLong(whole.group(4))));
            }
        }
        return new Trace(calls);
    }

    private static String unescape(String data) {
        return data.replace("\\\"", "'");
    }
}
