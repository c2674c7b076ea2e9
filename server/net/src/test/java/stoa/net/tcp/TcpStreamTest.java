package stoa.net.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.net.TestServer;
import stoa.net.XmppClient;
import stoa.testkit.Spec;
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
    @Spec(rfc = 6120, section = "4.6.1", says = "white space between elements means nothing")
    void a_line_that_ends_behind_the_sign_in_is_of_the_stream_before() {
        try (XmppClient juliet = XmppClient.connectTls(server.directPort(), TestServer.DOMAIN)) {
            juliet.open(TestServer.DOMAIN);
            juliet.send(
                    "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                            + Base64.getEncoder()
                                    .encodeToString(
                                            ("\0juliet\0" + TestServer.PASSWORD)
                                                    .getBytes(StandardCharsets.UTF_8))
                            + "</auth>\n");
            assertThat(juliet.next().name()).isEqualTo("success");
            juliet.send("\n ");
            Element after = juliet.open(TestServer.DOMAIN);
            assertThat(after.child("bind", "urn:ietf:params:xml:ns:xmpp-bind")).isNotNull();
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
