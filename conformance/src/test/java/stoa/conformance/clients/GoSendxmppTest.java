package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Romeo's machines report by go-sendxmpp, which signs in with PLAIN only and checks the
 * certificate; Juliet's side is the suite's own client.
 */
class GoSendxmppTest extends ClientTest {
    private GoSendxmpp romeo() {
        return new GoSendxmpp(machine(), romeo);
    }

    @BeforeEach
    void empty() {
        romeoHasLeft();
    }

    @Test
    void is_seen_coming_and_going() {
        try (var colleague = juliet()) {
            var listener = romeo().listens();
            assertThat(Statuses.seesComing(colleague, romeo.jid())).contains("/go-sendxmpp");
            listener.close();
            Statuses.seesLeaving(colleague, romeo.jid());
        }
    }

    @Test
    void sends_and_receives() {
        try (var colleague = juliet()) {
            romeo().sends("But soft! 🌹 <what> light & shade", juliet.jid());
            Talk.hears(colleague, romeo.jid(), "But soft! 🌹 <what> light & shade");
            Statuses.seesLeaving(colleague, romeo.jid());
            colleague.inbox().clear(); // what came before the listener
            try (var listener = romeo().listens()) {
                Talk.says(colleague, Statuses.seesComing(colleague, romeo.jid()), "Ay me! 🌹");
                assertThat(listener.line()).contains(juliet.jid()).endsWith(": Ay me! 🌹");
            }
        }
    }

    @Test
    void gets_what_was_said_meanwhile_on_return() {
        try (var colleague = juliet()) {
            Talk.says(colleague, romeo.jid(), "Come back");
            colleague.ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>");
            try (var listener = romeo().listens()) {
                assertThat(listener.line()).endsWith(": Come back");
            }
        }
    }

    @Test
    void speaks_in_a_room() {
        try (var colleague = juliet()) {
            Rooms.create(colleague, ROOM, "Juliet");
            romeo().sends("Is it the east?", "--chatroom", "--alias", "Romeo", ROOM);
            Rooms.hears(colleague, ROOM + "/Romeo", "Is it the east?");
            Rooms.destroy(colleague, ROOM);
        }
    }

    @Test
    void shares_a_file() {
        try (var colleague = juliet();
                var file = new SharedFile("report.txt", "all quiet in Verona")) {
            romeo().sends("", "--http-upload", file.path(), juliet.jid());
            file.arrives(colleague, server().endpoint(), romeo.jid());
        }
    }
}
