package stoa.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.net.TestServer;
import stoa.net.XmppClient;
import stoa.xmpp.xml.Element;

/** Streams over TCP from the first byte to a session. */
class TcpStreamTest {
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

    @Test
    void starttls_then_plain_then_a_resource() {
        try (XmppClient juliet = XmppClient.connect(server.startTlsPort())) {
            Element features = juliet.open(TestServer.DOMAIN);
            assertThat(features.child("starttls", "urn:ietf:params:xml:ns:xmpp-tls")).isNotNull();
            assertThat(features.child("mechanisms", "urn:ietf:params:xml:ns:xmpp-sasl")).isNull();
            Element secured = juliet.startTls(TestServer.DOMAIN);
            assertThat(secured.child("mechanisms", "urn:ietf:params:xml:ns:xmpp-sasl")).isNotNull();
            Element after = juliet.login("juliet");
            assertThat(after.child("bind", "urn:ietf:params:xml:ns:xmpp-bind")).isNotNull();
            assertThat(juliet.bind("balcony")).isEqualTo("juliet@example.org/balcony");
            juliet.expectNothingElse("p1");
        }
    }

    @Test
    void direct_tls_with_alpn() {
        try (XmppClient juliet = XmppClient.connectTls(server.directPort(), TestServer.DOMAIN)) {
            assertThat(juliet.applicationProtocol()).isEqualTo("xmpp-client");
            juliet.open(TestServer.DOMAIN);
            juliet.login("juliet");
            assertThat(juliet.bind("balcony")).isEqualTo("juliet@example.org/balcony");
        }
    }

    @Test
    void two_sessions_talk() {
        try (XmppClient juliet = XmppClient.session(server, "juliet", "balcony");
                XmppClient romeo = XmppClient.session(server, "romeo", "orchard")) {
            juliet.send(
                    "<message to='romeo@example.org/orchard' type='chat' id='m1'>"
                            + "<body>Good night &amp; sleep</body></message>");
            Element message = romeo.expect("message");
            assertThat(message.attribute("from")).isEqualTo("juliet@example.org/balcony");
            assertThat(message.childText("body")).isEqualTo("Good night & sleep");
        }
    }
}
