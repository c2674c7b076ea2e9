package stoa.conformance.clients;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import stoa.conformance.server.Account;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
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

    /** Another device of Romeo's, by the suite's own client, which shows no presence. */
    final Session phone() {
        return Session.signIn(server().endpoint(), romeo.jid(), romeo.password(), "phone");
    }
}
