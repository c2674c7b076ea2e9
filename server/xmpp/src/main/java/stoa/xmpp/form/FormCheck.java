package stoa.xmpp.form;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a submitted form answers the one that was asked (XEP-0004 sections 3.2 and 3.3,
 * XEP-0068). What a value means beyond its field's type is for the form's owner. Pure.
 */
public final class FormCheck {
    private FormCheck() {}

    /**
     * Compares the two. Fields that were not asked for are let pass, as section 3.2 wants it.
     *
     * @return null, or for people what is wrong
     */
    public static @Nullable String problem(DataForm asked, DataForm submitted) {
        if (submitted.type() != DataForm.Type.SUBMIT && submitted.type() != DataForm.Type.CANCEL) {
            return "The form must be of the type submit.";
        }
        String type = asked.formType();
        if (type != null && !type.equals(submitted.formType())) {
            return "The form must have the FORM_TYPE " + type + ".";
        }
        Set<String> names = new HashSet<>();
        for (FormField given : submitted.fields()) {
            if (given.name() != null && !names.add(given.name())) {
                return "The field " + given.name() + " is there twice.";
            }
        }
        for (FormField field : asked.fields()) {
            String name = field.name();
            if (name != null && field.type() != FormField.Type.FIXED) {
                String problem = problem(field, name, submitted.field(name));
                if (problem != null) {
                    return problem;
                }
            }
        }
        return null;
    }

    private static @Nullable String problem(
            FormField asked, String name, @Nullable FormField given) {
        if (given == null || given.values().stream().allMatch(String::isEmpty)) {
            return asked.required() ? "The field " + name + " must be filled in." : null;
        }
        if (!isMulti(asked.type()) && given.values().size() > 1) {
            return "The field " + name + " takes one value.";
        }
        if (asked.type() == FormField.Type.BOOLEAN && given.bool() == null) {
            return "The field " + name + " is either true or false.";
        }
        boolean chosen =
                asked.type() == FormField.Type.LIST_SINGLE
                        || asked.type() == FormField.Type.LIST_MULTI;
        if (chosen) {
            for (String value : given.values()) {
                if (asked.options().stream().noneMatch(option -> option.value().equals(value))) {
                    return "The field " + name + " has a value that is no choice.";
                }
            }
        }
        return null;
    }

    private static boolean isMulti(FormField.Type type) {
        return type == FormField.Type.JID_MULTI
                || type == FormField.Type.LIST_MULTI
                || type == FormField.Type.TEXT_MULTI;
    }
}
