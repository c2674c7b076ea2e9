package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Session;

/**
 * An alias whose members use Profanity and slixmpp, which know nothing of aliases: two people ask
 * at once, each is a contact of its own, and answering is replying to it.
 */
@TestInstance(Lifecycle.PER_CLASS)
class AliasClientsTest {
    private static final String SUPPORT = "support@example.org";
    private static final String NURSES = "nurse+support@alias.example.org";
    private static final String MERCUTIOS = "mercutio+support@alias.example.org";

    private final Account juliet = Account.of("juliet@example.org");
    private final Account romeo = Account.of("romeo@example.org");
    private final Account mercutio = Account.of("mercutio@example.org");
    private final Account nurse = Account.of("nurse@example.org");
    private PackagedServer server;
    private ClientMachine machine;

    @BeforeAll
    void start() throws IOException {
        server =
                (PackagedServer)
                        TestServer.start(
                                Setup.of("example.org")
                                        .account(juliet)
                                        .account(romeo)
                                        .account(mercutio)
                                        .account(nurse));
        server.command(
                "alias",
                "add",
                SUPPORT,
                "--name",
                "Support",
                "--member",
                juliet.jid(),
                "--member",
                romeo.jid());
        machine = new ClientMachine(server.endpoint(), "example.org");
    }

    @AfterAll
    void stop() {
        if (machine != null) {
            machine.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private Session online(Account account) {
        var session =
                Session.signIn(server.endpoint(), account.jid(), account.password(), "laptop");
        session.becomeAvailable();
        return session;
    }

    private static void asks(Session person, String text) {
        person.send(
                "<message type='chat' to='" + SUPPORT + "'><body>" + text + "</body></message>");
    }

    private static String answer(Session person, String text) {
        return person.inbox()
                .need(
                        text,
                        one ->
                                one.name().equals("message")
                                        && one.child("body")
                                                .filter(body -> body.text().equals(text))
                                                .isPresent(),
                        PATIENCE)
                .toString();
    }

    @Test
    void two_people_ask_at_once_and_members_answer_each_in_a_contact_of_its_own()
            throws IOException {
        assertThat(server.command("alias", "list")).contains(SUPPORT, "2 members");
        try (var profanity = new Profanity(machine, server.endpoint(), romeo);
                var slixmpp = new Slixmpp(server.endpoint(), juliet);
                var first = online(mercutio);
                var second = online(nurse)) {
            profanity.shows("logged in successfully");
            slixmpp.sees("signed-in");
            asks(first, "The printer is on fire");
            asks(second, "I am weary");
            slixmpp.sees(
                    "message",
                    one ->
                            one.get("body").asText().equals("The printer is on fire")
                                    && one.get("sender").asText().startsWith(MERCUTIOS));
            slixmpp.sees(
                    "message",
                    one ->
                            one.get("body").asText().equals("I am weary")
                                    && one.get("sender").asText().startsWith(NURSES));
            profanity.shows("chat message: mercutio (Support)");
            profanity.shows("chat message: nurse (Support)");
            profanity.types("/roster group show Support");
            profanity.shows("nurse (Support)");

            profanity.types("/msg " + NURSES + " Take a rest");
            String rested = answer(second, "romeo: Take a rest");
            assertThat(rested).contains("from='" + SUPPORT + "'").doesNotContain(romeo.jid());
            slixmpp.sees("message", one -> one.get("body").asText().equals("romeo: Take a rest"));
            slixmpp.does("send", "to", MERCUTIOS, "body", "Water it");
            answer(first, "juliet: Water it");

            slixmpp.does("send", "to", NURSES, "body", "!take");
            slixmpp.sees(
                    "message",
                    one -> one.get("body").asText().equals("juliet has taken this conversation."));
            profanity.types("/msg " + NURSES);
            profanity.shows("juliet has taken this conversation.");
        }
        try (var later = new Slixmpp(server.endpoint(), juliet)) {
            assertThat(later.sees("signed-in").get("roster").toString())
                    .contains(SUPPORT, NURSES, MERCUTIOS);
        }
    }

    @Test
    void an_address_is_an_alias_or_an_account(@TempDir Path directory) throws IOException {
        Path people =
                Files.writeString(
                        directory.resolve("people.csv"), SUPPORT + ",a long enough password\n");
        assertThatThrownBy(() -> server.command("user", "import", people.toString()))
                .hasMessageContaining("exists already");
        assertThatThrownBy(() -> server.command("alias", "add", juliet.jid()))
                .hasMessageContaining("is a person's account");
        assertThatThrownBy(() -> server.command("alias", "members", nurse.jid()))
                .hasMessageContaining("is no alias");
    }
}
