package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Romeo uses mcabber, which signs in with PLAIN only and asks for a session as RFC 3921 had it;
 * Juliet's side is the suite's own client.
 */
class McabberTest extends ClientTest {
    private Mcabber romeo() {
        var client = new Mcabber(server().endpoint(), romeo);
        client.shows("Your status has been set");
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
                client.shows("[_>o] <juliet@example.org/laptop>");
                colleague.connection().closeStream();
            }
            client.shows("[o>_] <juliet@example.org/laptop>");
        }
    }

    @Test
    void sends_and_receives() {
        try (var client = romeo();
                var colleague = juliet()) {
            client.shows("[_>o] <juliet@example.org/laptop>");
            client.types("/say_to juliet@example.org But soft! <what> light & shade");
            Talk.hears(colleague, romeo.jid(), "But soft! <what> light & shade");
            Talk.says(colleague, romeo.jid(), "Ay me! 🌹");
            client.opens("juliet");
            client.shows("<== Ay me! 🌹");
        }
    }

    @Test
    void gets_what_was_said_meanwhile_on_return_and_only_once() {
        try (var colleague = juliet()) {
            Talk.says(colleague, romeo.jid(), "Come back");
            colleague.ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>");
            try (var client = romeo()) {
                // only then is she in its roster, and found there
                client.shows("[_>o] <juliet@example.org/laptop>");
                client.opens("juliet");
                assertThat(client.shows("Come back").split("Come back", -1)).hasSize(2);
            }
            try (var client = romeo()) {
                client.shows("[_>o] <juliet@example.org/laptop>");
                Talk.says(colleague, romeo.jid(), "Here");
                client.opens("juliet");
                assertThat(client.shows("<== Here")).doesNotContain("Come back");
            }
        }
    }

    @Test
    void joins_a_room_and_talks() {
        try (var client = romeo();
                var colleague = juliet()) {
            Rooms.create(colleague, ROOM, "Juliet");
            Rooms.says(colleague, ROOM, "Speak again");
            client.types("/room join " + ROOM + " Romeo");
            client.shows("You have joined " + ROOM + " as \"Romeo\"");
            client.opens("garden");
            client.shows("<Juliet> Speak again");
            client.types("Is it the east?");
            Rooms.hears(colleague, ROOM + "/Romeo", "Is it the east?");
            Rooms.says(colleague, ROOM, "It is");
            client.shows("<Juliet> It is");
            Rooms.destroy(colleague, ROOM);
        }
    }

    @Test
    void shows_and_sees_a_status() {
        try (var client = romeo();
                var colleague = juliet()) {
            client.shows("[_>o] <juliet@example.org/laptop>");
            Statuses.shows(colleague, "dnd", "Rehearsing");
            client.shows("[o>d] <juliet@example.org/laptop> Rehearsing");
            client.types("/status away In the orchard");
            Statuses.sees(colleague, romeo.jid(), "away", "In the orchard");
        }
    }
}
