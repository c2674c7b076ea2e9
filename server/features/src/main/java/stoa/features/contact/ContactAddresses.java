package stoa.features.contact;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.Xep;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;

/** XEP-0157: the addresses to turn to, in a form of the server's disco#info (section 3). */
public final class ContactAddresses implements Feature {
    private static final String FORM_TYPE = "http://jabber.org/network/serverinfo";

    /** What one may turn to somebody about, section 7.1. */
    public enum Concern {
        ABUSE,
        ADMIN,
        FEEDBACK,
        SALES,
        SECURITY,
        STATUS,
        SUPPORT;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** One word, in lower case. */
        public String text() {
            return text;
        }
    }

    private final Map<Concern, List<URI>> addresses;

    /** With these addresses; none for a concern is nothing said of it. */
    public ContactAddresses(Map<Concern, List<URI>> addresses) {
        this.addresses = Map.copyOf(addresses);
    }

    @Override
    public Descriptor describe() {
        Descriptor descriptor = Descriptor.of(Xep.of(157, "1.1.1"));
        List<FormField> fields = new ArrayList<>();
        for (Concern concern : Concern.values()) {
            List<URI> said = addresses.getOrDefault(concern, List.of());
            if (!said.isEmpty()) {
                fields.add(
                        FormField.many(
                                FormField.Type.LIST_MULTI,
                                concern.text() + "-addresses",
                                null,
                                said.stream().map(URI::toString).toList()));
            }
        }
        return fields.isEmpty()
                ? descriptor
                : descriptor.extendedBy(DataForm.of(DataForm.Type.RESULT, FORM_TYPE, fields));
    }

    @Override
    public void install(Hooks hooks) {}
}
