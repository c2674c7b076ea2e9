package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Romeo uses Gajim, which is told nothing but an address and a password; Juliet's side is the
 * suite's own client. One Gajim for all, which goes offline where that is what the test is about.
 */
@Tag("slow")
class GajimTest extends ClientTest {
    private final Display display = new Display();
    private @Nullable Gajim running;

    private Gajim romeo() {
        if (running == null) {
            running = new Gajim(machine(), display, romeo);
            running.sees("signed-in");
            running.does("open", "other", juliet.jid());
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

    private static boolean says(JsonNode message, String body) {
        return message.get("body").asText().equals(body);
    }

    private boolean isJuliet(JsonNode presence, String show) {
        return presence.get("sender").asText().startsWith(juliet.jid() + "/")
                && presence.get("show").asText().equals(show);
    }

    @Test
    void sees_the_colleague_come_and_go_without_adding_anybody() {
        var client = romeo();
        client.does("contacts");
        assertThat(client.sees("contacts").findValuesAsText("jid")).contains(juliet.jid());
        try (var colleague = juliet()) {
            client.sees("presence", one -> isJuliet(one, "online"));
            colleague.connection().closeStream();
        }
        client.sees("presence", one -> isJuliet(one, "offline"));
    }

    @Test
    void shows_and_sees_a_status() {
        var client = romeo();
        try (var colleague = juliet()) {
            Statuses.shows(colleague, "dnd", "Rehearsing");
            client.sees(
                    "presence",
                    one -> isJuliet(one, "dnd") && one.get("status").asText().equals("Rehearsing"));
            client.does("status", "show", "away", "message", "In the orchard");
            Statuses.sees(colleague, romeo.jid(), "away", "In the orchard");
        }
    }

    @Test
    void sends_and_receives() {
        var client = romeo();
        try (var colleague = juliet()) {
            client.does("send", "to", juliet.jid(), "body", "But soft! 🌹 <what> light & shade");
            Talk.hears(colleague, romeo.jid(), "But soft! 🌹 <what> light & shade");
            Talk.says(colleague, romeo.jid(), "Ay me!");
            client.sees("message", one -> says(one, "Ay me!"));
            client.does("log", "other", juliet.jid());
            assertThat(client.sees("log").get("lines").toString())
                    .contains("But soft! 🌹 <what> light & shade", "Ay me!");
        }
    }

    /** Gajim takes what it missed from the archive, which an offline message is in as well. */
    @Test
    void gets_what_was_said_meanwhile_on_return_and_only_once() {
        var client = romeo();
        try (var colleague = juliet();
                var phone = phone()) {
            client.does("status", "show", "offline");
            client.sees("state", one -> one.get("state").asText().equals("DISCONNECTED"));
            Talk.says(colleague, romeo.jid(), "Come back");
            colleague.ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>");
            Talk.says(phone, juliet.jid(), "Said from the phone");
            Talk.hears(colleague, romeo.jid(), "Said from the phone");
            client.does("status", "show", "online");
            client.sees("signed-in");
            client.sees("archived", one -> says(one, "Said from the phone"));
            Talk.says(colleague, romeo.jid(), "Here again");
            client.sees("message", one -> says(one, "Here again"));
            client.does("log", "other", juliet.jid());
            var lines = client.sees("log").get("lines").toString();
            assertThat(lines.split("Come back", -1)).as(lines).hasSize(2);
            assertThat(lines.split("Said from the phone", -1)).as(lines).hasSize(2);
        }
    }

    @Test
    void joins_a_room_reads_its_history_and_talks() {
        var client = romeo();
        try (var colleague = juliet()) {
            Rooms.create(colleague, ROOM, "Juliet");
            Rooms.says(colleague, ROOM, "Speak again");
            client.does("join", "room", ROOM, "nick", "Romeo");
            assertThat(client.sees("joined").get("occupants").toString())
                    .contains("Juliet", "Romeo");
            client.sees("archived", one -> says(one, "Speak again"));
            client.does("say", "room", ROOM, "body", "Is it the east?");
            Rooms.hears(colleague, ROOM + "/Romeo", "Is it the east?");
            Rooms.says(colleague, ROOM, "It is");
            client.sees("message", one -> says(one, "It is"));
            client.does("log", "other", ROOM);
            assertThat(client.sees("log").get("lines").toString())
                    .isEqualTo("[\"Speak again\",\"Is it the east?\",\"It is\"]");
            Rooms.destroy(colleague, ROOM);
        }
    }

    @Test
    void shares_a_file() {
        var client = romeo();
        try (var colleague = juliet();
                var file = new SharedFile("sonnet.txt", "Shall I compare thee")) {
            client.does("file", "to", juliet.jid(), "path", file.path());
            file.arrives(colleague, server().endpoint(), romeo.jid());
        }
    }
}
