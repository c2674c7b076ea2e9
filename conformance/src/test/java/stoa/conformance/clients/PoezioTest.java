package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Romeo uses poezio; Juliet's side is the suite's own client. */
@Tag("slow")
class PoezioTest extends ClientTest {
    private static final String PING = "<ping xmlns='urn:xmpp:ping'/>";

    /** How its list shows a contact with one client. */
    private static final String JULIET = "juliet (juliet@example.org) (1)";

    /**
     * Waits until what was just said is older than the present second: up to its beginning poezio
     * asks the archive, and never again for what came since.
     */
    private static void untilItIsHistory() {
        Instant next = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        while (Instant.now().isBefore(next)) {
            LockSupport.parkNanos(Duration.between(Instant.now(), next).toNanos());
        }
    }

    private Poezio romeo() {
        var client = new Poezio(machine(), romeo);
        client.shows("Authentication success.");
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
                client.shows(JULIET);
                colleague.connection().closeStream();
            }
            client.shows("juliet is offline");
        }
    }

    @Test
    void sends_and_receives() {
        try (var client = romeo();
                var colleague = juliet()) {
            client.shows(JULIET);
            client.types("/message juliet@example.org But soft! <what> light & shade");
            Talk.hears(colleague, romeo.jid(), "But soft! <what> light & shade");
            Talk.says(colleague, romeo.jid(), "Ay me! 🌹");
            client.shows("Ay me! 🌹");
        }
    }

    @Test
    void gets_what_was_said_meanwhile_on_return_and_only_once() {
        try (var colleague = juliet()) {
            Talk.says(colleague, romeo.jid(), "Come back");
            colleague.ask("get", "example.org", PING);
            try (var client = romeo()) {
                client.types("/message juliet@example.org");
                assertThat(client.shows("Come back").split("Come back", -1)).hasSize(2);
            }
        }
    }

    @Test
    void joins_a_room_and_talks() {
        try (var client = romeo();
                var colleague = juliet()) {
            Rooms.create(colleague, ROOM, "Juliet");
            client.types("/join " + ROOM + "/Romeo");
            client.shows("You (Romeo) joined the room");
            client.types("Is it the east?");
            Rooms.hears(colleague, ROOM + "/Romeo", "Is it the east?");
            Rooms.says(colleague, ROOM, "It is");
            client.shows("Juliet> It is");
            client.shows("Romeo> Is it the east?");
            Rooms.destroy(colleague, ROOM);
        }
    }

    @Test
    void reads_what_was_said_in_a_room_before() {
        try (var colleague = juliet()) {
            Rooms.create(colleague, ROOM, "Juliet");
            Rooms.says(colleague, ROOM, "Speak again");
            Rooms.hears(colleague, ROOM + "/Juliet", "Speak again");
            untilItIsHistory();
            try (var client = romeo()) {
                client.types("/join " + ROOM + "/Romeo");
                client.shows("You (Romeo) joined the room");
                client.scrollsUpTo("Juliet> Speak again");
            }
            Rooms.destroy(colleague, ROOM);
        }
    }

    @Test
    void reads_in_a_talk_what_was_said_on_another_device() {
        try (var phone = phone()) {
            Talk.says(phone, juliet.jid(), "Said from the phone");
            phone.ask("get", "example.org", PING);
        }
        untilItIsHistory();
        try (var client = romeo()) {
            client.types("/message juliet@example.org");
            client.scrollsUpTo("Said from the phone");
        }
    }

    @Test
    void shows_and_sees_a_status() {
        try (var client = romeo();
                var colleague = juliet()) {
            client.shows(JULIET);
            Statuses.shows(colleague, "dnd", "Rehearsing");
            client.types("/message juliet@example.org");
            client.shows("Rehearsing");
            client.types("/status away In the orchard");
            Statuses.sees(colleague, romeo.jid(), "away", "In the orchard");
        }
    }
}
