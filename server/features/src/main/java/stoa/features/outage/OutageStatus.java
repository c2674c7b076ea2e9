package stoa.features.outage;

import java.net.URI;
import java.util.List;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.Xep;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;

/** XEP-0455: where clients read of outages, in a form of the server's disco#info (section 2.1). */
public final class OutageStatus implements Feature {
    private static final String FORM_TYPE = "urn:xmpp:sos:0";

    private final List<URI> addresses;

    /** With the addresses of the file, in the order of preference; none: nothing is said. */
    public OutageStatus(List<URI> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    @Override
    public Descriptor describe() {
        Descriptor descriptor = Descriptor.of(Xep.of(455, "0.3.1"));
        return addresses.isEmpty()
                ? descriptor
                : descriptor.extendedBy(
                        DataForm.of(
                                DataForm.Type.RESULT,
                                FORM_TYPE,
                                List.of(
                                        FormField.many(
                                                FormField.Type.LIST_MULTI,
                                                "external-status-addresses",
                                                null,
                                                addresses.stream().map(URI::toString).toList()))));
    }

    @Override
    public void install(Hooks hooks) {}
}
