package stoa.accounts.register;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.xml.Element;

/**
 * {@code <query xmlns='jabber:iq:register'/>}, read and written, XEP-0077. A form takes precedence
 * over the fields (section 5).
 */
sealed interface RegisterQuery {
    String NAMESPACE = "jabber:iq:register";

    /** Its {@code FORM_TYPE} for registering, for a new password and for removing. */
    String CHANGE = NAMESPACE + ":changepassword";

    String CANCEL = NAMESPACE + ":cancel";

    /** The account is to be removed (section 3.2). */
    record Remove(@Nullable String username) implements RegisterQuery {}

    /**
     * A user name and a password, to register (section 3.1) or to change the password (section
     * 3.3); null for what was left out.
     *
     * @param formType what the form was for; null for no form or one that does not say
     */
    record Fields(@Nullable String username, @Nullable String password, @Nullable String formType)
            implements RegisterQuery {
        /** Without the password. */
        @Override
        public String toString() {
            return "Fields[" + username + "]";
        }
    }

    /** The form was given up. */
    record Cancelled() implements RegisterQuery {}

    /** It is none that the schema allows. */
    record Bad(String why) implements RegisterQuery {}

    /** Reads what a client has sent in a set. */
    static RegisterQuery read(Element query) {
        Map<String, String> fields = new HashMap<>();
        Element x = null;
        int others = 0;
        for (Element child : query.elements().toList()) {
            if (child.is("x", DataForm.NAMESPACE)) {
                if (x != null) {
                    return new Bad("There are two forms.");
                }
                x = child;
            } else if (child.namespace().equals(NAMESPACE)) {
                others++;
                if (fields.put(child.name(), child.text()) != null) {
                    return new Bad("There are two elements " + child.name() + ".");
                }
            }
        }
        if (fields.containsKey("remove")) {
            return others > 1 || x != null ? new Bad("Send remove alone.") : new Remove(null);
        }
        return x == null
                ? new Fields(fields.get("username"), fields.get("password"), null)
                : read(DataForm.read(x));
    }

    private static RegisterQuery read(@Nullable DataForm form) {
        if (form == null || isAmbiguous(form)) {
            return new Bad("This is no form.");
        }
        if (form.type() == DataForm.Type.CANCEL) {
            return new Cancelled();
        }
        if (form.type() != DataForm.Type.SUBMIT) {
            return new Bad("The form was not submitted.");
        }
        String formType = form.formType();
        return switch (formType) {
            case CANCEL -> new Remove(form.value("username"));
            case NAMESPACE, CHANGE ->
                    new Fields(form.value("username"), form.value("password"), formType);
            case null -> new Fields(form.value("username"), form.value("password"), null);
            default -> new Bad("The form is for something else.");
        };
    }

    /** Whether a field of ours stands in it twice, or has two values. */
    private static boolean isAmbiguous(DataForm form) {
        for (String name : List.of(DataForm.FORM_TYPE, "username", "password")) {
            List<FormField> same =
                    form.fields().stream().filter(field -> name.equals(field.name())).toList();
            if (same.size() > 1 || (same.size() == 1 && same.getFirst().values().size() > 1)) {
                return true;
            }
        }
        return false;
    }

    /**
     * What a new account needs, as fields and as a form (section 4).
     *
     * @param username the only one it may have, or null
     */
    static Element fields(String instructions, @Nullable String username) {
        List<FormField> fields = new ArrayList<>();
        fields.add(
                new FormField(
                        "username",
                        FormField.Type.TEXT_SINGLE,
                        "User name",
                        true,
                        username == null ? List.of() : List.of(username),
                        List.of()));
        fields.add(
                new FormField(
                        "password",
                        FormField.Type.TEXT_PRIVATE,
                        "Password",
                        true,
                        List.of(),
                        List.of()));
        DataForm form =
                DataForm.of(DataForm.Type.FORM, NAMESPACE, fields)
                        .titled("New account", instructions);
        return Element.of("query", NAMESPACE)
                .child("instructions", instructions)
                .child(Element.text("username", NAMESPACE, username == null ? "" : username))
                .child("password")
                .child(form.toElement())
                .build();
    }

    /** What is known of somebody who has an account (section 3.1): never the password. */
    static Element registered(String username) {
        return Element.of("query", NAMESPACE)
                .child("registered")
                .child("instructions", "You have an account here. You can change its password.")
                .child("username", username)
                .child("password")
                .build();
    }
}
