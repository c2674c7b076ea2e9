package stoa.net.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.net.FakeGate;
import stoa.net.TestServer;
import stoa.net.WebSocketTestClient;
import stoa.net.XmppClient;
import stoa.testkit.Spec;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/** What is wrong gets its condition, and costs nobody else anything. */
class StreamErrorsTest {
    private static final String HEADER =
            "<stream:stream to='example.org' version='1.0' xmlns='jabber:client'"
                    + " xmlns:stream='http://etherx.jabber.org/streams'>";

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
    @Spec(xep = 478, section = "3.1", says = "the limits stand in the stream features")
    void a_stream_says_what_it_takes() {
        try (XmppClient client = XmppClient.connect(server.startTlsPort())) {
            assertLimits(client.open(TestServer.DOMAIN), 16_384, 30);
            assertLimits(client.startTls(TestServer.DOMAIN), 16_384, 30);
            assertLimits(client.login("juliet"), 262_144, 300);
        }
    }

    private static void assertLimits(Element features, int bytes, int seconds) {
        Element limits =
                Objects.requireNonNull(features.child("limits", "urn:xmpp:stream-limits:0"));
        assertThat(limits.childText("max-bytes")).isEqualTo(Integer.toString(bytes));
        assertThat(limits.childText("idle-seconds")).isEqualTo(Integer.toString(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    host-unknown | <stream:stream to='nowhere.example' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>
                    improper-addressing | <stream:stream version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>
                    invalid-namespace | <stream:stream to='example.org' version='1.0' xmlns='jabber:client' xmlns:stream='http://example.org/other'>
                    invalid-namespace | <stream:stream to='example.org' version='1.0' xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'>
                    unsupported-version | <stream:stream to='example.org' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>
                    unsupported-version | <stream:stream to='example.org' version='0.9' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>
                    restricted-xml | <!DOCTYPE x>
                    not-well-formed | GET / HTTP/1.1
                    """)
    void bad_headers(String condition, String header) {
        try (XmppClient client = XmppClient.connect(server.startTlsPort())) {
            client.send(header);
            client.expectOpened().expectError(condition);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    not-authorized | <message/>
                    not-authorized | <iq type='get' id='1'><query xmlns='jabber:iq:auth'/></iq>
                    restricted-xml | <!-- hello -->
                    not-well-formed | <a></b>
                    unsupported-stanza-type | <starttl xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>
                    bad-format | hello
                    """)
    void bad_negotiation(String condition, String what) {
        try (XmppClient client = XmppClient.connect(server.startTlsPort())) {
            client.open(TestServer.DOMAIN);
            client.send(what);
            client.expectError(condition);
        }
    }

    @Test
    @Spec(rfc = 6120, section = "13.8.1", says = "no sign-in before TLS")
    void sign_in_before_tls_is_refused() {
        try (XmppClient client = XmppClient.connect(server.startTlsPort())) {
            client.open(TestServer.DOMAIN);
            client.send(
                    "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGEAYg==</auth>");
            assertThat(
                            client.expect("failure")
                                    .child(
                                            "encryption-required",
                                            "urn:ietf:params:xml:ns:xmpp-sasl"))
                    .isNotNull();
        }
    }

    @Test
    void what_is_sent_behind_starttls_in_the_clear_is_not_read() {
        try (XmppClient client = XmppClient.connect(server.startTlsPort())) {
            client.open(TestServer.DOMAIN);
            // A bad header behind <starttls/>: were it read, the stream would end with an error.
            client.send(
                    "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><stream:stream to='nowhere'>");
            assertThat(client.proceed(TestServer.DOMAIN).name()).isEqualTo("features");
            assertThat(client.login("juliet").name()).isEqualTo("features");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    invalid-from | <message from='romeo@example.org' to='juliet@example.org'/>
                    invalid-from | <presence from='juliet@example.net/balcony'/>
                    invalid-from | <presence from='example.org'/>
                    invalid-from | <presence from='not@@a@jid'/>
                    unsupported-stanza-type | <auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>
                    unsupported-stanza-type | <foo/>
                    not-well-formed | <message><body></message>
                    restricted-xml | <message>&xxe;</message>
                    """)
    void bad_input_in_a_session(String condition, String what) throws InterruptedException {
        try (XmppClient juliet = XmppClient.session(server, "juliet", "balcony");
                XmppClient romeo = XmppClient.session(server, "romeo", "orchard")) {
            juliet.send(what);
            juliet.expectError(condition);
            assertThat(server.gate.ended.poll(30, TimeUnit.SECONDS)).isNotNull();
            romeo.expectNothingElse("p1");
        }
    }

    @Test
    void own_addresses_are_good_as_from() throws InterruptedException {
        try (XmppClient juliet = XmppClient.session(server, "juliet", "balcony")) {
            juliet.send("<presence from='juliet@example.org'/>");
            juliet.send("<presence from='juliet@example.org/balcony'/>");
            juliet.send("<presence from='Juliet@Example.org/balcony'/>");
            juliet.send("<presence from='juliet@example.org/other'/>");
            for (int i = 0; i < 4; i++) {
                FakeGate.In in =
                        Objects.requireNonNull(server.gate.received.poll(30, TimeUnit.SECONDS));
                assertThat(String.valueOf(in.stanza().from()))
                        .isEqualTo("juliet@example.org/balcony");
            }
        }
    }

    @Test
    void bad_stanzas_get_a_stanza_error_and_the_stream_goes_on() {
        try (XmppClient juliet = XmppClient.session(server, "juliet", "balcony")) {
            juliet.send("<iq type='get' id='1' to='example.org'/>");
            Element error =
                    Objects.requireNonNull(juliet.expect("iq").child("error", "jabber:client"));
            assertThat(error.child("bad-request", StanzaError.NAMESPACE)).isNotNull();
            juliet.send("<message id='2' to='@'/>");
            error =
                    Objects.requireNonNull(
                            juliet.expect("message").child("error", "jabber:client"));
            assertThat(error.child("jid-malformed", StanzaError.NAMESPACE)).isNotNull();
            juliet.send("<message type='error' id='3' to='@'/>");
            juliet.expectNothingElse("p1");
        }
    }

    @Test
    void large_stanzas_end_the_stream_before_they_are_held() {
        try (XmppClient client = XmppClient.connect(server.startTlsPort())) {
            client.open(TestServer.DOMAIN);
            client.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" + "A".repeat(20_000));
            client.expectError("policy-violation");
        }
        try (XmppClient juliet = XmppClient.session(server, "juliet", "balcony")) {
            juliet.send("<message><body>" + "a".repeat(200_000) + "</body></message>");
            juliet.expectNothingElse("p1");
            juliet.send("<message><body>" + "a".repeat(300_000));
            juliet.expectError("policy-violation");
        }
    }

    @Test
    @Spec(rfc = 6120, section = "4.9.1.1", says = "who is sent a stream error closes the stream")
    void a_stream_error_is_answered_by_the_end_and_not_by_another() {
        try (XmppClient juliet = XmppClient.session(server, "juliet", "balcony")) {
            juliet.send(
                    "<stream:error><policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                            + "</stream:error>");
            assertThat(juliet.next()).isEqualTo(XmppClient.CLOSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " to='example.org'", " to='juliet@example.org'"})
    @Spec(rfc = 6120, section = "7.1", says = "an entity other than the server or the account")
    void what_is_asked_of_the_server_before_binding_is_refused_and_the_stream_goes_on(String to) {
        try (XmppClient juliet = signedIn()) {
            juliet.send("<iq type='get' id='p'" + to + "><ping xmlns='urn:xmpp:ping'/></iq>");
            Element error =
                    Objects.requireNonNull(juliet.expect("iq").child("error", "jabber:client"));
            assertThat(error.child("not-authorized", "urn:ietf:params:xml:ns:xmpp-stanzas"))
                    .isNotNull();
            juliet.send(
                    "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
            assertThat(juliet.expect("iq").attribute("type")).isEqualTo("result");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<iq type='get' id='p' to='romeo@example.org'><ping xmlns='urn:xmpp:ping'/></iq>",
                "<iq type='result' id='p'/>",
                "<message to='juliet@example.org'><body>early</body></message>",
                "<presence/>"
            })
    @Spec(rfc = 6120, section = "7.1", says = "close the stream with not-authorized")
    void anything_else_before_binding_ends_the_stream(String stanza) {
        try (XmppClient juliet = signedIn()) {
            juliet.send(stanza);
            juliet.expectError("not-authorized");
        }
    }

    private XmppClient signedIn() {
        XmppClient client = XmppClient.connectTls(server.directPort(), null);
        client.open(TestServer.DOMAIN);
        client.login("juliet");
        return client;
    }

    @Test
    void a_second_stream_header_is_no_stanza() {
        try (XmppClient juliet = XmppClient.session(server, "juliet", "balcony")) {
            juliet.send(HEADER + "</stream:stream>");
            juliet.expectError("unsupported-stanza-type");
        }
    }

    @Test
    @Spec(rfc = 6120, section = "7.7.2.2", says = "conflict ends the older session")
    void the_same_resource_again_ends_the_older_session() throws InterruptedException {
        try (XmppClient older = XmppClient.session(server, "juliet", "balcony");
                XmppClient newer = XmppClient.session(server, "juliet", "balcony")) {
            older.expectError("conflict");
            assertThat(server.gate.ended.poll(30, TimeUnit.SECONDS)).isNotNull();
            newer.expectNothingElse("p1");
        }
    }

    @Test
    void too_many_resources_are_refused() {
        server.close();
        server =
                new TestServer(
                        directory,
                        new TestServer.Options().limits(StreamLimits.DEFAULTS.withResources(1)));
        try (XmppClient first = XmppClient.session(server, "juliet", "balcony");
                XmppClient second = XmppClient.connectTls(server.directPort(), null)) {
            second.open(TestServer.DOMAIN);
            second.login("juliet");
            second.send(
                    "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
            Element error =
                    Objects.requireNonNull(second.expect("iq").child("error", "jabber:client"));
            assertThat(error.child("resource-constraint", StanzaError.NAMESPACE)).isNotNull();
            first.expectNothingElse("p1");
        }
    }

    @Test
    void a_client_that_leaves_while_it_is_bound_leaves_no_session_behind()
            throws InterruptedException {
        CompletableFuture<@Nullable StanzaError> slow = new CompletableFuture<>();
        server.gate.binding = session -> slow;
        try (XmppClient juliet = XmppClient.connectTls(server.directPort(), null)) {
            juliet.open(TestServer.DOMAIN);
            juliet.login("juliet");
            juliet.send(
                    "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
            while (server.metrics.sessionsNow.sum() == 0) {
                Thread.onSpinWait();
            }
        }
        slow.complete(null);
        assertThat(server.gate.ended.poll(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(server.metrics.sessionsNow.sum()).isZero();
    }

    @Test
    void deadlines_end_those_who_dawdle() {
        try (XmppClient silent = XmppClient.connect(server.startTlsPort());
                XmppClient halfOpenTls = XmppClient.connect(server.directPort());
                XmppClient unbound = XmppClient.connectTls(server.directPort(), null);
                XmppClient juliet = XmppClient.session(server, "juliet", "balcony")) {
            unbound.open(TestServer.DOMAIN);
            unbound.login("romeo");
            halfOpenTls.send("\u0016\u0003\u0001");
            silent.send("<stream:");
            while (server.metrics.connectionsNow.sum() < 4) {
                Thread.onSpinWait();
            }
            server.drainLoops(); // all of them are accepted, and their time has begun
            server.pass(Duration.ofSeconds(31));
            silent.expectOpened().expectError("connection-timeout");
            assertThat(halfOpenTls.next()).isEqualTo(XmppClient.GONE);
            unbound.expectError("connection-timeout");
            juliet.expectNothingElse("p1");
        }
    }

    @Test
    void a_silent_client_is_asked_and_then_let_go() throws InterruptedException {
        try (XmppClient juliet = XmppClient.session(server, "juliet", "balcony")) {
            server.pass(Duration.ofMinutes(6));
            Element ping = juliet.expect("iq");
            assertThat(ping.child("ping", "urn:xmpp:ping")).isNotNull();
            juliet.send("<iq type='result' id='" + ping.attribute("id") + "' to='example.org'/>");
            assertThat(server.gate.received.poll(30, TimeUnit.SECONDS)).isNotNull();
            server.pass(Duration.ofMinutes(2));
            juliet.expectNothingElse("p1");
            server.pass(Duration.ofMinutes(6));
            juliet.expect("iq");
            server.pass(Duration.ofMinutes(2));
            assertThat(juliet.next()).isEqualTo(XmppClient.GONE);
            assertThat(server.gate.ended.poll(30, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void a_stopping_server_says_so() {
        try (XmppClient juliet = XmppClient.session(server, "juliet", "balcony")) {
            TestServer.await(server.tcp.close().toCompletableFuture());
            juliet.expectError("system-shutdown");
        }
    }

    @Test
    void wrong_frames_end_a_websocket_stream() {
        try (WebSocketTestClient client =
                WebSocketTestClient.connect(server.webPort(), TestServer.DOMAIN)) {
            client.open(TestServer.DOMAIN);
            client.send("<iq type='get' id='1' xmlns='jabber:client'><x xmlns='x'/></iq>");
            client.expectError("not-authorized");
        }
        try (WebSocketTestClient client =
                WebSocketTestClient.connect(server.webPort(), TestServer.DOMAIN)) {
            client.send("<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>");
            client.expect("open");
            client.expectError("not-well-formed");
        }
        try (WebSocketTestClient client =
                WebSocketTestClient.connect(server.webPort(), TestServer.DOMAIN)) {
            client.sendFrame(0x82, new byte[] {1, 2, 3});
            assertThat(client.next()).isEqualTo(XmppClient.GONE);
        }
    }

    @Test
    void a_stanza_may_come_in_several_frames() {
        try (WebSocketTestClient client =
                WebSocketTestClient.connect(server.webPort(), TestServer.DOMAIN)) {
            client.sendFrame(
                    0x01,
                    "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing'"
                            .getBytes(StandardCharsets.UTF_8));
            client.sendFrame(
                    0x80, " to='example.org' version='1.0'/>".getBytes(StandardCharsets.UTF_8));
            client.expect("open");
            client.expect("features");
        }
    }
}
