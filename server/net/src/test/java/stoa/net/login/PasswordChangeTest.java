package stoa.net.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stoa.net.TestClient;
import stoa.net.TestServer;
import stoa.net.Transport;
import stoa.net.XmppClient;
import stoa.testkit.Spec;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/** Who has signed in with a password that is good no longer, and has no session yet. */
class PasswordChangeTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");
    private static final String BIND =
            "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";

    @TempDir private Path directory;
    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void expectNotAuthorized(TestClient client) {
        Element error = client.expect("error");
        assertThat(error.child("not-authorized", StreamError.NAMESPACE))
                .as(error.toString())
                .isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    @Spec(rfc = 6120, section = "4.9.3.12", says = "not-authorized")
    void a_stream_that_signed_in_before_does_not_bind_afterwards(Transport transport) {
        try (TestClient juliet = transport.signedIn(server);
                TestClient romeo = transport.signedIn(server)) {
            server.passwordChanges.changed(JULIET);

            juliet.send(BIND);

            expectNotAuthorized(juliet);
            romeo.send("<resume xmlns='urn:xmpp:sm:3' previd='x' h='0'/>");
            expectNotAuthorized(romeo);
            assertThat(server.gate.sessions).isEmpty();
        }
        try (TestClient juliet = transport.signedIn(server)) {
            assertThat(juliet.bind("balcony")).isEqualTo("juliet@example.org/balcony");
        }
    }

    @Test
    void nor_one_that_is_being_bound_meanwhile() throws Exception {
        CompletableFuture<@Nullable StanzaError> bound = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        server.gate.binding =
                session -> {
                    asked.countDown();
                    return bound;
                };
        try (TestClient juliet = Transport.DIRECT_TLS.signedIn(server)) {
            juliet.send(BIND);
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

            server.passwordChanges.changed(JULIET);
            bound.complete(null);

            expectNotAuthorized(juliet);
            assertThat(server.gate.ended.poll(30, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void other_accounts_are_not_concerned() {
        try (XmppClient romeo = XmppClient.connectTls(server.directPort(), TestServer.DOMAIN)) {
            romeo.open(TestServer.DOMAIN);
            romeo.login("romeo");

            server.passwordChanges.changed(JULIET);

            assertThat(romeo.bind("orchard")).isEqualTo("romeo@example.org/orchard");
        }
    }

    @Test
    void the_last_ten_thousand_changes_are_remembered() {
        PasswordChanges changes = new PasswordChanges();
        long before = changes.count();
        for (int i = 0; i <= PasswordChanges.MOST; i++) {
            changes.changed(BareJid.of("p" + i + "@example.org"));
        }

        assertThat(changes.since(before, BareJid.of("p0@example.org"))).isFalse();
        assertThat(changes.since(before, BareJid.of("p1@example.org"))).isTrue();
        assertThat(changes.since(changes.count(), BareJid.of("p1@example.org"))).isFalse();
    }
}
