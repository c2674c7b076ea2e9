package stoa.features.push;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.features.push.PushHouse.disable;
import static stoa.features.push.PushHouse.enable;
import static stoa.features.push.PushHouse.field;
import static stoa.features.push.PushHouse.options;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Requests that are refused, each with the error that is meant for it. */
class PushRequestsTest {
    private static final String SERVICE = "push.example.org";

    private final PushHouse push = new PushHouse(PushDetails.SENDER, 500);

    private void plays(Consumer<TestClient> part) {
        push.house
                .story
                .with(JULIET.on("phone"), ROMEO.on("pc"))
                .play((phone, pc) -> part.accept(phone));
        assertThat(push.house.store.push().list(null, 10).toCompletableFuture().join()).isEmpty();
    }

    private static void refused(
            TestClient client, Iq.Type type, @Nullable Jid to, Element payload, Condition with) {
        Iq answer = client.asks(type, to, payload);
        assertThat(answer.isError()).as("%s", answer).isTrue();
        Element error = Objects.requireNonNull(answer.payload("error", Stanza.CLIENT));
        assertThat(error.child(with.text(), StanzaError.NAMESPACE)).as("%s", error).isNotNull();
    }

    @Test
    void addresses_are_needed_and_have_to_be_some() {
        plays(
                phone -> {
                    refused(phone, Iq.Type.SET, null, enable(null, "n"), Condition.BAD_REQUEST);
                    refused(phone, Iq.Type.SET, null, disable(null, "n"), Condition.BAD_REQUEST);
                    refused(phone, Iq.Type.SET, null, enable("a@@b", "n"), Condition.JID_MALFORMED);
                    refused(phone, Iq.Type.SET, null, disable("", null), Condition.JID_MALFORMED);
                    refused(phone, Iq.Type.GET, null, enable(SERVICE, "n"), Condition.BAD_REQUEST);
                    refused(phone, Iq.Type.GET, null, disable(SERVICE, "n"), Condition.BAD_REQUEST);
                });
    }

    @Test
    void only_for_oneself_and_not_to_oneself() {
        plays(
                phone -> {
                    Jid romeo = ROMEO.address();
                    refused(phone, Iq.Type.SET, romeo, enable(SERVICE, "n"), Condition.FORBIDDEN);
                    refused(phone, Iq.Type.SET, romeo, disable(SERVICE, "n"), Condition.FORBIDDEN);
                    refused(
                            phone,
                            Iq.Type.SET,
                            null,
                            enable(phone.address().toString(), "n"),
                            Condition.NOT_ALLOWED);
                });
    }

    @Test
    void options_are_one_form_of_that_type() {
        plays(
                phone -> {
                    Element other =
                            Element.of("x", "jabber:x:data")
                                    .attribute("type", "submit")
                                    .child(field("FORM_TYPE", "urn:other"))
                                    .build();
                    Element none = Element.of("x", "jabber:x:data").child(field("a", "b")).build();
                    Element foreign = Element.empty("x", "urn:other");
                    Element cancel = options("s").withAttribute("type", "cancel");
                    for (Element bad : new Element[] {other, none, foreign, cancel}) {
                        refused(
                                phone,
                                Iq.Type.SET,
                                null,
                                enable(SERVICE, "n", bad),
                                Condition.BAD_REQUEST);
                    }
                    refused(
                            phone,
                            Iq.Type.SET,
                            null,
                            enable(SERVICE, "n", options("a"), options("b")),
                            Condition.BAD_REQUEST);
                });
    }

    @Test
    void what_is_kept_is_bounded() {
        plays(
                phone -> {
                    refused(
                            phone,
                            Iq.Type.SET,
                            null,
                            enable(SERVICE, "n".repeat(PushNotifications.NODE_LIMIT + 1)),
                            Condition.POLICY_VIOLATION);
                    refused(
                            phone,
                            Iq.Type.SET,
                            null,
                            enable(
                                    SERVICE,
                                    "n",
                                    options("s".repeat(PushNotifications.OPTIONS_LIMIT_BYTES))),
                            Condition.POLICY_VIOLATION);
                });
    }

    @Test
    void disabling_what_is_not_enabled_is_fine() {
        plays(
                phone ->
                        assertThat(phone.asks(Iq.Type.SET, null, disable(SERVICE, "n")).type())
                                .isEqualTo(Iq.Type.RESULT));
    }
}
