package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Romeo uses Profanity; Juliet's side is the suite's own client. */
class ProfanityTest extends ClientTest {
    private static final String ABOUT = "<query xmlns='http://jabber.org/protocol/disco#info'/>";

    /** Who wants to encrypt asks for the devices first, XEP-0384. */
    private static final String DEVICES =
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                    + "<items node='eu.siacs.conversations.axolotl.devicelist'/></pubsub>";

    private Profanity romeo() {
        var client = new Profanity(machine(), server().endpoint(), romeo);
        client.shows("logged in successfully");
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
            String from = Talk.hears(colleague, romeo.jid(), "But soft! <what> light & shade");
            Talk.says(colleague, from, "Ay me! 🌹");
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
                // Heard behind its acknowledgement, without which the words would wait again.
                client.types("I am back");
                Talk.hears(colleague, romeo.jid(), "I am back");
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

    @Test
    void reads_in_a_talk_what_was_said_on_another_device() {
        try (var phone = phone()) {
            Talk.says(phone, juliet.jid(), "Said from the phone");
            phone.ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>");
        }
        try (var client = romeo()) {
            client.types("/mam on");
            client.shows("Message Archive Management enabled");
            knowsTheServer(client);
            client.types("/msg " + juliet.jid());
            client.shows("Said from the phone");
        }
    }

    /** Behind this answer it has had those it asked for at sign-in, and knows what there is. */
    private static void knowsTheServer(Profanity client) {
        client.types("/disco info upload.example.org");
        client.shows("urn:xmpp:http:upload:0");
    }

    /**
     * Keys are made at a word of its user; the list of devices is published where there is none.
     */
    @Test
    void lets_others_encrypt_to_it() {
        try (var client = romeo();
                var phone = phone()) {
            client.types("/omemo gen");
            client.shows(
                    "its device published",
                    screen ->
                            phone.ask("get", romeo.jid(), DEVICES).toString().contains("<device "));
        }
    }

    /** A refused password is not the end: it knows that it is not in the room and may try again. */
    @Test
    void enters_a_room_whose_password_it_got_wrong_first() {
        try (var client = romeo();
                var colleague = juliet()) {
            Rooms.create(colleague, ROOM, "Juliet");
            Rooms.lock(colleague, ROOM, "wherefore");
            client.types("/join " + ROOM + " nick Romeo password therefore");
            client.shows("Error joining room " + ROOM);
            client.types("/join " + ROOM + " nick Romeo password wherefore");
            client.shows("-> You have joined the room as Romeo");
            Rooms.destroy(colleague, ROOM);
        }
    }

    @Test
    void names_a_room_in_the_form_of_its_configuration() {
        try (var client = romeo();
                var colleague = juliet()) {
            client.types("/join " + ROOM + " nick Romeo");
            client.shows("Room locked, requires configuration");
            client.types("/room config");
            client.shows("[field1] Name of the room");
            client.types("/field1 Orchard");
            client.shows("[field1] Name of the room: Orchard");
            client.types("/form submit");
            client.shows("Room configuration successful");
            assertThat(colleague.ask("get", ROOM, ABOUT).toString()).contains("name='Orchard'");
            client.types("/room destroy");
            client.shows("Room destroyed: " + ROOM);
        }
    }

    @Test
    void shows_and_sees_a_status() {
        try (var client = romeo();
                var colleague = juliet()) {
            Statuses.shows(colleague, "dnd", "Rehearsing");
            client.shows("is dnd, \"Rehearsing\"");
            client.types("/status set away \"In the orchard\"");
            Statuses.sees(colleague, romeo.jid(), "away", "In the orchard");
        }
    }

    @Test
    void shares_a_file() {
        try (var client = romeo();
                var colleague = juliet();
                var file = new SharedFile("sonnet.txt", "Shall I compare thee")) {
            knowsTheServer(client);
            client.types("/msg " + juliet.jid());
            client.types("/sendfile " + file.path());
            file.arrives(colleague, server().endpoint(), romeo.jid());
        }
    }
}
