package stoa.pubsub.caps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.xml.Element;

class VerificationTest {
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final Caps EXODUS =
            new Caps("sha-1", "http://code.google.com/p/exodus", "QgayPKawpkPSDYmwT/WM94uAlu0=");

    private static Element identity(String type, String lang, String name) {
        return Element.of("identity", INFO)
                .attribute("category", "client")
                .attribute("type", type)
                .attribute("name", name)
                .lang(lang)
                .build();
    }

    private static Element feature(String var) {
        return Element.of("feature", INFO).attribute("var", var).build();
    }

    private static Caps of(String words) throws Exception {
        byte[] sha =
                MessageDigest.getInstance("SHA-1").digest(words.getBytes(StandardCharsets.UTF_8));
        return new Caps("sha-1", "urn:x", Base64.getEncoder().encodeToString(sha));
    }

    private static Element query(Element... children) {
        return Element.of("query", INFO).children(List.of(children)).build();
    }

    @Spec(xep = 115, section = "5.2")
    @Test
    void the_simple_example_of_the_standard() {
        Element query =
                query(
                        identity("pc", null, "Exodus 0.9.1"),
                        feature("http://jabber.org/protocol/muc"),
                        feature("http://jabber.org/protocol/caps"),
                        feature(INFO),
                        feature("http://jabber.org/protocol/disco#items"));
        assertThat(Verification.wanted(EXODUS, query)).isEmpty();
        assertThat(Verification.wanted(EXODUS, query.with(feature("urn:x+notify")))).isNull();
    }

    @Spec(xep = 115, section = "5.3")
    @Test
    void the_complex_example_of_the_standard() {
        DataForm form =
                DataForm.of(
                        DataForm.Type.RESULT,
                        "urn:xmpp:dataforms:softwareinfo",
                        List.of(
                                FormField.many(
                                        FormField.Type.TEXT_MULTI,
                                        "ip_version",
                                        null,
                                        List.of("ipv6", "ipv4")),
                                FormField.text("os", null, "Mac"),
                                FormField.text("os_version", null, "10.5.1"),
                                FormField.text("software", null, "Psi"),
                                FormField.text("software_version", null, "0.11")));
        Element query =
                query(
                        identity("pc", "en", "Psi 0.11"),
                        identity("pc", "el", "Ψ 0.11"),
                        feature("http://jabber.org/protocol/caps"),
                        feature(INFO),
                        feature("http://jabber.org/protocol/disco#items"),
                        feature("http://jabber.org/protocol/muc"),
                        form.toElement());
        Caps psi = new Caps("sha-1", "http://psi-im.org", "q07IKJEyjvHSyhy//CH0CxmKi8w=");
        assertThat(Verification.wanted(psi, query)).isEmpty();
    }

    @Test
    void wishes_are_features_that_end_so() throws Exception {
        Caps caps = of("client/pc//<urn:a<urn:a+notify<urn:b+notify<");
        Element query =
                query(
                        identity("pc", null, null),
                        feature("urn:b+notify"),
                        feature("urn:a"),
                        feature("urn:a+notify"));
        assertThat(Verification.wanted(caps, query)).containsExactlyInAnyOrder("urn:a", "urn:b");
    }

    @Spec(xep = 115, section = "5.4", says = "rules 3.3 to 3.5")
    @Test
    void what_is_said_twice_is_refused() throws Exception {
        assertThat(
                        Verification.wanted(
                                of("client/pc//<urn:a<urn:a<"),
                                query(
                                        identity("pc", null, null),
                                        feature("urn:a"),
                                        feature("urn:a"))))
                .isNull();
        assertThat(
                        Verification.wanted(
                                of("client/pc//<client/pc//<urn:a<"),
                                query(
                                        identity("pc", null, null),
                                        identity("pc", null, null),
                                        feature("urn:a"))))
                .isNull();
        Element form = DataForm.of(DataForm.Type.RESULT, "urn:f", List.of()).toElement();
        assertThat(
                        Verification.wanted(
                                of("client/pc//<urn:a<urn:f<urn:f<"),
                                query(identity("pc", null, null), feature("urn:a"), form, form)))
                .isNull();
    }

    /** The same words, and so the same hash, with wishes called something else. */
    @Spec(xep = 115, section = "7.1")
    @Test
    void nobody_hides_anothers_wishes() throws Exception {
        Caps caps = of("client/pc//<urn:a<urn:b+notify<urn:c<");
        Element asForm =
                DataForm.of(
                                DataForm.Type.RESULT,
                                "urn:b+notify",
                                List.of(FormField.of(FormField.Type.TEXT_SINGLE, "urn:c", null)))
                        .toElement();
        assertThat(
                        Verification.wanted(
                                caps, query(identity("pc", null, null), feature("urn:a"), asForm)))
                .isNull();
        assertThat(
                        Verification.wanted(
                                caps,
                                query(
                                        identity("pc", null, null),
                                        feature("urn:a<urn:b+notify"),
                                        feature("urn:c"))))
                .isNull();
        Caps slashes = of("client/pc//<http://x/tune+notify<urn:c<");
        Element asIdentity =
                Element.of("identity", INFO)
                        .attribute("category", "http:")
                        .attribute("type", "")
                        .attribute("name", "tune+notify")
                        .lang("x")
                        .build();
        assertThat(
                        Verification.wanted(
                                slashes,
                                query(identity("pc", null, null), asIdentity, feature("urn:c"))))
                .isNull();
    }

    @Test
    void a_hash_nobody_knows_proves_nothing() {
        Caps unknown = new Caps("md5", "urn:x", EXODUS.ver());
        assertThat(Verification.wanted(unknown, query(feature("urn:a")))).isNull();
    }
}
