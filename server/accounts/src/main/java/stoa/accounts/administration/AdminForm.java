package stoa.accounts.administration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;

/** Forms of XEP-0133. */
final class AdminForm {
    static final String ACCOUNT = "accountjid";
    static final String ACCOUNTS = "accountjids";

    private AdminForm() {}

    static DataForm asked(String title, String instructions, FormField... fields) {
        return DataForm.of(DataForm.Type.FORM, AdminCommand.NAMESPACE, List.of(fields))
                .titled(title, instructions);
    }

    static DataForm result(FormField... fields) {
        return DataForm.of(DataForm.Type.RESULT, AdminCommand.NAMESPACE, List.of(fields));
    }

    static FormField accounts(String label) {
        return FormField.of(FormField.Type.JID_MULTI, ACCOUNTS, label).asRequired();
    }

    static FormField account(String label) {
        return FormField.of(FormField.Type.JID_SINGLE, ACCOUNT, label).asRequired();
    }

    static FormField password(String name, String label) {
        return FormField.of(FormField.Type.TEXT_PRIVATE, name, label).asRequired();
    }

    /** A text of several lines, filled with what there is. */
    static FormField lines(String name, String label, @Nullable String text) {
        return FormField.many(
                FormField.Type.TEXT_MULTI,
                name,
                label,
                text == null ? List.of() : text.lines().toList());
    }

    /** The lines of a field as one text; empty when it was left out. */
    static String text(DataForm form, String name) {
        return String.join("\n", values(form, name)).strip();
    }

    /** The values of a field that are not blank; none when it was left out. */
    static List<String> values(DataForm form, String name) {
        FormField field = form.field(name);
        return field == null
                ? List.of()
                : field.values().stream().filter(value -> !value.isBlank()).toList();
    }
}
