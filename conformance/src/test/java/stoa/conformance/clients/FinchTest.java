package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Romeo uses Finch, and so libpurple; Juliet's side is the suite's own client. */
@Tag("slow")
class FinchTest extends ClientTest {
    @BeforeEach
    void empty() {
        romeoHasLeft();
    }

    @ParameterizedTest(name = "over direct TLS: {0}")
    @ValueSource(booleans = {false, true})
    void sees_the_colleague_without_adding_anybody_and_talks(boolean directTls) {
        try (var colleague = juliet();
                var client = new Finch(server().endpoint(), romeo, directTls)) {
            client.opensTalkWith("juliet");
            client.types("But soft! <what> light & shade");
            Talk.hears(colleague, romeo.jid(), "But soft! <what> light & shade");
            Talk.says(colleague, romeo.jid(), "Ay me! Who is there?");
            client.shows("juliet: Ay me! Who is there?");
        }
    }

    @Test
    void gets_what_was_said_meanwhile_on_return_and_only_once() {
        try (var colleague = juliet()) {
            Talk.says(colleague, romeo.jid(), "Come back");
            colleague.ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>");
            try (var client = new Finch(server().endpoint(), romeo, false)) {
                client.opensTalkWith("juliet");
                assertThat(client.shows("juliet: Come back").split("Come back", -1)).hasSize(2);
                // Heard behind Finch's acknowledgement, without which the words would wait again.
                client.types("I am back");
                Talk.hears(colleague, romeo.jid(), "I am back");
            }
            try (var client = new Finch(server().endpoint(), romeo, false)) {
                client.opensTalkWith("juliet");
                Talk.says(colleague, romeo.jid(), "Here");
                assertThat(client.shows("juliet: Here")).doesNotContain("Come back");
            }
        }
    }

    @Test
    void joins_a_room_and_talks() {
        try (var colleague = juliet()) {
            Rooms.create(colleague, ROOM, "Juliet");
            Rooms.says(colleague, ROOM, "Speak again");
            try (var client = new Finch(server().endpoint(), romeo, false, ROOM)) {
                client.showsRoom("garden");
                client.shows("Juliet: Speak again");
                client.types("Is it the east?");
                Rooms.hears(colleague, ROOM + "/Romeo", "Is it the east?");
                Rooms.says(colleague, ROOM, "It is");
                client.shows("Juliet: It is");
            }
            Rooms.destroy(colleague, ROOM);
        }
    }

    @Test
    void sees_the_colleague_come_and_go() {
        try (var client = new Finch(server().endpoint(), romeo, false)) {
            try (var colleague = juliet()) {
                client.shows("juliet");
                colleague.connection().closeStream();
            }
            client.showsNoMore("juliet");
        }
    }

    @Test
    void sees_a_status() {
        try (var colleague = juliet();
                var client = new Finch(server().endpoint(), romeo, false)) {
            Statuses.shows(colleague, "dnd", "Rehearsing");
            client.choosesFrom("juliet");
            client.shows("Do Not Disturb: Rehearsing");
        }
    }
}
