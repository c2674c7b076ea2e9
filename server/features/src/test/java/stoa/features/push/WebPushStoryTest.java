package stoa.features.push;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Browsers whose tab is closed are told through their makers' push services. */
class WebPushStoryTest {
    private static final String DISPLAYED = "urn:xmpp:mds:displayed:0";
    private final PushHouse push = new PushHouse(PushDetails.COUNT, 500);
    private final Browser browser = push.browser;

    private TestClient juliet() {
        return push.house.server.client(JULIET.on("web")).comesOnline().forgets();
    }

    private TestClient romeo() {
        return push.house.server.client(ROMEO.on("pc")).comesOnline().forgets();
    }

    private static Element enable(Element... options) {
        return PushHouse.enable("example.org", "browser-1", options);
    }

    private void enables(TestClient web, String... more) {
        Iq answer = web.asks(Iq.Type.SET, null, enable(browser.options(more)));
        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
    }

    /** What the server's disco#info says to subscribe for. */
    private String vapidKey() {
        DataForm form = push.webPush.describe().serverForms().getFirst();
        assertThat(form.formType()).isEqualTo("urn:stoa:web-push:0");
        return Objects.requireNonNull(form.value("vapid-key"));
    }

    @Spec(rfc = 8291, section = "4", says = "one record, for that browser alone")
    @Spec(rfc = 8292, section = "2", says = "a token for the push service's origin")
    @Test
    void a_browser_that_was_closed_is_told_what_was_said_and_where() throws Exception {
        TestClient web = juliet();
        TestClient pc = romeo();
        enables(web);
        web.leaves();
        pc.sends(chat().to(JULIET.address()).body("A \"rose\"\nby any other name ü"));

        assertThat(browser.posted).hasSize(1);
        Browser.Posted posted = browser.posted.getFirst();
        assertThat(posted.endpoint()).hasToString(browser.endpoint);
        assertThat(posted.headers())
                .containsEntry("Content-Encoding", "aes128gcm")
                .containsEntry("TTL", "2419200")
                .containsEntry("Urgency", "high");
        assertThat(posted.headers().get("Topic")).matches("[A-Za-z0-9_-]{32}");
        assertThat(posted.body().length()).as("filled up").isEqualTo(86 + 256 + 1 + 16);
        assertThat(browser.reads())
                .startsWith(
                        "{\"account\":\"juliet@example.org\",\"kind\":\"message\",\"messages\":\"1\","
                                + "\"conversation\":\"romeo@example.org\","
                                + "\"body\":\"A \\\"rose\\\"\\u000aby any other name ü\",\"id\":\"");
        assertThat(browser.claims(vapidKey()))
                .contains("\"aud\":\"https://push.example.net\"")
                .contains("\"sub\":\"mailto:admin@example.org\"");
    }

    @Test
    void who_wants_no_preview_is_told_who_and_not_what() throws Exception {
        TestClient web = juliet();
        TestClient pc = romeo();
        enables(web, "preview", "0");
        web.leaves();
        pc.sends(chat().to(JULIET.address()).body("secret"));
        assertThat(browser.reads())
                .contains("\"conversation\":\"romeo@example.org\"")
                .doesNotContain("secret")
                .doesNotContain("body");
    }

    @Test
    void a_long_message_is_cut_so_that_it_fits() throws Exception {
        TestClient web = juliet();
        TestClient pc = romeo();
        enables(web);
        web.leaves();
        pc.sends(chat().to(JULIET.address()).body("€".repeat(20_000)));
        assertThat(browser.posted.getFirst().body().length()).isLessThanOrEqualTo(4_096);
        assertThat(browser.reads()).contains("€€€").contains("\"id\":\"");
    }

    private static Element displayed(String id) {
        Element stanzaId =
                Element.of("stanza-id", "urn:xmpp:sid:0")
                        .attribute("by", JULIET.address().toString())
                        .attribute("id", id)
                        .build();
        return Element.of("displayed", DISPLAYED).child(stanzaId).build();
    }

    @Spec(xep = 490, section = "2.1", says = "which messages have been displayed")
    @Test
    void what_was_read_elsewhere_is_said_with_what_comes_next() throws Exception {
        TestClient web = juliet();
        TestClient pc = romeo();
        TestClient other = push.house.server.client(MERCUTIO.on("pc")).comesOnline().forgets();
        enables(web);
        web.leaves();
        pc.sends(chat().to(JULIET.address()).body("one"));
        assertThat(browser.reads()).doesNotContain("read");
        push.keeps(DISPLAYED, ROMEO.address().toString(), displayed("1234"));
        push.keeps(DISPLAYED, "nurse@example.org", displayed("99"));
        push.pass(Duration.ofSeconds(11));
        assertThat(browser.posted).as("nothing is posted only for that").hasSize(1);
        other.sends(chat().to(JULIET.address()).body("€".repeat(20_000)));
        assertThat(browser.posted).hasSize(2);
        assertThat(browser.posted.getLast().body().length()).isLessThanOrEqualTo(4_096);
        assertThat(browser.reads())
                .contains("€€€")
                .endsWith(",\"read\":{\"romeo@example.org\":\"1234\"}}");

        // Who was there again has taken away by themselves what they read.
        juliet().leaves();
        push.pass(Duration.ofSeconds(11));
        other.sends(chat().to(JULIET.address()).body("three"));
        push.pass(Duration.ofSeconds(11));
        assertThat(browser.reads()).contains("three").doesNotContain("read");
    }

    @Test
    void what_is_no_mark_of_reading_is_not_said() throws Exception {
        TestClient web = juliet();
        TestClient pc = romeo();
        enables(web);
        web.leaves();
        push.keeps(DISPLAYED, ROMEO.address().toString(), Element.empty("displayed", DISPLAYED));
        pc.sends(chat().to(JULIET.address()).body("one"));
        assertThat(browser.reads()).contains("one").doesNotContain("read");
        push.keeps(DISPLAYED, ROMEO.address().toString(), displayed("1".repeat(2_000)));
        push.pass(Duration.ofSeconds(11));
        pc.sends(chat().to(JULIET.address()).body("two"));
        assertThat(browser.reads()).contains("two").doesNotContain("read");
    }

    @Test
    void a_browser_that_was_signed_out_elsewhere_is_not_told() {
        TestClient web = juliet();
        TestClient pc = romeo();
        enables(web);
        web.leaves();
        push.push.forget(JULIET.address(), "phone"::equals);
        pc.sends(chat().to(JULIET.address()).body("Another device was."));
        assertThat(browser.posted).hasSize(1);
        push.push.forget(JULIET.address(), "web"::equals);
        push.pass(Duration.ofSeconds(11));
        pc.sends(chat().to(JULIET.address()).body("Now it was this one."));
        push.pass(Duration.ofSeconds(11));
        assertThat(browser.posted).hasSize(1);
    }

    @Test
    void a_browser_that_is_looked_at_is_not_told() {
        TestClient web = juliet();
        TestClient pc = romeo();
        enables(web);
        web.forgets();
        pc.sends(chat().to(JULIET.address()).body("Here?"));
        web.gets(chat().body("Here?"));
        assertThat(browser.posted).isEmpty();
    }

    @Spec(rfc = 8030, section = "7.3", says = "404: the subscription has expired")
    @ParameterizedTest
    @ValueSource(ints = {404, 410, 403, 413})
    void a_subscription_that_is_gone_ends_the_registration(int status) {
        TestClient web = juliet();
        TestClient pc = romeo();
        enables(web);
        web.leaves();
        browser.isAnswered(status);
        pc.sends(chat().to(JULIET.address()).body("one"));
        push.pass(Duration.ofMinutes(10));
        pc.sends(chat().to(JULIET.address()).body("two"));
        push.pass(Duration.ofMinutes(10));
        assertThat(browser.posted).hasSize(1);
    }

    @Spec(rfc = 8030, section = "8.4", says = "429: again later")
    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503, 0})
    void a_push_service_in_trouble_is_tried_again(int status) throws Exception {
        TestClient web = juliet();
        TestClient pc = romeo();
        enables(web);
        web.leaves();
        if (status == 0) {
            browser.isNotReached();
        } else {
            browser.isAnswered(status);
        }
        pc.sends(chat().to(JULIET.address()).body("one"));
        assertThat(browser.posted).hasSize(1);
        browser.isAnswered(201);
        push.pass(Duration.ofMinutes(2));
        assertThat(browser.posted).hasSize(2);
        assertThat(browser.reads()).contains("one");
    }

    @Test
    void what_is_no_subscription_is_refused() {
        TestClient web = juliet();
        for (Element options :
                List.of(
                        PushHouse.options("no browser"),
                        browser.options("p256dh", "AAAA"),
                        browser.options("auth", "AAAA"),
                        browser.options("auth", "not base64!"),
                        browser.options("endpoint", "push.example.net"),
                        browser.options(
                                "endpoint", "https://push.example.net/" + "x".repeat(2_000)))) {
            Iq answer = web.asks(Iq.Type.SET, null, enable(options));
            assertThat(answer.type()).as("%s", options).isEqualTo(Iq.Type.ERROR);
        }
        web.forgets();
        web.sends(Iq.of(Iq.Type.SET, null, null, "e1", enable()));
        web.getsError(Condition.BAD_REQUEST);
    }

    @Test
    void only_the_push_services_that_are_named_are_posted_to() {
        TestClient web = juliet();
        Element inside = browser.options("endpoint", "https://169.254.169.254/latest");
        web.sends(Iq.of(Iq.Type.SET, null, null, "e1", enable(inside)));
        web.getsError(Condition.NOT_ACCEPTABLE);
    }

    @Test
    void a_client_cannot_post_by_itself() {
        TestClient web = juliet();
        Element publish =
                Element.of("pubsub", "http://jabber.org/protocol/pubsub")
                        .child(Element.empty("publish", "http://jabber.org/protocol/pubsub"))
                        .build();
        web.sends(Iq.of(Iq.Type.SET, null, DomainJid.of("example.org"), "p1", publish));
        web.getsError(Condition.SERVICE_UNAVAILABLE);
        assertThat(browser.posted).isEmpty();
    }
}
