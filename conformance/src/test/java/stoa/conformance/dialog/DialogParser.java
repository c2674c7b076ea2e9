package stoa.conformance.dialog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stoa.conformance.dialog.Dialog.Actor;
import stoa.conformance.dialog.Dialog.Step;

/**
 * Reads a script file, which holds one dialog after the other; each begins with its {@code Title}.
 */
final class DialogParser {
    private static final Pattern HEADER = Pattern.compile("(Title|Spec|Cast|Offline)\\s+(.*)");

    /** Longest first, so that "gets no" is not read as "gets". */
    private static final List<String> VERBS =
            List.of(
                    "is not offered",
                    "sends text",
                    "then gets",
                    "is offered",
                    "is closed",
                    "lets a millisecond pass",
                    "gets no",
                    "connects",
                    "dials",
                    "signs in",
                    "authenticates",
                    "fails",
                    "binds",
                    "sends",
                    "gets",
                    "closes",
                    "vanishes",
                    "joins",
                    "creates",
                    "leaves",
                    "forgets",
                    "reads");

    private final String file;
    private final List<Dialog> dialogs = new ArrayList<>();
    private String title = "";
    private String spec = "";
    private List<Actor> cast = List.of();
    private List<Actor> offline = List.of();
    private final List<Step> steps = new ArrayList<>();

    private DialogParser(String file) {
        this.file = file;
    }

    static List<Dialog> parse(String file, String text) {
        var parser = new DialogParser(file);
        int number = 0;
        int begun = 0;
        var logical = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0))) {
                logical.append(' ').append(line.strip());
                continue;
            }
            parser.line(begun, logical.toString());
            logical = new StringBuilder(line.stripTrailing());
            begun = number;
        }
        parser.line(begun, logical.toString());
        parser.finish();
        return parser.dialogs;
    }

    private void line(int number, String line) {
        if (line.isEmpty()) {
            return;
        }
        Matcher header = HEADER.matcher(line);
        if (!header.matches()) {
            steps.add(step(number, line));
            return;
        }
        String value = header.group(2).strip();
        switch (header.group(1)) {
            case "Title" -> {
                finish();
                title = value;
            }
            case "Spec" -> spec = value;
            case "Cast" -> cast = actors(value);
            default -> offline = actors(value);
        }
    }

    private static List<Actor> actors(String names) {
        return List.of(names.split("\\s+", -1)).stream().map(Actor::of).toList();
    }

    private Step step(int number, String line) {
        String[] words = line.split("\\s+", 2);
        String rest = words.length < 2 ? "" : words[1];
        for (String verb : VERBS) {
            if (rest.equals(verb) || rest.matches("(?s)" + verb + "\\s.*")) {
                return new Step(number, words[0], verb, rest.substring(verb.length()).strip());
            }
        }
        throw new IllegalArgumentException(file + ":" + number + ": no verb I know in: " + line);
    }

    private void finish() {
        if (!title.isEmpty()) {
            if (spec.isEmpty() || steps.isEmpty() || (cast.isEmpty() && offline.isEmpty())) {
                throw new IllegalArgumentException(
                        file + ": \"" + title + "\" needs a Spec, a Cast or Offline, and steps");
            }
            dialogs.add(new Dialog(file, title, spec, cast, offline, steps));
        } else if (!steps.isEmpty()) {
            throw new IllegalArgumentException(file + ": steps before the first Title");
        }
        title = "";
        spec = "";
        cast = List.of();
        offline = List.of();
        steps.clear();
    }
}
