package stoa.net.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stoa.core.session.RegistrationGate;
import stoa.net.TestClient;
import stoa.net.TestServer;
import stoa.net.Transport;
import stoa.net.WebSocketTestClient;
import stoa.net.XmppClient;
import stoa.testkit.Spec;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;

/** The stream's part of XEP-0077 and XEP-0445: who may ask what when, and how it is answered. */
class RegisteringTest {
    private static final String FEATURE = "http://jabber.org/features/iq-register";
    private static final String FIELDS =
            "<iq xmlns='jabber:client' type='get' id='r1'><query xmlns='jabber:iq:register'/></iq>";
    private static final String PREAUTH =
            "<iq xmlns='jabber:client' type='set' to='example.org' id='r2'>"
                    + "<preauth xmlns='urn:xmpp:pars:0' token='t'/></iq>";

    /** Takes down what it is asked, and says yes. */
    private static final class Desk implements RegistrationGate {
        private final Queue<Iq> asked = new ConcurrentLinkedQueue<>();
        private final Queue<InetAddress> networks = new ConcurrentLinkedQueue<>();

        @Override
        public List<Element> features(DomainJid domain) {
            return List.of(Element.empty("register", FEATURE));
        }

        @Override
        public Registrant registrant(DomainJid domain, InetAddress network) {
            networks.add(network);
            return request -> {
                asked.add(request);
                return later(request);
            };
        }

        private static CompletionStage<Iq> later(Iq request) {
            return CompletableFuture.supplyAsync(
                    () ->
                            request.result(
                                    Element.text("query", "jabber:iq:register", request.id())));
        }
    }

    @TempDir private Path directory;
    private final Desk desk = new Desk();
    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory, new TestServer.Options().registration(desk));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TestClient connected(Transport transport) {
        return switch (transport) {
            case STARTTLS -> {
                XmppClient client = XmppClient.connect(server.startTlsPort());
                client.open(TestServer.DOMAIN);
                assertOffered(client.startTls(TestServer.DOMAIN));
                yield client;
            }
            case DIRECT_TLS -> {
                XmppClient client = XmppClient.connectTls(server.directPort(), TestServer.DOMAIN);
                assertOffered(client.open(TestServer.DOMAIN));
                yield client;
            }
            case WEBSOCKET -> {
                WebSocketTestClient client =
                        WebSocketTestClient.connect(server.webPort(), TestServer.DOMAIN);
                assertOffered(client.open(TestServer.DOMAIN));
                yield client;
            }
        };
    }

    private static void assertOffered(Element features) {
        assertThat(features.child("register", FEATURE)).isNotNull();
    }

    @Spec(xep = 77, section = "7", says = "the stream feature, and the requests it is about")
    @ParameterizedTest
    @EnumSource(Transport.class)
    void requests_are_answered_on_every_transport(Transport transport) {
        try (TestClient client = connected(transport)) {
            client.send(PREAUTH);
            Element preauth = client.expect("iq");
            assertThat(preauth.attribute("id")).isEqualTo("r2");
            assertThat(preauth.attribute("type")).isEqualTo("result");
            assertThat(preauth.attribute("from")).isEqualTo("example.org");
            assertThat(preauth.attribute("to")).isNull();
            client.send(FIELDS);
            assertThat(client.expect("iq").attribute("id")).isEqualTo("r1");
            assertThat(desk.asked.stream().map(Iq::id)).containsExactly("r2", "r1");
            assertThat(desk.networks).hasSize(1).allMatch(InetAddress::isLoopbackAddress);
        }
    }

    @Test
    void many_at_once_are_answered_in_order_and_then_one_signs_in() {
        try (XmppClient client = (XmppClient) connected(Transport.DIRECT_TLS)) {
            client.send(FIELDS + PREAUTH + FIELDS.replace("r1", "r3"));
            assertThat(client.expect("iq").attribute("id")).isEqualTo("r1");
            assertThat(client.expect("iq").attribute("id")).isEqualTo("r2");
            assertThat(client.expect("iq").attribute("id")).isEqualTo("r3");
            Element features = client.login("juliet");
            assertThat(features.child("register", FEATURE)).isNull();
            client.bind("laptop");
        }
    }

    @Test
    void nothing_is_offered_or_answered_before_tls() {
        try (XmppClient client = XmppClient.connect(server.startTlsPort())) {
            assertThat(client.open(TestServer.DOMAIN).child("register", FEATURE)).isNull();
            client.send(FIELDS);
            client.expectError("not-authorized");
            assertThat(desk.asked).isEmpty();
        }
    }

    @Test
    void other_stanzas_still_end_the_stream() {
        for (String other :
                List.of(
                        "<iq xmlns='jabber:client' type='get' id='1'><query xmlns='jabber:iq:auth'/></iq>",
                        "<iq xmlns='jabber:client' type='result' id='1'><query xmlns='jabber:iq:register'/></iq>",
                        "<iq xmlns='jabber:client' type='set' id='1'><query xmlns='jabber:iq:register'/><query xmlns='jabber:iq:register'/></iq>",
                        "<message xmlns='jabber:client'><query xmlns='jabber:iq:register'/></message>")) {
            try (TestClient client = connected(Transport.DIRECT_TLS)) {
                client.send(other);
                client.expectError("not-authorized");
            }
        }
        assertThat(desk.asked).isEmpty();
    }

    @Test
    void another_domain_is_not_registered_with_here() {
        try (TestClient client = connected(Transport.DIRECT_TLS)) {
            client.send(PREAUTH.replace("to='example.org'", "to='verona.example'"));
            Element answer = client.expect("iq");
            assertThat(answer.attribute("type")).isEqualTo("error");
            assertThat(
                            Objects.requireNonNull(answer.child("error", "jabber:client"))
                                    .child(
                                            "service-unavailable",
                                            "urn:ietf:params:xml:ns:xmpp-stanzas"))
                    .isNotNull();
            assertThat(desk.asked).isEmpty();
        }
    }

    @Test
    void so_many_requests_and_no_more() {
        try (TestClient client = connected(Transport.DIRECT_TLS)) {
            for (int i = 0; i < StreamLimits.DEFAULTS.registrations(); i++) {
                client.send(FIELDS);
                client.expect("iq");
            }
            client.send(FIELDS);
            client.expectError("policy-violation");
        }
    }

    @Test
    void whoever_registers_has_time_for_the_form_and_others_have_not() {
        try (TestClient slow = connected(Transport.DIRECT_TLS);
                TestClient idle = connected(Transport.DIRECT_TLS)) {
            slow.send(FIELDS);
            slow.expect("iq");
            server.pass(StreamLimits.DEFAULTS.login().plusSeconds(1));
            idle.expectError("connection-timeout");
            slow.send(FIELDS);
            slow.expect("iq");
            server.pass(StreamLimits.DEFAULTS.registration());
            slow.expectError("connection-timeout");
        }
    }

    @Spec(xep = 77, section = "3.1", says = "service-unavailable where there is none")
    @Test
    void closed_registration_says_so() {
        try (TestServer closed = new TestServer(directory);
                XmppClient client = XmppClient.connectTls(closed.directPort(), TestServer.DOMAIN)) {
            assertThat(client.open(TestServer.DOMAIN).child("register", FEATURE)).isNull();
            client.send(FIELDS);
            assertThat(
                            Objects.requireNonNull(
                                            client.expect("iq").child("error", "jabber:client"))
                                    .child(
                                            "service-unavailable",
                                            "urn:ietf:params:xml:ns:xmpp-stanzas"))
                    .isNotNull();
            closed.pass(StreamLimits.DEFAULTS.login().plus(Duration.ofSeconds(1)));
            client.expectError("connection-timeout");
        }
    }
}
