package stoa.conformance.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Session;
import stoa.conformance.wire.Transport;
import stoa.conformance.wire.Web;

/** What the ports answer to operators and their tools, and what configuration changes there. */
@TestInstance(Lifecycle.PER_CLASS)
class PortsTest {
    private final Account juliet = Account.of("juliet@example.org");
    private final Account romeo = Account.of("romeo@example.org");
    private PackagedServer server;

    @BeforeAll
    void start() {
        server =
                (PackagedServer)
                        TestServer.start(
                                Setup.of("example.org")
                                        .account(juliet)
                                        .account(romeo)
                                        .set("admins", "[\"romeo@example.org\"]")
                                        .set("xmpp.s2s_port", "0")
                                        .set("s2s.enabled", "true")
                                        .set("sasl.channel_binding", "\"off\"")
                                        .set("roster.everyone_limit", "1")
                                        .set("limits.enabled", "false"));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void health_and_metrics_answer() throws Exception {
        var endpoint = server.endpoint();
        assertThat(Web.get(endpoint, "example.org", "/health/live"))
                .startsWith("HTTP/1.1 200")
                .contains("\"live\"");
        assertThat(Web.get(endpoint, "example.org", "/health/ready"))
                .startsWith("HTTP/1.1 200")
                .contains("\"ready\"");
        try (var session = Session.signIn(endpoint, juliet.jid(), juliet.password(), "x")) {
            session.becomeAvailable();
            assertThat(Web.get(endpoint, "example.org", "/metrics"))
                    .containsIgnoringCase("content-type: text/plain; version=0.0.4")
                    .containsPattern("(?m)^stoa_sessions [1-9]")
                    .containsPattern("(?m)^stoa_people [1-9]")
                    .containsPattern("(?m)^stoa_journal_commits_total ")
                    .doesNotContain(juliet.jid());
        }
    }

    /** docs/operating/monitoring.md is the list of our metrics. */
    @Test
    void every_metric_of_ours_is_explained() throws Exception {
        String page =
                Files.readString(PackagedServer.root().resolve("docs/operating/monitoring.md"));
        List<String> ours =
                Web.get(server.endpoint(), "example.org", "/metrics")
                        .lines()
                        .filter(line -> line.startsWith("# TYPE stoa_"))
                        .map(line -> line.split(" ", 4)[2])
                        .toList();
        assertThat(ours).isNotEmpty().allSatisfy(name -> assertThat(page).contains("`" + name));
    }

    @Test
    void plain_http_on_the_web_port_is_sent_to_https() throws Exception {
        var endpoint = server.endpoint();
        try (var socket = new Socket(endpoint.host(), endpoint.webPort())) {
            assertThat(Web.get(socket, "example.org:8443", "/rooms"))
                    .contains("\r\nLocation: https://example.org:8443/rooms\r\n");
        }
    }

    @Test
    void channel_binding_is_not_offered_when_it_is_off() {
        try (var stream = Connection.open(server.endpoint(), "example.org", Transport.STARTTLS)) {
            assertThat(stream.features().toString())
                    .contains("SCRAM-SHA-256")
                    .doesNotContain("-PLUS");
        }
    }

    @Test
    void beyond_the_limit_nobody_is_listed() {
        try (var session =
                Session.signIn(server.endpoint(), juliet.jid(), juliet.password(), "z")) {
            assertThat(session.ask("get", "", "<query xmlns='jabber:iq:roster'/>").toString())
                    .doesNotContain("romeo");
        }
    }

    @Test
    void admins_of_the_configuration_have_their_rights() {
        String token = "<token xmlns='urn:stoa:api:0'/>";
        try (var admin = Session.signIn(server.endpoint(), romeo.jid(), romeo.password(), "a");
                var other =
                        Session.signIn(server.endpoint(), juliet.jid(), juliet.password(), "a")) {
            assertThat(admin.ask("get", "example.org", token).need("type")).isEqualTo("result");
            assertThat(other.ask("get", "example.org", token).need("type")).isEqualTo("error");
        }
    }

    @Test
    void what_is_for_later_says_so() throws Exception {
        Script.stoa("", "place", "add", "sales").plainly("'place' is not there yet");
        assertThat(Script.stoa("", "help").said()).doesNotContain("place ");
    }

    @Test
    void it_ends_in_time_with_hundreds_of_clients_and_tells_them() throws Exception {
        var setup = Setup.of("example.org").set("limits.enabled", "false");
        List<Account> people =
                IntStream.range(0, 50).mapToObj(n -> Account.of("p" + n + "@example.org")).toList();
        people.forEach(setup::account);
        try (var other = (PackagedServer) TestServer.start(setup)) {
            List<Session> sessions = new ArrayList<>();
            // They stay as long as the others take to come; who does not sign in is shown the door.
            for (int device = 0; device < 6; device++) {
                for (Account who : people) {
                    sessions.add(
                            Session.signIn(
                                    other.endpoint(), who.jid(), who.password(), "d" + device));
                }
            }
            sessions.add(
                    new Session(
                            Connection.open(other.endpoint(), "example.org", Transport.STARTTLS)));
            other.stopInTime(); // fails by itself after ten seconds
            for (Session session : sessions) {
                assertThat(
                                session.inbox()
                                        .awaits(
                                                one -> one.child("system-shutdown").isPresent(),
                                                PATIENCE))
                        .isTrue();
                session.close();
            }
        }
    }

    private Duration cpu() {
        return ProcessHandle.of(server.pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
    }

    @Test
    void ten_thousand_people_are_imported_while_it_runs(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("people.csv");
        Files.write(
                file,
                IntStream.range(0, 10_000)
                        .mapToObj(n -> "p" + n + "@crowd.example,password-" + n + ",Person " + n)
                        .toList());
        Script.stoa("", "domain", "add", "crowd.example", "--data", server.data().toString())
                .well();
        Duration before = cpu();
        long begun = System.nanoTime();
        var ended =
                Script.stoa(
                        "", "user", "import", file.toString(), "--data", server.data().toString());
        long tookMs = (System.nanoTime() - begun) / 1_000_000;
        ended.well();
        assertThat(ended.said()).contains("10000 of 10000 people were added");
        System.out.println("10,000 people imported in " + tookMs + " ms");
        // Not the time, which is the machine's. Most of it is deriving keys, about 2 ms a person.
        assertThat(cpu().minus(before)).isLessThan(Duration.ofMinutes(2));
        try (var session =
                Session.signIn(server.endpoint(), "p9999@crowd.example", "password-9999", "")) {
            assertThat(session.jid()).startsWith("p9999@crowd.example/");
        }
    }
}
