package stoa.xmpp.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * One field of a form, XEP-0004 section 3.2.
 *
 * @param name the {@code var} attribute; null for a fixed text
 * @param values as they stand in the form, unchecked
 * @param validation what a value must be, XEP-0122, for whoever fills the form in; null for nothing
 */
public record FormField(
        @Nullable String name,
        Type type,
        @Nullable String label,
        boolean required,
        List<String> values,
        List<Option> options,
        @Nullable Element validation) {
    private static final String VALIDATE = "http://jabber.org/protocol/xdata-validate";

    /** The field types, section 3.3; an absent or unknown one counts as {@link #TEXT_SINGLE}. */
    public enum Type {
        BOOLEAN,
        FIXED,
        HIDDEN,
        JID_MULTI,
        JID_SINGLE,
        LIST_MULTI,
        LIST_SINGLE,
        TEXT_MULTI,
        TEXT_PRIVATE,
        TEXT_SINGLE;

        private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

        public String text() {
            return text;
        }

        static Type of(@Nullable String value) {
            for (Type type : values()) {
                if (type.text.equals(value)) {
                    return type;
                }
            }
            return TEXT_SINGLE;
        }
    }

    /** One choice of a list field. */
    public record Option(@Nullable String label, String value) {}

    /** A field that says nothing of what its value must be. */
    public FormField(
            @Nullable String name,
            Type type,
            @Nullable String label,
            boolean required,
            List<String> values,
            List<Option> options) {
        this(name, type, label, required, values, options, null);
    }

    public FormField {
        values = List.copyOf(values);
        options = List.copyOf(options);
    }

    public static FormField of(Type type, String name, @Nullable String label, String... values) {
        return new FormField(name, type, label, false, List.of(values), List.of());
    }

    public static FormField hidden(String name, String value) {
        return of(Type.HIDDEN, name, null, value);
    }

    public static FormField text(String name, @Nullable String label, String value) {
        return of(Type.TEXT_SINGLE, name, label, value);
    }

    public static FormField bool(String name, @Nullable String label, boolean value) {
        return of(Type.BOOLEAN, name, label, value ? "1" : "0");
    }

    /** A list of choices, one of them chosen. */
    public static FormField choice(
            String name, @Nullable String label, String chosen, Option... options) {
        return new FormField(
                name, Type.LIST_SINGLE, label, false, List.of(chosen), List.of(options));
    }

    /** A field with any number of values. */
    public static FormField many(
            Type type, String name, @Nullable String label, List<String> values) {
        return new FormField(name, type, label, false, values, List.of());
    }

    /** XEP-0122 section 3.2.3: the value is a whole number of that range. */
    public static Element integerBetween(int least, int most) {
        Element range =
                Element.of("range", VALIDATE)
                        .attribute("min", Integer.toString(least))
                        .attribute("max", Integer.toString(most))
                        .build();
        return Element.of("validate", VALIDATE)
                .attribute("datatype", "xs:integer")
                .child(range)
                .build();
    }

    /** XEP-0122 section 3.2.2: of a list, what it offers or anything else. */
    public static Element open() {
        return Element.of("validate", VALIDATE)
                .attribute("datatype", "xs:string")
                .child(Element.empty("open", VALIDATE))
                .build();
    }

    /** The field with what its value must be, in the words of XEP-0122. */
    public FormField validated(Element by) {
        return new FormField(name, type, label, required, values, options, by);
    }

    public FormField withOptions(Option... choices) {
        return new FormField(name, type, label, required, values, List.of(choices), validation);
    }

    public FormField withValues(List<String> newValues) {
        return new FormField(name, type, label, required, newValues, options, validation);
    }

    /** One that must be filled in. */
    public FormField asRequired() {
        return new FormField(name, type, label, true, values, options, validation);
    }

    /** The first value, or null. */
    public @Nullable String value() {
        return values.isEmpty() ? null : values.getFirst();
    }

    /** The value as a boolean (section 3.3: 1, true, 0, false), or null when it is none. */
    public @Nullable Boolean bool() {
        return switch (value()) {
            case "1", "true" -> Boolean.TRUE;
            case "0", "false" -> Boolean.FALSE;
            case null, default -> null;
        };
    }

    static FormField read(Element field) {
        List<String> values = new ArrayList<>(2);
        List<Option> options = new ArrayList<>(0);
        boolean required = false;
        for (Element child : field.elements().toList()) {
            if (!child.namespace().equals(DataForm.NAMESPACE)) {
                continue;
            }
            switch (child.name()) {
                case "value" -> values.add(child.text());
                case "required" -> required = true;
                case "option" -> {
                    String value = child.childText("value");
                    if (value != null) {
                        options.add(new Option(child.attribute("label"), value));
                    }
                }
                default -> {} // <desc/> and foreign extensions say nothing a server needs
            }
        }
        return new FormField(
                field.attribute("var"),
                Type.of(field.attribute("type")),
                field.attribute("label"),
                required,
                values,
                options);
    }

    /**
     * In a form to be filled in each field says its type, XEP-0004 section 3.2: Profanity fills in
     * no field without. Elsewhere a line of text is what a field is by default.
     */
    Element toElement(boolean toBeFilledIn) {
        boolean plain = type == Type.TEXT_SINGLE && !toBeFilledIn;
        Element.Builder field =
                Element.of("field", DataForm.NAMESPACE)
                        .attribute("var", name)
                        .attribute("type", plain ? null : type.text())
                        .attribute("label", label);
        field.childIf(validation);
        if (required) {
            field.child("required");
        }
        for (String value : values) {
            field.child(Element.text("value", DataForm.NAMESPACE, value));
        }
        for (Option option : options) {
            field.child(
                    Element.of("option", DataForm.NAMESPACE)
                            .attribute("label", option.label())
                            .child("value", option.value())
                            .build());
        }
        return field.build();
    }
}
