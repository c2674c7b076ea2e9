package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.wire.Connection.PATIENCE;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.conformance.wire.Session;

/** Romeo uses Profanity; Juliet's side is the suite's own client. */
class ProfanityTest extends ClientTest {
    private Profanity romeo() {
        var client = new Profanity(server().endpoint(), romeo);
        client.shows("logged in successfully");
        return client;
    }

    @BeforeEach
    void empty() {
        try (var session =
                Session.signIn(server().endpoint(), romeo.jid(), romeo.password(), "sweeper")) {
            session.becomeAvailable(); // takes what an earlier test has left waiting
            session.connection().closeStream();
        }
    }

    @Test
    void sees_the_colleague_come_and_go_without_adding_anybody() {
        try (var client = romeo()) {
            try (var colleague = juliet()) {
                client.shows(
                        "juliet online",
                        screen -> screen.matches("(?s).*\\+\\+ juliet.* is online.*"));
                colleague.connection().closeStream();
            }
            client.shows(
                    "juliet offline", screen -> screen.matches("(?s).*-- juliet.* is offline.*"));
        }
    }

    @Test
    void sends_and_receives() {
        try (var client = romeo();
                var colleague = juliet()) {
            client.types("/msg juliet@example.org But soft! <what> light & shade");
            var got =
                    colleague
                            .inbox()
                            .need(
                                    "romeo's words",
                                    one ->
                                            one.name().equals("message")
                                                    && one.child("body").isPresent(),
                                    PATIENCE);
            assertThat(got.child("body").orElseThrow().text())
                    .isEqualTo("But soft! <what> light & shade");
            colleague.send(
                    "<message type='chat' to='"
                            + got.need("from")
                            + "'><body>Ay me! 🌹</body></message>");
            client.shows("Ay me! 🌹");
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
                client.shows("chat message: juliet");
                client.types("/win 2");
                String screen = client.shows("Come back");
                assertThat(screen.split("Come back", -1)).hasSize(2);
            }
            try (var client = romeo()) {
                colleague.send(
                        "<message type='chat' to='"
                                + romeo.jid()
                                + "'><body>Here</body></message>");
                client.shows("chat message: juliet");
                client.types("/win 2");
                assertThat(client.shows("Here")).doesNotContain("Come back");
            }
        }
    }

    @Test
    void joins_a_room_and_talks() {
        try (var client = romeo();
                var colleague = juliet()) {
            Rooms.create(colleague, ROOM, "Juliet");
            client.types("/join " + ROOM + " nick Romeo");
            client.shows("-> You have joined the room as Romeo");
            client.types("Is it the east?");
            Rooms.hears(colleague, ROOM + "/Romeo", "Is it the east?");
            Rooms.says(colleague, ROOM, "It is");
            client.shows("Juliet: It is");
            client.shows("Romeo: Is it the east?");
            Rooms.destroy(colleague, ROOM);
        }
    }
}
