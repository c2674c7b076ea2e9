package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stoa.conformance.wire.Session;

/**
 * Romeo uses Dino, which is told nothing but an address and a password; Juliet's side is the
 * suite's own client. One Dino for all, which is left and started again where that is what the test
 * is about. What it has taken in is read in its database.
 */
@Tag("slow")
class DinoTest extends ClientTest {
    private final Display display = new Display();
    private @Nullable Dino running;

    private Dino romeo() {
        if (running == null) {
            running = new Dino(machine(), display, romeo);
            running.sees("contact", one -> one.get("jid").asText().equals(juliet.jid()));
        }
        return running;
    }

    @AfterAll
    void leave() {
        if (running != null) {
            running.close();
        }
        display.close();
    }

    private static boolean received(JsonNode message, String body) {
        return says(message, "received", body);
    }

    private static boolean says(JsonNode message, String direction, String body) {
        return message.get("direction").asText().equals(direction)
                && message.get("body").asText().equals(body);
    }

    @Test
    void takes_note_of_the_colleague_and_is_seen_coming_and_going() {
        var client = romeo();
        try (var colleague = juliet()) {
            assertThat(Statuses.seesComing(colleague, romeo.jid())).endsWith("/dino");
            // Dino keeps what a device shows that it can do (XEP-0115).
            colleague.send(
                    "<presence><c xmlns='http://jabber.org/protocol/caps' hash='sha-1'"
                            + " node='https://example.net/' ver='AAAAAAAAAAAAAAAAAAAAAAAAAAA='/></presence>");
            client.sees(
                    "device",
                    one ->
                            one.get("other").asText().equals(juliet.jid())
                                    && one.get("resource").asText().equals("laptop")
                                    && one.get("capabilities")
                                            .asText()
                                            .equals("AAAAAAAAAAAAAAAAAAAAAAAAAAA="));
            client.does("leave");
            client.sees("left");
            Statuses.seesLeaving(colleague, romeo.jid());
            client.does("return");
            Statuses.seesComing(colleague, romeo.jid());
        }
    }

    @Test
    void sends_and_receives() {
        var client = romeo();
        try (var colleague = juliet()) {
            Talk.says(colleague, romeo.jid(), "Ay me! 🌹");
            client.sees("message", one -> received(one, "Ay me! 🌹"));
            client.does("open", "jid", juliet.jid());
            client.does("type", "text", "But soft! <what> light & shade");
            Talk.hears(colleague, romeo.jid(), "But soft! <what> light & shade");
        }
    }

    @Test
    void gets_what_was_said_meanwhile_on_return_and_only_once() {
        var client = romeo();
        try (var colleague = juliet();
                var phone = phone()) {
            client.does("leave");
            client.sees("left");
            Talk.says(colleague, romeo.jid(), "Come back");
            colleague.ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>");
            Talk.says(phone, juliet.jid(), "Said from the phone");
            Talk.hears(colleague, romeo.jid(), "Said from the phone");
            client.does("return");
            client.sees("message", one -> received(one, "Come back"));
            // Only the archive has this one.
            client.sees("message", one -> says(one, "sent", "Said from the phone"));
            Talk.says(colleague, romeo.jid(), "Here again");
            client.sees("message", one -> received(one, "Here again"));
            assertThat(client.holds("message", one -> received(one, "Come back"))).isZero();
        }
    }

    @Test
    void joins_the_room_that_is_bookmarked_reads_its_history_and_talks() {
        var client = romeo();
        try (var colleague = juliet();
                var phone = phone()) {
            Rooms.create(colleague, ROOM, "Juliet");
            Rooms.says(colleague, ROOM, "Speak again");
            bookmark(phone, ROOM, "Romeo");
            Rooms.seesComing(colleague, ROOM + "/Romeo");
            client.sees("message", one -> received(one, "Speak again"));
            client.does("open", "jid", ROOM);
            client.does("type", "text", "Is it the east?");
            Rooms.hears(colleague, ROOM + "/Romeo", "Is it the east?");
            Rooms.says(colleague, ROOM, "It is");
            client.sees("message", one -> received(one, "It is"));
            Rooms.destroy(colleague, ROOM);
        }
    }

    @Test
    void fetches_a_file_that_is_shared() {
        var client = romeo();
        try (var colleague = juliet();
                var file = new SharedFile("rose.png", Avatars.PNG)) {
            file.isSharedBy(colleague, server().endpoint(), romeo.jid());
            // 0: complete
            client.sees(
                    "file",
                    one ->
                            one.get("name").asText().equals("rose.png")
                                    && one.get("state").asText().equals("0")
                                    && one.get("size").asInt() == Avatars.PNG.length);
        }
    }

    /** Puts a room among the rooms to be joined (XEP-0402). */
    private static void bookmark(Session session, String room, String nick) {
        var answer =
                session.ask(
                        "set",
                        "",
                        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish"
                                + " node='urn:xmpp:bookmarks:1'><item id='"
                                + room
                                + "'><conference xmlns='urn:xmpp:bookmarks:1'"
                                + " autojoin='true'><nick>"
                                + nick
                                + "</nick></conference></item></publish></pubsub>");
        assertThat(answer.attribute("type")).as(answer.toString()).isEqualTo("result");
    }
}
