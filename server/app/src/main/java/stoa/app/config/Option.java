package stoa.app.config;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;

/**
 * One key of the configuration: its name, what it does, its default and how its value is read.
 *
 * @param example the default as it would stand in the file, for the reference page and the file
 *     written at first start
 */
record Option<T extends @Nullable Object>(
        String key, String doc, String example, T fallback, Reader<T> reader) {

    /** Reads a TOML value; refuses with a sentence. */
    interface Reader<T extends @Nullable Object> {
        T read(Object value) throws BadValue;
    }

    /** Why a value cannot be used. */
    static final class BadValue extends Exception {
        private static final long serialVersionUID = 1L;

        BadValue(String says) {
            super(says);
        }
    }

    static Option<Boolean> flag(String key, boolean fallback, String doc) {
        return new Option<>(
                key,
                doc,
                String.valueOf(fallback),
                fallback,
                value -> {
                    if (value instanceof Boolean b) {
                        return b;
                    }
                    throw new BadValue("expected true or false");
                });
    }

    static Option<Integer> number(String key, int fallback, int min, int max, String doc) {
        return new Option<>(
                key,
                doc,
                String.valueOf(fallback),
                fallback,
                value -> {
                    if (value instanceof Long n && n >= min && n <= max) {
                        return Math.toIntExact(n);
                    }
                    throw new BadValue("expected a whole number from " + min + " to " + max);
                });
    }

    static Option<Integer> port(String key, int fallback, String doc) {
        return number(key, fallback, 0, 65_535, doc + " (0: one that the system chooses)");
    }

    static Option<String> text(String key, String fallback, String doc) {
        return new Option<>(key, doc, '"' + fallback + '"', fallback, Option::string);
    }

    static Option<@Nullable String> optionalText(String key, String example, String doc) {
        return new Option<>(key, doc, '"' + example + '"', null, Option::string);
    }

    /** One of an enum's constants, written in lower case. */
    static <E extends Enum<E>> Option<E> choice(String key, E fallback, String doc) {
        Class<E> type = fallback.getDeclaringClass();
        return new Option<>(
                key,
                doc,
                '"' + lower(fallback) + '"',
                fallback,
                value -> {
                    for (E constant : Objects.requireNonNull(type.getEnumConstants())) {
                        if (lower(constant).equals(value)) {
                            return constant;
                        }
                    }
                    throw new BadValue(
                            "expected one of "
                                    + String.join(
                                            ", ",
                                            List.of(type.getEnumConstants()).stream()
                                                    .map(Option::lower)
                                                    .toList()));
                });
    }

    /** As {@link #choice}; false stands for the default and true for the other one. */
    static <E extends Enum<E>> Option<E> choiceOrFlag(
            String key, E fallback, E whenTrue, String doc) {
        Option<E> choice = choice(key, fallback, doc);
        return new Option<>(
                key,
                doc,
                choice.example(),
                fallback,
                value ->
                        value instanceof Boolean on
                                ? (on ? whenTrue : fallback)
                                : choice.reader().read(value));
    }

    /** A list of addresses; a single string may hold several, parted by commas. */
    static <T> Option<List<T>> list(
            String key, List<T> fallback, String example, Reader<T> element, String doc) {
        return new Option<>(
                key,
                doc,
                example,
                fallback,
                value -> {
                    List<?> parts =
                            switch (value) {
                                case TomlArray array -> array.toList();
                                case String text -> List.of(text.split("\\s*,\\s*"));
                                default -> throw new BadValue("expected a list of texts");
                            };
                    List<T> read = new java.util.ArrayList<>();
                    for (Object part : parts) {
                        read.add(element.read(part));
                    }
                    return List.copyOf(read);
                });
    }

    static String string(Object value) throws BadValue {
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new BadValue("expected a text");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
