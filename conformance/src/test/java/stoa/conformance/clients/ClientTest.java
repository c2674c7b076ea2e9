package stoa.conformance.clients;

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
 * a client.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ClientTest {
    static final String ROOM = "garden@conference.example.org";

    final Account juliet = Account.of("juliet@example.org");
    final Account romeo = Account.of("romeo@example.org");
    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.start(Setup.of("example.org").account(juliet).account(romeo));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    final TestServer server() {
        return server;
    }

    final Session juliet() {
        var session = Session.signIn(server.endpoint(), juliet.jid(), juliet.password(), "laptop");
        session.becomeAvailable();
        return session;
    }
}
