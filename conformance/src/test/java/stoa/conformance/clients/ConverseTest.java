package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.util.Base64;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Romeo uses Converse.js, over WebSocket and from a page of another origin; Juliet's side is the
 * suite's own client. One browser for all, opened again where that is what the test is about.
 */
@Tag("slow")
class ConverseTest extends ClientTest {
    private static final String SAID = ".chat-msg__text";

    private @Nullable Converse open;

    private Converse romeo() {
        if (open == null) {
            open = new Converse(machine(), romeo);
            open.sees("signed-in");
        }
        return open;
    }

    @AfterAll
    void leave() {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    @Test
    void sees_the_colleague_come_and_go_without_adding_anybody() {
        var client = romeo();
        try (var colleague = juliet()) {
            client.shows(".contact-name--online", "juliet");
            colleague.connection().closeStream();
        }
        client.shows(".contact-name--offline", "juliet");
    }

    @Test
    void shows_and_sees_a_status() {
        var client = romeo();
        try (var colleague = juliet()) {
            Statuses.shows(colleague, "dnd", "Rehearsing");
            client.shows(".contact-name--dnd", "juliet");
            client.does("status", "show", "xa", "message", "In the orchard");
            Statuses.sees(colleague, romeo.jid(), "xa", "In the orchard");
        }
    }

    @Test
    void sends_and_receives() {
        var client = romeo();
        try (var colleague = juliet()) {
            client.does("open", "other", juliet.jid());
            client.does("type", "text", "But soft! 🌹 <what> light & shade");
            Talk.hears(colleague, romeo.jid(), "But soft! 🌹 <what> light & shade");
            client.shows(SAID, "But soft! 🌹 <what> light & shade");
            Talk.says(colleague, romeo.jid(), "Ay me!");
            client.shows(SAID, "Ay me!");
        }
    }

    @Test
    void gets_what_was_said_meanwhile_on_return_and_only_once() {
        leave();
        try (var colleague = juliet()) {
            Talk.says(colleague, romeo.jid(), "Come back");
            colleague.ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>");
            var client = romeo();
            client.does("open", "other", juliet.jid());
            client.shows(SAID, "Come back");
            Talk.says(colleague, romeo.jid(), "Here again");
            client.shows(SAID, "Here again");
            assertThat(client.count(SAID, "Come back")).isEqualTo(1);
        }
    }

    @Test
    void shows_what_was_said_on_another_device_before() {
        leave();
        try (var phone = phone()) {
            Talk.says(phone, juliet.jid(), "Said from the phone");
            phone.ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>");
        }
        var client = romeo();
        client.does("open", "other", juliet.jid());
        client.shows(SAID, "Said from the phone");
    }

    @Test
    void joins_a_room_reads_its_history_and_talks() {
        var client = romeo();
        try (var colleague = juliet()) {
            Rooms.create(colleague, ROOM, "Juliet");
            Rooms.says(colleague, ROOM, "Speak again");
            client.does("join", "room", ROOM, "nick", "Romeo");
            client.sees("joined");
            client.shows(SAID, "Speak again");
            client.does("type", "text", "Is it the east?");
            Rooms.hears(colleague, ROOM + "/Romeo", "Is it the east?");
            Rooms.says(colleague, ROOM, "It is");
            client.shows(SAID, "It is");
            assertThat(client.count(SAID, "Speak again")).isEqualTo(1);
            Rooms.destroy(colleague, ROOM);
        }
    }

    @Test
    void is_in_its_room_again_by_the_bookmark_it_has_left() {
        String room = "balcony@conference.example.org";
        try (var colleague = juliet()) {
            Rooms.create(colleague, room, "Juliet");
            var client = romeo();
            client.does("join", "room", room, "nick", "Romeo");
            client.sees("joined");
            Rooms.seesComing(colleague, room + "/Romeo"); // the first time
            client.does("bookmark", "room", room);
            client.sees("bookmarked");
            isKept(room);
            leave();
            Rooms.seesLeaving(colleague, room + "/Romeo");
            romeo();
            Rooms.seesComing(colleague, room + "/Romeo");
            Rooms.destroy(colleague, room);
        }
    }

    /** Converse says that there is a bookmark before it sends it, and nothing when it has. */
    private void isKept(String room) {
        String bookmarks =
                "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items"
                        + " node='urn:xmpp:bookmarks:1'/></pubsub>";
        try (var phone = phone()) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            String kept = phone.ask("get", "", bookmarks).toString();
            while (!kept.contains(room)) {
                assertThat(System.nanoTime()).as(kept).isLessThan(deadline);
                LockSupport.parkNanos(50_000_000);
                kept = phone.ask("get", "", bookmarks).toString();
            }
        }
    }

    @Test
    void shares_a_file() {
        var client = romeo();
        try (var colleague = juliet();
                var file = new SharedFile("sonnet.txt", "Shall I compare thee")) {
            client.does("open", "other", juliet.jid());
            client.sees("opened");
            client.does("file", "path", file.path());
            file.arrives(colleague, server().endpoint(), romeo.jid());
        }
    }

    @Test
    void reads_a_card_and_the_avatar_that_was_published_by_pep() {
        var client = romeo();
        byte[] picture = Avatars.PNG;
        try (var colleague = juliet()) {
            colleague.ask("set", "", "<vCard xmlns='vcard-temp'><NICKNAME>Jule</NICKNAME></vCard>");
            Avatars.publish(colleague, picture);
            client.does("card", "other", juliet.jid());
            var card = client.sees("card");
            assertThat(card.get("nickname").asText()).isEqualTo("Jule");
            assertThat(card.get("type").asText()).isEqualTo("image/png");
            assertThat(Base64.getMimeDecoder().decode(card.get("picture").asText()))
                    .isEqualTo(picture);
        }
    }
}
