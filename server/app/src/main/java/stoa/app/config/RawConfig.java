package stoa.app.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/**
 * The file's and the command line's keys with their values and where each stands; later ones win.
 */
final class RawConfig {
    /** A value and where it was said. */
    record Said(Object value, String where) {}

    private final Map<List<String>, Said> values = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    static RawConfig read(@Nullable Path file, List<String> sets) {
        RawConfig raw = new RawConfig();
        if (file != null) {
            raw.readFile(file);
        }
        sets.forEach(raw::readSet);
        return raw;
    }

    Map<List<String>, Said> values() {
        return values;
    }

    List<Problem> problems() {
        return problems;
    }

    /** The exception's own message is the path again, which stands there already. */
    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "it is not there";
            case AccessDeniedException denied -> "this user may not read it";
            default -> String.valueOf(failure.getMessage());
        };
    }

    private void readFile(Path file) {
        String name = String.valueOf(file.getFileName());
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            problems.add(new Problem(file.toString(), null, "is no text in UTF-8"));
            return;
        } catch (IOException e) {
            problems.add(new Problem(file.toString(), null, "cannot be read: " + reason(e)));
            return;
        }
        TomlParseResult parsed = Toml.parse(text);
        for (TomlParseError error : parsed.errors()) {
            problems.add(
                    new Problem(
                            name + " line " + error.position().line(), null, error.getMessage()));
        }
        for (List<String> path : parsed.keyPathSet()) {
            var position = parsed.inputPositionOf(path);
            String where = position == null ? name : name + " line " + position.line();
            Object value = parsed.get(path);
            if (value != null) {
                values.put(path, new Said(value, where));
            }
        }
    }

    private void readSet(String set) {
        int equals = set.indexOf('=');
        if (equals < 1) {
            problems.add(new Problem("--set", null, "expected KEY=VALUE, got \"" + set + "\""));
            return;
        }
        String key = set.substring(0, equals).strip();
        String text = set.substring(equals + 1).strip();
        List<String> path = path(key);
        if (path.isEmpty()) {
            problems.add(new Problem("--set", key, "this is no key"));
            return;
        }
        TomlParseResult parsed = Toml.parse("value = " + text);
        Object value = parsed.hasErrors() ? text : parsed.get("value");
        values.put(path, new Said(value == null ? text : value, "--set"));
    }

    /** The parts of a dotted key, quoted parts unquoted; empty when it is none. */
    private static List<String> path(String key) {
        try {
            return Toml.parseDottedKey(key);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
