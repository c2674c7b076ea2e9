package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.wire.Connection.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.conformance.wire.Session;

/** Romeo uses slixmpp; Juliet's side is the suite's own client. */
class SlixmppTest extends ClientTest {
    /** Signed in by the strongest mechanism both know, after STARTTLS. */
    private Slixmpp romeo() {
        var client = new Slixmpp(server().endpoint(), romeo);
        var session = client.sees("signed-in");
        assertThat(session.get("mechanism").asText()).startsWith("SCRAM-SHA-");
        assertThat(session.get("tls").asText()).startsWith("TLS");
        return client;
    }

    @BeforeEach
    void empty() {
        romeoHasLeft();
    }

    @Test
    void sees_the_colleague_come_and_go_without_adding_anybody() {
        try (var client = romeo()) {
            try (var colleague = juliet()) {
                client.sees(
                        "presence",
                        one ->
                                sender(one).equals(colleague.jid())
                                        && kind(one).equals("available"));
            }
            client.sees(
                    "presence",
                    one ->
                            sender(one).equals(juliet.jid() + "/laptop")
                                    && kind(one).equals("unavailable"));
        }
    }

    @Test
    void has_the_people_of_the_domain_in_the_roster() {
        try (var client = new Slixmpp(server().endpoint(), romeo)) {
            assertThat(client.sees("signed-in").get("roster").toString()).contains(juliet.jid());
        }
    }

    @Test
    void sends_and_receives() {
        try (var client = romeo();
                var colleague = juliet()) {
            client.does("send", "to", juliet.jid(), "body", "But soft! 🌹 <what> light & shade");
            String from = Talk.hears(colleague, romeo.jid(), "But soft! 🌹 <what> light & shade");
            Talk.says(colleague, from, "Ay me!");
            client.sees(
                    "message",
                    one -> body(one).equals("Ay me!") && sender(one).equals(colleague.jid()));
        }
    }

    @Test
    void blocks_and_unblocks_the_colleague() {
        try (var client = romeo();
                var colleague = juliet()) {
            client.sees("presence", one -> sender(one).equals(colleague.jid()));
            client.does("block", "who", juliet.jid());
            assertThat(client.sees("blocked").get("list").toString())
                    .isEqualTo("[\"" + juliet.jid() + "\"]");
            client.sees(
                    "presence",
                    one -> sender(one).equals(colleague.jid()) && kind(one).equals("unavailable"));
            colleague.send(
                    "<message type='chat' id='unheard' to='"
                            + romeo.jid()
                            + "'><body>Hear me</body></message>");
            colleague
                    .inbox()
                    .need(
                            "the refusal",
                            one ->
                                    one.name().equals("message")
                                            && "error".equals(one.attribute("type")),
                            PATIENCE);
            client.does("unblock", "who", juliet.jid());
            assertThat(client.sees("unblocked").get("list").toString()).isEqualTo("[]");
            client.sees(
                    "presence",
                    one -> sender(one).equals(colleague.jid()) && kind(one).equals("available"));
            colleague.send(
                    "<message type='chat' to='" + romeo.jid() + "'><body>At last</body></message>");
            client.sees("message", one -> body(one).equals("At last"));
            assertThat(client.holds("message", one -> body(one).equals("Hear me"))).isZero();
        }
    }

    @Test
    void sees_on_one_device_what_another_sent() {
        try (var client = romeo();
                var other =
                        Session.signIn(
                                server().endpoint(), romeo.jid(), romeo.password(), "phone")) {
            client.does("carbons");
            client.sees("carbons-on");
            other.becomeAvailable();
            other.send(
                    "<message type='chat' to='"
                            + juliet.jid()
                            + "'><body>from the phone</body></message>");
            client.sees(
                    "carbon",
                    one ->
                            body(one).equals("from the phone")
                                    && one.get("to").asText().equals(juliet.jid()));
        }
    }

    @Test
    void gets_what_was_said_meanwhile_on_return_and_only_once() {
        try (var colleague = juliet()) {
            colleague.send(
                    "<message type='chat' to='"
                            + romeo.jid()
                            + "'><body>Come back</body></message>");
            colleague.ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>");
            try (var client = romeo()) {
                int number =
                        client.sees(
                                        "message",
                                        one ->
                                                body(one).equals("Come back")
                                                        && one.get("late").asBoolean())
                                .get("number")
                                .asInt();
                // Who leaves before that rightly gets it again.
                client.sees("acknowledged", one -> one.get("messages").asInt() >= number);
            }
            try (var client = romeo()) {
                colleague.send(
                        "<message type='chat' to='"
                                + romeo.jid()
                                + "'><body>Here</body></message>");
                client.sees("message", one -> body(one).equals("Here"));
                assertThat(client.holds("message", one -> body(one).equals("Come back"))).isZero();
            }
        }
    }

    @Test
    void joins_a_room_and_talks() {
        try (var client = romeo();
                var colleague = juliet()) {
            Rooms.create(colleague, ROOM, "Juliet");
            client.does("rooms", "service", "conference.example.org");
            assertThat(client.sees("rooms").get("rooms").toString()).contains(ROOM);
            client.does("join", "room", ROOM, "nick", "Romeo");
            assertThat(client.sees("joined").get("occupants").toString())
                    .contains("Juliet", "Romeo");
            client.does("say", "room", ROOM, "body", "Is it the east?");
            Rooms.hears(colleague, ROOM + "/Romeo", "Is it the east?");
            client.sees(
                    "groupchat",
                    one ->
                            sender(one).equals(ROOM + "/Romeo")
                                    && body(one).equals("Is it the east?"));
            Rooms.says(colleague, ROOM, "It is");
            client.sees(
                    "groupchat",
                    one -> sender(one).equals(ROOM + "/Juliet") && body(one).equals("It is"));
            client.does("history", "where", ROOM);
            assertThat(bodies(client.sees("history"))).endsWith("Is it the east?", "It is");
            Rooms.destroy(colleague, ROOM);
        }
    }

    @Test
    void reads_the_history_in_pages() {
        try (var client = romeo();
                var colleague = juliet()) {
            for (int i = 1; i <= 5; i++) {
                colleague.send(
                        "<message type='chat' to='"
                                + romeo.jid()
                                + "'><body>verse "
                                + i
                                + "</body></message>");
                String verse = "verse " + i;
                client.sees("message", one -> body(one).equals(verse));
            }
            client.does("history", "other", juliet.jid());
            var history = client.sees("history");
            assertThat(bodies(history))
                    .endsWith("verse 1", "verse 2", "verse 3", "verse 4", "verse 5");
            assertThat(history.get("lines").findValuesAsText("id")).doesNotHaveDuplicates();
        }
    }

    @Test
    void shows_and_sees_a_status() {
        try (var client = romeo();
                var colleague = juliet()) {
            Statuses.shows(colleague, "dnd", "Rehearsing");
            client.sees(
                    "status",
                    one ->
                            sender(one).equals(colleague.jid())
                                    && one.get("show").asText().equals("dnd")
                                    && one.get("status").asText().equals("Rehearsing"));
            client.does("status", "show", "away", "status", "In the orchard");
            Statuses.sees(colleague, romeo.jid(), "away", "In the orchard");
        }
    }

    @Test
    void shares_a_file() {
        try (var client = new Slixmpp(machine(), server().endpoint(), romeo);
                var colleague = juliet();
                var file = new SharedFile("sonnet.txt", "Shall I compare thee")) {
            client.sees("signed-in");
            client.does("file", "to", juliet.jid(), "path", file.path());
            file.arrives(colleague, server().endpoint(), romeo.jid());
        }
    }

    private static List<String> bodies(JsonNode history) {
        return history.get("lines").findValuesAsText("body");
    }

    private static String sender(JsonNode event) {
        return event.get("sender").asText();
    }

    private static String body(JsonNode event) {
        return event.get("body").asText();
    }

    private static String kind(JsonNode event) {
        return event.get("kind").asText();
    }
}
