package stoa.rooms;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.FormField;
import stoa.xmpp.xml.Element;

/**
 * One option of a room: its field in the configuration form (section 10.2), its default, and how
 * its value is read and written. Each belongs to the aspect whose rule it is; {@link ConfigForm}
 * lists them. Compared by identity.
 */
final class ConfigField<T> {
    private final String name;
    private final String label;
    private final FormField.Type type;
    private final T byDefault;
    private final Function<List<String>, @Nullable T> reader;
    private final Function<T, List<String>> writer;
    private final List<FormField.Option> options;
    private final @Nullable Element validation;

    private ConfigField(
            String name,
            String label,
            FormField.Type type,
            T byDefault,
            Function<List<String>, @Nullable T> reader,
            Function<T, List<String>> writer,
            List<FormField.Option> options) {
        this(name, label, type, byDefault, reader, writer, options, null);
    }

    private ConfigField(
            String name,
            String label,
            FormField.Type type,
            T byDefault,
            Function<List<String>, @Nullable T> reader,
            Function<T, List<String>> writer,
            List<FormField.Option> options,
            @Nullable Element validation) {
        this.name = name;
        this.label = label;
        this.type = type;
        this.byDefault = byDefault;
        this.reader = reader;
        this.writer = writer;
        this.options = options;
        this.validation = validation;
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
    static ConfigField<String> text(FormField.Type type, String name, String label, int maxLength) {
        return new ConfigField<>(
                name,
                label,
                type,
                "",
                values -> {
                    String value = String.join("\n", values);
                    return value.length() > maxLength ? null : value;
                },
                value ->
                        value.isEmpty()
                                ? List.of()
                                : type == FormField.Type.TEXT_MULTI
                                        ? value.lines().toList()
                                        : List.of(value),
                List.of());
    }

    /** One line of at most so many characters that is of a form, or nothing. */
    static ConfigField<String> line(
            String name, String label, int maxLength, Predicate<String> fits) {
        return new ConfigField<>(
                name,
                label,
                FormField.Type.TEXT_SINGLE,
                "",
                values -> {
                    String value = values.isEmpty() ? "" : values.getFirst().strip();
                    boolean may = values.size() <= 1 && value.length() <= maxLength;
                    return may && (value.isEmpty() || fits.test(value)) ? value : null;
                },
                value -> value.isEmpty() ? List.of() : List.of(value),
                List.of());
    }

    /** A whole number in that range; a form without it, or with an empty one, means the default. */
    static ConfigField<Integer> number(
            String name, String label, int byDefault, int least, int most) {
        return new ConfigField<>(
                        name,
                        label,
                        FormField.Type.TEXT_SINGLE,
                        byDefault,
                        values -> {
                            String text = values.isEmpty() ? "" : values.getFirst().strip();
                            return text.isEmpty()
                                    ? Integer.valueOf(byDefault)
                                    : Numbers.between(text, least, most);
                        },
                        value -> List.of(Integer.toString(value)),
                        List.of())
                .validated(FormField.integerBetween(least, most));
    }

    private ConfigField<T> validated(Element by) {
        return new ConfigField<>(name, label, type, byDefault, reader, writer, options, by);
    }

    /** Kept with the configuration, though no form shows it. */
    static <T> ConfigField<T> stored(
            String name,
            T byDefault,
            Function<List<String>, @Nullable T> reader,
            Function<T, List<String>> writer) {
        return new ConfigField<>(
                name, name, FormField.Type.HIDDEN, byDefault, reader, writer, List.of());
    }

    /** A choice; what is no option is refused. */
    static <T> ConfigField<T> choice(
            String name,
            String label,
            T byDefault,
            Function<String, @Nullable T> reader,
            Function<T, String> writer,
            FormField.Option... options) {
        return new ConfigField<>(
                name,
                label,
                FormField.Type.LIST_SINGLE,
                byDefault,
                values -> values.isEmpty() ? null : reader.apply(values.getFirst()),
                value -> List.of(writer.apply(value)),
                List.of(options));
    }

    /** Any number of choices. */
    static <T> ConfigField<T> choices(
            String name,
            String label,
            T byDefault,
            Function<List<String>, @Nullable T> reader,
            Function<T, List<String>> writer,
            FormField.Option... options) {
        return new ConfigField<>(
                name,
                label,
                FormField.Type.LIST_MULTI,
                byDefault,
                reader,
                writer,
                List.of(options));
    }

    String name() {
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
        return new FormField(name, type, label, false, write(value), options, validation);
    }

    @Override
    public String toString() {
        return name;
    }
}
