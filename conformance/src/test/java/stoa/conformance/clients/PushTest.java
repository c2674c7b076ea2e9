package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.ComponentLink;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;

/**
 * XEP-0357 with an app server that is a component, and Juliet's phone, which is not always there.
 */
@Tag("slow")
class PushTest {
    private static final String APP = "push.example.org";
    private static final String SECRET = "the app server's";
    private static final String ROOM = "garden@conference.example.org";
    private static final Pattern AT = Pattern.compile("components=([0-9.]+):([0-9]+)");

    private final Account juliet = Account.of("juliet@example.org");
    private final Account romeo = Account.of("romeo@example.org");
    private PackagedServer server;

    @BeforeEach
    void start() {
        server =
                (PackagedServer)
                        TestServer.start(
                                Setup.of("example.org")
                                        .account(juliet)
                                        .account(romeo)
                                        .set("push.details", "'body'")
                                        .set("xmpp.component_port", "0")
                                        .set(
                                                "xmpp.components",
                                                "[\"" + APP + "=" + SECRET + "\"]"));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private ComponentLink app() {
        Matcher at = AT.matcher(server.readyLine());
        assertThat(at.find()).as(server.readyLine()).isTrue();
        return new ComponentLink(at.group(1), Integer.parseInt(at.group(2)), APP, SECRET);
    }

    private Session online(Account account, String resource) {
        var session =
                Session.signIn(server.endpoint(), account.jid(), account.password(), resource);
        session.becomeAvailable();
        return session;
    }

    private Session phone() {
        var phone = online(juliet, "phone");
        assertThat(
                        phone.ask(
                                        "get",
                                        juliet.jid(),
                                        "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                                .toString())
                .contains("urn:xmpp:push:0");
        var answer =
                phone.ask(
                        "set",
                        "",
                        "<enable xmlns='urn:xmpp:push:0' jid='"
                                + APP
                                + "' node='n1'><x xmlns='jabber:x:data' type='submit'><field"
                                + " var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field"
                                + " var='secret'><value>eruio234</value></field></x></enable>");
        assertThat(answer.attribute("type")).isEqualTo("result");
        return phone;
    }

    private static void hibernates(Session phone) {
        phone.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
        phone.inbox().need("enabled", one -> one.name().equals("enabled"), PATIENCE);
        phone.close();
    }

    private static void says(Session who, String words) {
        who.send(
                "<message type='chat' to='juliet@example.org'><body>"
                        + words
                        + "</body></message>");
    }

    /** What the app server is told next; it takes it. */
    private static Element told(ComponentLink app) {
        Element iq = app.inbox().need("a notification", one -> one.name().equals("iq"), PATIENCE);
        app.send(
                "<iq type='result' from='"
                        + APP
                        + "' to='"
                        + iq.need("from")
                        + "' id='"
                        + iq.need("id")
                        + "'/>");
        return iq;
    }

    @Test
    void an_app_server_is_told_of_what_was_said_while_the_phone_had_left() {
        try (var app = app();
                var pc = online(romeo, "pc")) {
            var phone = phone();
            assertThat(phone.connection().closeStream()).isTrue();
            says(pc, "What light?");
            Element iq = told(app);
            assertThat(iq.attribute("from")).isEqualTo(juliet.jid());
            assertThat(iq.attribute("to")).isEqualTo(APP);
            Element pubsub = iq.child("pubsub", "http://jabber.org/protocol/pubsub").orElseThrow();
            assertThat(pubsub.child("publish").orElseThrow().attribute("node")).isEqualTo("n1");
            assertThat(pubsub.child("publish").orElseThrow().toString())
                    .contains("urn:xmpp:push:0")
                    .contains("urn:xmpp:push:summary")
                    .contains("What light?")
                    .contains(romeo.jid() + "/pc");
            assertThat(pubsub.child("publish-options").orElseThrow().toString())
                    .contains("eruio234");
        }
    }

    @Test
    void it_is_known_still_after_a_crash() {
        var phone = phone();
        phone.close();
        server.kill();
        server.startAgain();
        try (var app = app();
                var pc = online(romeo, "pc")) {
            says(pc, "Again?");
            assertThat(told(app).toString()).contains("Again?");
        }
    }

    @Test
    void it_is_told_of_a_room_while_the_phone_waits_for_resumption() {
        try (var app = app();
                var pc = online(romeo, "pc")) {
            Rooms.create(pc, ROOM, "Romeo");
            var phone = phone();
            phone.send(
                    "<presence to='"
                            + ROOM
                            + "/Juliet'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
            phone.inbox()
                    .need("the room's subject", one -> one.child("subject").isPresent(), PATIENCE);
            hibernates(phone);
            Rooms.says(pc, ROOM, "Soft!");
            Element iq = told(app);
            assertThat(iq.toString()).contains("Soft!").contains(ROOM + "/Romeo");
            Rooms.destroy(pc, ROOM);
        }
    }

    @Test
    void it_is_not_told_while_the_phone_is_there_and_never_after_it_refused() {
        try (var app = app();
                var pc = online(romeo, "pc")) {
            var phone = phone();
            says(pc, "One");
            phone.inbox().need("One", one -> one.text().contains("One"), PATIENCE);
            assertThat(app.inbox().awaits(one -> true, Duration.ofMillis(200))).isFalse();
            hibernates(phone);
            says(pc, "Two");
            Element iq = app.inbox().need("Two", one -> one.toString().contains("Two"), PATIENCE);
            app.send(
                    "<iq type='error' from='"
                            + APP
                            + "' to='"
                            + iq.need("from")
                            + "' id='"
                            + iq.need("id")
                            + "'><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
            says(pc, "Three");
            assertThat(app.inbox().awaits(one -> true, Duration.ofSeconds(11))).isFalse();
        }
    }
}
