package stoa.features.disco;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import stoa.core.hook.Identity;
import stoa.xmpp.form.DataForm;

/** The verification string of XEP-0115 section 5.1, for answers without languages. Pure. */
final class Capabilities {
    private Capabilities() {}

    static String hash(List<Identity> identities, List<String> features, List<DataForm> forms) {
        StringBuilder text = new StringBuilder();
        identities.stream()
                .map(
                        id ->
                                id.category()
                                        + "/"
                                        + id.type()
                                        + "//"
                                        + (id.name() == null ? "" : id.name()))
                .sorted()
                .forEach(id -> text.append(id).append('<'));
        features.stream().sorted().distinct().forEach(feature -> text.append(feature).append('<'));
        forms.stream()
                .sorted(Comparator.comparing(Capabilities::type))
                .forEach(form -> append(form, text));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static String type(DataForm form) {
        return String.valueOf(form.formType());
    }

    /** Steps 6 and 7: the form's type, then its fields with their values, all of it sorted. */
    private static void append(DataForm form, StringBuilder text) {
        text.append(type(form)).append('<');
        form.fields().stream()
                .filter(field -> !DataForm.FORM_TYPE.equals(field.name()))
                .sorted(Comparator.comparing(field -> String.valueOf(field.name())))
                .forEach(
                        field -> {
                            text.append(field.name()).append('<');
                            field.values().stream()
                                    .sorted()
                                    .forEach(value -> text.append(value).append('<'));
                        });
    }
}
