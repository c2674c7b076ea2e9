package stoa.xmpp.form;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * A data form, XEP-0004: {@code <x xmlns='jabber:x:data'/>}. Immutable. Reading is lenient where
 * the standard lets a submitter leave things out (field types, section 3.2) and strict where a
 * mistake could be misread as consent: two fields of one name keep both, and {@link #field} gives
 * the first.
 */
public record DataForm(
        Type type, @Nullable String title, @Nullable String instructions, List<FormField> fields) {
    public static final String NAMESPACE = "jabber:x:data";

    /** The field that says what kind of form this is, XEP-0068. */
    public static final String FORM_TYPE = "FORM_TYPE";

    /** The form types, section 3.1. */
    public enum Type {
        FORM,
        SUBMIT,
        CANCEL,
        RESULT;

        private final String text = name().toLowerCase(Locale.ROOT);

        public String text() {
            return text;
        }

        static @Nullable Type of(@Nullable String value) {
            return switch (value) {
                case "form" -> FORM;
                case "submit" -> SUBMIT;
                case "cancel" -> CANCEL;
                case "result" -> RESULT;
                case null, default -> null;
            };
        }
    }

    public DataForm {
        fields = List.copyOf(fields);
    }

    /** A form of that type whose {@code FORM_TYPE} is set. */
    public static DataForm of(Type type, String formType, List<FormField> fields) {
        List<FormField> all = new ArrayList<>(fields.size() + 1);
        all.add(FormField.hidden(FORM_TYPE, formType));
        all.addAll(fields);
        return new DataForm(type, null, null, all);
    }

    public DataForm titled(String newTitle, @Nullable String newInstructions) {
        return new DataForm(type, newTitle, newInstructions, fields);
    }

    /** Reads a form; null when the element is none, or its type is none that section 3.1 knows. */
    public static @Nullable DataForm read(Element x) {
        Type type = Type.of(x.attribute("type"));
        if (type == null || !x.is("x", NAMESPACE)) {
            return null;
        }
        List<FormField> fields =
                x.elements().filter(e -> e.is("field", NAMESPACE)).map(FormField::read).toList();
        return new DataForm(type, x.childText("title"), x.childText("instructions"), fields);
    }

    /** Reads the form among an element's children; null when there is none that can be read. */
    public static @Nullable DataForm in(Element parent) {
        Element x = parent.child("x", NAMESPACE);
        return x == null ? null : read(x);
    }

    /** The value of {@code FORM_TYPE}, or null. */
    public @Nullable String formType() {
        return value(FORM_TYPE);
    }

    /** The first field of that name, or null. */
    public @Nullable FormField field(String name) {
        for (FormField field : fields) {
            if (name.equals(field.name())) {
                return field;
            }
        }
        return null;
    }

    /** The first value of the first field of that name, or null. */
    public @Nullable String value(String name) {
        FormField field = field(name);
        return field == null ? null : field.value();
    }

    /**
     * This form with the values that were submitted for its fields, to be shown again. Passwords
     * ({@code text-private}) are left out.
     */
    public DataForm filledWith(DataForm submitted) {
        List<FormField> filled = new ArrayList<>(fields.size());
        for (FormField field : fields) {
            FormField given = field.name() == null ? null : submitted.field(field.name());
            filled.add(
                    given == null || field.type() == FormField.Type.TEXT_PRIVATE
                            ? field
                            : field.withValues(given.values()));
        }
        return new DataForm(type, title, instructions, filled);
    }

    public Element toElement() {
        Element.Builder x =
                Element.of("x", NAMESPACE)
                        .attribute("type", type.text())
                        .child("title", title)
                        .child("instructions", instructions);
        for (FormField field : fields) {
            x.child(field.toElement(type == Type.FORM));
        }
        return x.build();
    }
}
