package stoa.conformance.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Session;
import stoa.conformance.wire.Transport;
import stoa.conformance.wire.Web;

/** {@code ./stoa domain add}, while the server runs and while it does not. */
@TestInstance(Lifecycle.PER_CLASS)
class DomainsTest {
    private static final String ITEMS = "<query xmlns='http://jabber.org/protocol/disco#items'/>";
    private static final String INFO = "<query xmlns='http://jabber.org/protocol/disco#info'/>";

    private final Account juliet = Account.of("juliet@example.org");
    private PackagedServer server;

    @BeforeAll
    void start() {
        server = (PackagedServer) TestServer.start(Setup.of("example.org").account(juliet));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Script.Ended add(String domain) throws Exception {
        return Script.stoa("", "domain", "add", domain, "--data", server.data().toString());
    }

    private void isServed(String domain, String name) throws Exception {
        Script.stoa(
                        "moonlight\n",
                        "user",
                        "add",
                        name + "@" + domain,
                        "--password-stdin",
                        "--data",
                        server.data().toString())
                .well();
        for (Transport transport : Transport.values()) {
            if (transport == Transport.PLAIN) {
                continue;
            }
            try (var session =
                    Session.signIn(
                            server.endpoint(),
                            name + "@" + domain,
                            "moonlight",
                            "",
                            transport,
                            "SCRAM-SHA-256")) {
                session.becomeAvailable();
                assertThat(session.ask("get", domain, ITEMS).toString())
                        .contains("conference." + domain)
                        .doesNotContain("example.org");
                assertThat(session.ask("get", "conference." + domain, INFO).toString())
                        .contains("http://jabber.org/protocol/muc");
            }
        }
        var endpoint = server.endpoint();
        for (int port : new int[] {endpoint.tlsPort(), endpoint.webPort()}) {
            assertThat(
                            Web.certificate(endpoint.host(), port, domain)
                                    .getSubjectAlternativeNames()
                                    .toString())
                    .contains(domain, "conference." + domain);
        }
        assertThat(Web.get(endpoint, domain, "/api/v1/instance"))
                .contains("\"domain\":\"" + domain + "\"")
                .doesNotContain("example.org");
        assertThat(Web.get(endpoint, domain, "/.well-known/host-meta"))
                .contains("wss://" + domain + "/xmpp-websocket");
    }

    @Test
    void a_domain_added_while_the_server_runs_is_served_at_once_and_after_a_restart()
            throws Exception {
        try (var before =
                Session.signIn(server.endpoint(), juliet.jid(), juliet.password(), "laptop")) {
            before.becomeAvailable();
            var added = add("verona.example");
            added.well();
            assertThat(added.said()).contains("verona.example");
            isServed("verona.example", "romeo");
            // Whoever was there stays, and meets a wall.
            assertThat(before.ask("get", "verona.example", INFO).need("type")).isEqualTo("error");
        }
        server.stop();
        add("mantua.example").well();
        server.startAgain();
        assertThat(server.readyLine()).contains("verona.example", "mantua.example");
        isServed("verona.example", "mercutio");
        isServed("mantua.example", "apothecary");
    }

    @Test
    void what_cannot_be_served_is_refused_with_a_sentence() throws Exception {
        add("example.org").plainly("example.org is served already");
        add("conference.example.org").plainly("where the other has a service");
        add("no domain").plainly("no domain");
    }

    @Test
    void the_domain_above_does_not_list_the_services_of_one_below() throws Exception {
        add("below.example.org").well();
        try (var session =
                Session.signIn(server.endpoint(), juliet.jid(), juliet.password(), "phone")) {
            assertThat(session.ask("get", "example.org", ITEMS).toString())
                    .contains("conference.example.org")
                    .doesNotContain("below");
        }
    }
}
