package stoa.features.disco;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.core.hook.Identity;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;

class CapabilitiesTest {
    /** XEP-0115 section 5.2, the simple generation example. */
    @Test
    void the_standards_own_example() {
        assertThat(
                        Capabilities.hash(
                                List.of(new Identity("client", "pc", "Exodus 0.9.1")),
                                List.of(
                                        "http://jabber.org/protocol/disco#info",
                                        "http://jabber.org/protocol/disco#items",
                                        "http://jabber.org/protocol/muc",
                                        "http://jabber.org/protocol/caps"),
                                List.of()))
                .isEqualTo("QgayPKawpkPSDYmwT/WM94uAlu0=");
    }

    /** As another program has computed it, from the string that section 5.1 describes. */
    @Test
    void forms_count_sorted_by_type_field_and_value() {
        DataForm contacts =
                DataForm.of(
                        DataForm.Type.RESULT,
                        "http://jabber.org/network/serverinfo",
                        List.of(
                                FormField.many(
                                        FormField.Type.LIST_MULTI,
                                        "support-addresses",
                                        null,
                                        List.of("https://b.example/help")),
                                FormField.many(
                                        FormField.Type.LIST_MULTI,
                                        "abuse-addresses",
                                        null,
                                        List.of("xmpp:a@b.example", "mailto:a@b.example"))));
        DataForm other =
                DataForm.of(
                        DataForm.Type.RESULT, "urn:z", List.of(FormField.text("os", null, "Mac")));
        assertThat(
                        Capabilities.hash(
                                List.of(new Identity("server", "im", "Stoa")),
                                List.of("urn:b"),
                                List.of(other, contacts)))
                .isEqualTo("pOQSGuCt9sUzsMhvOIMGEV4mvYo=");
    }
}
