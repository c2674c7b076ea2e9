package stoa.conformance.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Session;

/** What an administrator orders from a client (XEP-0133), with the process that obeys. */
class AdministrationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Account escalus = Account.of("escalus@example.org");
    private final Account juliet = Account.of("juliet@example.org");

    private static String node(String command) {
        return "node='http://jabber.org/protocol/admin#" + command + "'";
    }

    private static String field(String name, String value) {
        return "<field var='" + name + "'><value>" + value + "</value></field>";
    }

    /** Runs a command of one form. */
    private static void run(Session admin, String command, String fields) {
        String start = "<command xmlns='http://jabber.org/protocol/commands' " + node(command);
        String opened = admin.ask("set", "", start + "/>").toString();
        var session = Pattern.compile("sessionid=['\"]([^'\"]+)['\"]").matcher(opened);
        assertThat(session.find()).as(opened).isTrue();
        String done =
                admin.ask(
                                "set",
                                "",
                                start
                                        + " sessionid='"
                                        + session.group(1)
                                        + "'><x xmlns='jabber:x:data' type='submit'>"
                                        + field("FORM_TYPE", "http://jabber.org/protocol/admin")
                                        + fields
                                        + "</x></command>")
                        .toString();
        assertThat(done).contains("completed").doesNotContain("type='error'");
    }

    private static boolean hasStartedTwice(String log) {
        return log.lines().filter(line -> line.startsWith("stoa ready")).count() == 2;
    }

    @Test
    void the_server_is_restarted_and_shut_down_from_a_client() {
        var setup =
                Setup.of("example.org")
                        .account(escalus)
                        .account(juliet)
                        .set("admins", "[\"escalus@example.org\"]");
        try (var server = (PackagedServer) TestServer.start(setup)) {
            long pid = server.pid();
            try (var admin =
                    Session.signIn(server.endpoint(), escalus.jid(), escalus.password(), "a")) {
                admin.becomeAvailable();
                run(admin, "set-motd", field("motd", "The prince has spoken."));
                run(admin, "restart", field("delay", "0"));
                admin.inbox().awaitClosed(PATIENCE);
            }
            server.awaitLog(AdministrationTest::hasStartedTwice, PATIENCE);
            assertThat(server.pid()).isEqualTo(pid);
            try (var person =
                    Session.signIn(server.endpoint(), juliet.jid(), juliet.password(), "b")) {
                person.becomeAvailable();
                assertThat(
                                person.inbox()
                                        .need(
                                                "the message of the day",
                                                element -> element.name().equals("message"),
                                                PATIENCE)
                                        .toString())
                        .contains("The prince has spoken.");
            }
            try (var admin =
                    Session.signIn(server.endpoint(), escalus.jid(), escalus.password(), "a")) {
                admin.becomeAvailable();
                run(admin, "shutdown", field("delay", "0"));
            }
            assertThat(server.awaitExit(PATIENCE)).isZero();
            assertThat(server.log())
                    .contains("admin_command command=shutdown by=escalus@example.org")
                    .doesNotContain("The prince has spoken.")
                    .doesNotContain("close_failed");
        }
    }
}
