package stoa.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Session;

/**
 * A process without file descriptors. Whoever is in goes on talking, the operator is told in a
 * line, and when there are some again newcomers are let in, without a restart.
 */
@Tag("slow")
class FewDescriptorsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DESCRIPTORS = 400;
    private static final int TALK = 20;

    private final Account juliet = Account.of("juliet@example.org");
    private final Account romeo = Account.of("romeo@example.org");

    @Test
    void who_is_in_goes_on_and_the_operator_is_told() throws Exception {
        var setup =
                Setup.of("example.org")
                        .account(juliet)
                        .account(romeo)
                        .set("limits.enabled", "false");
        try (var server = (PackagedServer) TestServer.start(setup)) {
            allow(server.pid(), DESCRIPTORS);
            try (var author = signIn(server, juliet);
                    var reader = signIn(server, romeo)) {
                List<Socket> crowd = crowd(server, DESCRIPTORS);
                server.awaitLog(line -> line.contains("connections_not_taken port="), PATIENCE);
                for (int i = 0; i < TALK; i++) {
                    String id = "m" + i;
                    author.send(
                            "<message type='chat' to='%s' id='%s'><body>hi</body></message>"
                                    .formatted(romeo.jid(), id));
                    reader.inbox().need(id, one -> id.equals(one.attribute("id")), PATIENCE);
                }
                for (Socket one : crowd) {
                    one.close();
                }
                try (var late = signIn(server, romeo)) {
                    assertThat(
                                    late.ask("get", "example.org", "<ping xmlns='urn:xmpp:ping'/>")
                                            .attribute("type"))
                            .isEqualTo("result");
                }
            }
            assertThat(server.log().lines().filter(one -> one.contains("connections_not_taken")))
                    .as("once a minute")
                    .hasSizeLessThan(4);
            assertThat(server.log()).doesNotContain("DefaultChannelPipeline");
        }
    }

    private static void allow(long pid, int descriptors) throws Exception {
        var done =
                new ProcessBuilder(
                                "prlimit",
                                "--pid",
                                Long.toString(pid),
                                "--nofile=" + descriptors + ":" + descriptors)
                        .inheritIO()
                        .start();
        assertThat(done.waitFor()).isZero();
    }

    /** More connections than the server can take; those it has not taken wait in the backlog. */
    private static List<Socket> crowd(PackagedServer server, int size) throws IOException {
        List<Socket> crowd = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            var one = new Socket();
            one.connect(
                    new InetSocketAddress(server.endpoint().host(), server.endpoint().port()),
                    (int) PATIENCE.toMillis());
            crowd.add(one);
        }
        return crowd;
    }

    private static Session signIn(PackagedServer server, Account who) {
        var session = Session.signIn(server.endpoint(), who.jid(), who.password(), "");
        session.becomeAvailable();
        return session;
    }
}
