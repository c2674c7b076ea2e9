package stoa.app.pie;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an import, or an export, came to: how much of what, and what was left out and why. The
 * sentences name addresses and places of files; never a password nor what somebody wrote.
 */
public final class ImportReport {
    /** Sentences that are kept; of more only the number. */
    static final int MAX_SENTENCES = 1_000;

    /** What is counted, in the order it is told. */
    public enum Part {
        ACCOUNTS("accounts"),
        PRESENT("accounts that exist already"),
        CONTACTS("contacts"),
        REQUESTS("requests to answer"),
        VCARDS("vCards"),
        PRIVATE("private elements"),
        NODES("nodes"),
        ITEMS("items"),
        BLOCKED("blocked addresses"),
        MESSAGES("messages of archives"),
        MESSAGES_PRESENT("messages that were there already"),
        OFFLINE("offline messages");

        private final String words;

        Part(String words) {
            this.words = words;
        }
    }

    private final Map<Part, Long> counts = new LinkedHashMap<>();
    private final List<String> sentences = new ArrayList<>();
    private long leftOut;

    ImportReport() {
        for (Part part : Part.values()) {
            counts.put(part, 0L);
        }
    }

    void count(Part part, long more) {
        counts.merge(part, more, Long::sum);
    }

    /** Something is left out. */
    void leftOut(String where, String why) {
        leftOut++;
        if (sentences.size() < MAX_SENTENCES) {
            sentences.add(where + ": " + why);
        }
    }

    public long count(Part part) {
        return counts.getOrDefault(part, 0L);
    }

    /** Whether everything was taken, or was there. */
    public boolean isWhole() {
        return leftOut == 0;
    }

    /** What was left out, at most {@value #MAX_SENTENCES}, and how many more there are. */
    public List<String> leftOut() {
        List<String> all = new ArrayList<>(sentences);
        if (leftOut > sentences.size()) {
            all.add("and " + (leftOut - sentences.size()) + " more of the kind");
        }
        return all;
    }

    /** The counts, as one line. */
    public String counts() {
        return counts.entrySet().stream()
                .filter(one -> one.getValue() > 0 || one.getKey() == Part.ACCOUNTS)
                .map(one -> number(one.getValue()) + " " + one.getKey().words)
                .collect(Collectors.joining(", "));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
