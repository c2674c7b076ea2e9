package stoa.conformance.clients;

import static stoa.conformance.wire.Connection.PATIENCE;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import stoa.conformance.server.Account;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Inbox;
import stoa.conformance.wire.Session;

/**
 * Romeo uses somebody else's client; Juliet's side is the suite's own. One server for all tests of
 * a client, and one machine for its user where it needs one.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ClientTest {
    static final String ROOM = "garden@conference.example.org";

    final Account juliet = Account.of("juliet@example.org");
    final Account romeo = Account.of("romeo@example.org");
    private @Nullable TestServer server;
    private @Nullable ClientMachine machine;

    @BeforeAll
    void start() {
        server = TestServer.start(Setup.of("example.org").account(juliet).account(romeo));
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

    final TestServer server() {
        return Objects.requireNonNull(server);
    }

    /** Where the domain's names lead to the server, and its certificate is trusted. */
    final ClientMachine machine() {
        if (machine == null) {
            machine = new ClientMachine(server().endpoint(), "example.org");
        }
        return machine;
    }

    final Session juliet() {
        var session =
                Session.signIn(server().endpoint(), juliet.jid(), juliet.password(), "laptop");
        session.becomeAvailable();
        return session;
    }

    /**
     * Waits until nobody is signed in as Romeo any more, and takes what is left waiting for him.
     * The server misses who has left in an earlier test when it comes to it; until then they get
     * what is said to him, and nobody who is not there reads it.
     */
    final void romeoHasLeft() {
        String roster = "<query xmlns='jabber:iq:roster'/>";
        try (var sweeper =
                Session.signIn(server().endpoint(), romeo.jid(), romeo.password(), "sweeper")) {
            sweeper.becomeAvailable();
            // What is told of his other devices comes before the answer.
            sweeper.ask("get", "", roster);
            for (var other = device(sweeper); other.isPresent(); other = device(sweeper)) {
                String address = other.get().element().need("from");
                sweeper.inbox()
                        .need(
                                address + " leaving",
                                one ->
                                        address.equals(one.attribute("from"))
                                                && "unavailable".equals(one.attribute("type")),
                                PATIENCE);
            }
            // Behind the answer nobody who comes sees this one.
            sweeper.send("<presence type='unavailable'/>");
            sweeper.ask("get", "", roster);
            sweeper.connection().closeStream();
        }
    }

    /** Another device of his that has been told of as being here. */
    private Optional<Inbox.Numbered> device(Session session) {
        return session.inbox()
                .take(
                        one ->
                                one.name().equals("presence")
                                        && one.attribute("type") == null
                                        && one.need("from").startsWith(romeo.jid() + "/")
                                        && !session.jid().equals(one.need("from")),
                        0,
                        Duration.ZERO);
    }

    /** Another device of Romeo's, by the suite's own client, which shows no presence. */
    final Session phone() {
        return Session.signIn(server().endpoint(), romeo.jid(), romeo.password(), "phone");
    }
}
