package stoa.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.SmallDisk;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;

/**
 * A disk without room. What cannot be stored is refused with an error of type {@code wait} and
 * heard by nobody; everything else goes on; and when there is room again, so does the talk, without
 * a restart.
 */
@Tag("slow")
class FullDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    private static final int SOME = 20;

    private final Account juliet = Account.of("juliet@example.org");
    private final Account romeo = Account.of("romeo@example.org");
    private final List<String> heard = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private int number;

    @Test
    void what_cannot_be_stored_is_refused_and_heard_by_nobody_until_there_is_room()
            throws IOException {
        try (var disk = SmallDisk.of(48)) {
            var setup =
                    Setup.of("example.org")
                            .account(juliet)
                            .account(romeo)
                            .set("limits.enabled", "false")
                            .within(disk);
            try (var server = PackagedServer.on(disk.path(), setup)) {
                try (var author = signIn(server, juliet);
                        var reader = signIn(server, romeo)) {
                    for (int i = 0; i < SOME; i++) {
                        assertThat(say(author, reader, "m" + number++)).isTrue();
                    }
                    disk.fill();
                    // What SQLite has room for already is still taken.
                    while (refused.size() < SOME) {
                        assertThat(number).as("messages taken by a full disk").isLessThan(5_000);
                        say(author, reader, "m" + number++);
                    }
                    assertThat(ping(author)).as("%s", server.log()).isEqualTo("result");
                    assertThat(ping(reader)).isEqualTo("result");
                    author.send("<presence><show>away</show></presence>");
                    reader.inbox()
                            .need(
                                    "presence, which is not stored",
                                    one -> one.child("show").isPresent(),
                                    PATIENCE);
                    try (var late = signIn(server, romeo)) {
                        assertThat(ping(late)).as("who signs in meanwhile").isEqualTo("result");
                    }
                    disk.makeRoom();
                    for (String again : List.copyOf(refused)) {
                        refused.remove(again);
                        assertThat(say(author, reader, again)).as(again).isTrue();
                    }
                    for (int i = 0; i < SOME; i++) {
                        assertThat(say(author, reader, "m" + number++)).isTrue();
                    }
                }
                assertThat(server.log())
                        .contains("is full")
                        .doesNotContain("soliloquy")
                        .doesNotContain(juliet.password())
                        .doesNotContain(romeo.password());
                server.kill();
                server.startAgain();
                assertThat(history(server, juliet)).isEqualTo(heard);
                assertThat(history(server, romeo)).isEqualTo(heard);
            }
        }
    }

    @Test
    void a_start_without_room_says_so_in_a_sentence() throws IOException {
        try (var disk = SmallDisk.of(16)) {
            disk.fill();
            assertThatThrownBy(
                            () ->
                                    PackagedServer.on(
                                            disk.path(), Setup.of("example.org").within(disk)))
                    .hasMessageContaining("stoa: The disk that holds " + disk.path() + " is full")
                    .message()
                    .doesNotContain("\tat ");
        }
    }

    private static Session signIn(PackagedServer server, Account who) {
        var session = Session.signIn(server.endpoint(), who.jid(), who.password(), "");
        session.becomeAvailable();
        return session;
    }

    private static String ping(Session session) {
        return session.ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>").attribute("type");
    }

    /** Says a line, and notes whether it was heard or came back. */
    private boolean say(Session author, Session reader, String id) {
        author.send(
                "<message type='chat' to='"
                        + romeo.jid()
                        + "' id='"
                        + id
                        + "'><body>soliloquy "
                        + id
                        + " "
                        + "x".repeat(3_000)
                        + "</body><origin-id xmlns='urn:xmpp:sid:0' id='"
                        + id
                        + "'/></message>");
        // Whatever the author hears of it comes before the answer to what was asked later; which
        // fails as well if it waited for the same commit.
        ping(author);
        var error =
                author.inbox()
                        .take(
                                one -> id.equals(one.attribute("id")) && isError(one),
                                0,
                                Duration.ZERO);
        if (error.isPresent()) {
            var why = error.get().element().child("error").orElseThrow();
            assertThat(why.attribute("type")).as("%s", why).isEqualTo("wait");
            assertThat(
                            why.child("resource-constraint", STANZA_ERRORS)
                                    .or(() -> why.child("internal-server-error", STANZA_ERRORS)))
                    .as("%s", why)
                    .isPresent();
            assertThat(ping(reader)).isEqualTo("result");
            assertThat(reader.inbox().holds(one -> id.equals(one.attribute("id"))))
                    .as("%s is heard though it was refused", id)
                    .isFalse();
            refused.add(id);
            return false;
        }
        reader.inbox().need(id, one -> id.equals(one.attribute("id")), PATIENCE);
        heard.add(id);
        return true;
    }

    private static boolean isError(Element message) {
        return "error".equals(message.attribute("type"));
    }

    /** The ids of an archive, oldest first. */
    private static List<String> history(PackagedServer server, Account who) {
        var ids = new ArrayList<String>();
        try (var session = Session.signIn(server.endpoint(), who.jid(), who.password(), "")) {
            String after = "";
            while (true) {
                var fin =
                        session.ask(
                                        "set",
                                        "",
                                        "<query xmlns='urn:xmpp:mam:2'><set"
                                                + " xmlns='http://jabber.org/protocol/rsm'><max>100</max>"
                                                + after
                                                + "</set></query>")
                                .child("fin")
                                .orElseThrow();
                while (true) {
                    var next =
                            session.inbox()
                                    .take(one -> one.child("result").isPresent(), 0, Duration.ZERO);
                    if (next.isEmpty()) {
                        break;
                    }
                    var result = next.get().element().child("result").orElseThrow();
                    after = "<after>" + result.attribute("id") + "</after>";
                    ids.add(
                            result.child("forwarded")
                                    .flatMap(one -> one.child("message"))
                                    .orElseThrow()
                                    .attribute("id"));
                }
                if ("true".equals(fin.attribute("complete"))) {
                    return ids;
                }
            }
        }
    }
}
