package stoa.pubsub.node;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.FormField;

/**
 * One option of a node: its field in the configuration form, its default, and how its value is read
 * and written. {@link NodeConfig} lists them. Compared by identity.
 */
public final class ConfigField<T> {
    private static final String PREFIX = "pubsub#";

    private final String name;
    private final String label;
    private final FormField.Type type;
    private final T byDefault;
    private final Function<List<String>, @Nullable T> reader;
    private final Function<T, List<String>> writer;
    private final List<FormField.Option> options;

    private ConfigField(
            String name,
            String label,
            FormField.Type type,
            T byDefault,
            Function<List<String>, @Nullable T> reader,
            Function<T, List<String>> writer,
            List<FormField.Option> options) {
        this.name = PREFIX + name;
        this.label = label;
        this.type = type;
        this.byDefault = byDefault;
        this.reader = reader;
        this.writer = writer;
        this.options = options;
    }

    static ConfigField<Boolean> bool(String name, String label, boolean byDefault) {
        return new ConfigField<>(
                name,
                label,
                FormField.Type.BOOLEAN,
                byDefault,
                values -> FormField.many(FormField.Type.BOOLEAN, name, null, values).bool(),
                value -> List.of(value ? "1" : "0"),
                List.of());
    }

    /** One line of text of at most so many characters. */
    static ConfigField<String> text(String name, String label, int maxLength) {
        return new ConfigField<>(
                name,
                label,
                FormField.Type.TEXT_SINGLE,
                "",
                values -> {
                    String value = values.isEmpty() ? "" : values.getFirst();
                    return values.size() > 1 || value.length() > maxLength ? null : value;
                },
                value -> value.isEmpty() ? List.of() : List.of(value),
                List.of());
    }

    /** A whole number in a range, or a word for the greatest. */
    static ConfigField<Integer> number(
            String name, String label, int byDefault, String wordForMost, int least, int most) {
        return new ConfigField<>(
                name,
                label,
                FormField.Type.TEXT_SINGLE,
                byDefault,
                values ->
                        values.size() == 1
                                ? number(values.getFirst(), wordForMost, least, most)
                                : null,
                value -> List.of(value == most ? wordForMost : value.toString()),
                List.of());
    }

    private static @Nullable Integer number(String text, String wordForMost, int least, int most) {
        if (text.equals(wordForMost)) {
            return most;
        }
        try {
            int number = Integer.parseInt(text.strip());
            return number < least || number > most ? null : number;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    /** A choice among an enum's constants; what is none of them is refused. */
    static <E extends Enum<E>> ConfigField<E> choice(
            String name, String label, Class<E> kind, E byDefault) {
        List<FormField.Option> options =
                Arrays.stream(kind.getEnumConstants())
                        .map(value -> new FormField.Option(null, word(value)))
                        .toList();
        return new ConfigField<>(
                name,
                label,
                FormField.Type.LIST_SINGLE,
                byDefault,
                values -> values.size() == 1 ? constant(kind, values.getFirst()) : null,
                value -> List.of(word(value)),
                options);
    }

    private static <E extends Enum<E>> @Nullable E constant(Class<E> kind, String text) {
        for (E value : kind.getEnumConstants()) {
            if (word(value).equals(text)) {
                return value;
            }
        }
        return null;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** At most so many texts, but for empty ones. */
    static ConfigField<List<String>> texts(String name, String label, int most) {
        return new ConfigField<>(
                name,
                label,
                FormField.Type.TEXT_MULTI,
                List.of(),
                values -> texts(values, most),
                value -> value,
                List.of());
    }

    private static @Nullable List<String> texts(List<String> values, int most) {
        List<String> texts = values.stream().filter(value -> !value.isEmpty()).distinct().toList();
        return texts.size() > most ? null : texts;
    }

    /** The form field's name, such as {@code pubsub#max_items}. */
    public String name() {
        return name;
    }

    T byDefault() {
        return byDefault;
    }

    /** The value, or null when the field's values are none it may have. */
    @Nullable T read(List<String> values) {
        return reader.apply(values);
    }

    List<String> write(T value) {
        return writer.apply(value);
    }

    FormField toFormField(T value) {
        return new FormField(name, type, label, false, write(value), options);
    }

    /** The field as shown, with only those choices that pass. */
    FormField withChoices(FormField shown, Predicate<T> offered) {
        return shown.withOptions(
                shown.options().stream()
                        .filter(
                                option -> {
                                    T value = read(List.of(option.value()));
                                    return value != null && offered.test(value);
                                })
                        .toArray(FormField.Option[]::new));
    }

    @Override
    public String toString() {
        return name;
    }
}
