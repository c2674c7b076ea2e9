package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Session;

/** A bridge built with slixmpp (XEP-0114), and Juliet who talks with those behind it. */
@TestInstance(Lifecycle.PER_CLASS)
class ComponentTest {
    private static final String ROOM = "garden@conference.example.org";
    private static final String NURSE = "nurse@bridge.example.org";
    private static final Pattern AT = Pattern.compile("components=([0-9.]+):([0-9]+)");

    private final Account juliet = Account.of("juliet@example.org");
    private final Account bridge = new Account("bridge.example.org", "north by northwest");
    private PackagedServer server;

    @BeforeAll
    void start() {
        server =
                (PackagedServer)
                        TestServer.start(
                                Setup.of("example.org")
                                        .account(juliet)
                                        .set("xmpp.component_port", "0")
                                        .set(
                                                "xmpp.components",
                                                "[\"bridge.example.org="
                                                        + bridge.password()
                                                        + "\"]"));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Slixmpp connected() {
        server.awaitLog(ComponentTest::isAway, PATIENCE); // an earlier test's has just gone
        Matcher at = AT.matcher(server.readyLine());
        assertThat(at.find()).as(server.readyLine()).isTrue();
        var client = Slixmpp.bridge(bridge, at.group(1), Integer.parseInt(at.group(2)));
        client.sees("connected");
        return client;
    }

    private Session juliet() {
        var session = Session.signIn(server.endpoint(), juliet.jid(), juliet.password(), "laptop");
        session.becomeAvailable();
        return session;
    }

    @Test
    void people_behind_it_talk_with_ours() {
        try (var client = connected();
                var colleague = juliet()) {
            colleague.send(
                    "<message type='chat' to='"
                            + NURSE
                            + "'><body>What news? 🌹 &amp; &lt;b></body></message>");
            var heard =
                    client.sees(
                            "message", one -> one.get("body").asText().startsWith("What news?"));
            assertThat(heard.get("to").asText()).isEqualTo(NURSE);
            assertThat(heard.get("body").asText()).isEqualTo("What news? 🌹 & <b>");
            client.does(
                    "send", "sender", NURSE + "/phone", "to", juliet.jid(), "body", "I am weary");
            var got =
                    colleague
                            .inbox()
                            .need(
                                    "the nurse's words",
                                    one ->
                                            one.name().equals("message")
                                                    && one.child("body").isPresent(),
                                    PATIENCE);
            assertThat(got.attribute("from")).isEqualTo(NURSE + "/phone");
            assertThat(got.child("body").orElseThrow().text()).isEqualTo("I am weary");
        }
    }

    @Test
    void it_is_found_and_answers_for_itself() {
        try (var client = connected();
                var colleague = juliet()) {
            assertThat(
                            colleague
                                    .ask(
                                            "get",
                                            "example.org",
                                            "<query xmlns='http://jabber.org/protocol/disco#items'/>")
                                    .toString())
                    .contains("bridge.example.org");
            assertThat(
                            colleague
                                    .ask(
                                            "get",
                                            "bridge.example.org",
                                            "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                                    .toString())
                    .contains("gateway");
            assertThat(client.holds("error", any -> true)).isZero();
        }
    }

    @Test
    void people_behind_it_sit_in_rooms() {
        try (var client = connected();
                var colleague = juliet()) {
            Rooms.create(colleague, ROOM, "Juliet");
            client.does("join", "sender", NURSE + "/phone", "room", ROOM, "nick", "Nurse");
            client.sees(
                    "presence",
                    one ->
                            one.get("sender").asText().equals(ROOM + "/Nurse")
                                    && one.get("to").asText().equals(NURSE + "/phone"));
            Rooms.says(colleague, ROOM, "Good nurse, speak");
            client.sees(
                    "groupchat",
                    one ->
                            one.get("body").asText().equals("Good nurse, speak")
                                    && one.get("to").asText().equals(NURSE + "/phone"));
            client.does(
                    "send",
                    "sender",
                    NURSE + "/phone",
                    "to",
                    ROOM,
                    "body",
                    "Jesu, what haste!",
                    "kind",
                    "groupchat");
            Rooms.hears(colleague, ROOM + "/Nurse", "Jesu, what haste!");
            Rooms.destroy(colleague, ROOM);
        }
    }

    private static boolean isAway(String log) {
        return log.lines().filter(line -> line.contains("component_connected")).count()
                == log.lines().filter(line -> line.contains("component_gone")).count();
    }

    @Test
    void while_it_is_away_people_are_told_so() {
        server.awaitLog(ComponentTest::isAway, PATIENCE);
        try (var colleague = juliet()) {
            colleague.send(
                    "<message type='chat' to='"
                            + NURSE
                            + "' id='m1'><body>Nurse?</body></message>");
            var refused =
                    colleague
                            .inbox()
                            .need(
                                    "the refusal",
                                    one ->
                                            one.name().equals("message")
                                                    && "m1".equals(one.attribute("id")),
                                    PATIENCE);
            assertThat(refused.attribute("type")).isEqualTo("error");
            assertThat(refused.toString()).contains("service-unavailable");
        }
    }
}
