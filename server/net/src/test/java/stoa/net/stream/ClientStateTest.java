package stoa.net.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stoa.core.session.Session;
import stoa.net.FakeGate;
import stoa.net.TestClient;
import stoa.net.TestServer;
import stoa.net.Transport;
import stoa.net.XmppClient;
import stoa.testkit.Spec;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/** XEP-0352 on all three transports, with XEP-0198's counts. */
class ClientStateTest {
    private static final String CSI = "urn:xmpp:csi:0";
    private static final String SM = "urn:xmpp:sm:3";
    private static final FullJid JULIET = FullJid.of("juliet@example.org/balcony");
    private static final FullJid ROMEO = FullJid.of("romeo@example.org/pc");

    @TempDir private Path directory;
    private TestServer server;

    private TestClient session(Transport transport) {
        return session(transport, StreamLimits.DEFAULTS);
    }

    private TestClient session(Transport transport, StreamLimits limits) {
        server = new TestServer(directory, new TestServer.Options().limits(limits));
        TestClient client = transport.signedIn(server);
        client.bind("balcony");
        return client;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Session juliet() {
        return Objects.requireNonNull(server.gate.sessions.get(JULIET));
    }

    /** As presence comes: encoded once for all who see it. */
    private void shows(FullJid who, String show) {
        Presence presence =
                Presence.of(
                        Presence.Type.AVAILABLE,
                        who,
                        null,
                        Element.text("show", Stanza.CLIENT, show));
        juliet().send(EncodedStanza.of(presence.toElement()), JULIET);
    }

    private void composes(String state) {
        juliet().send(
                        Message.of(
                                Message.Type.CHAT,
                                ROMEO,
                                JULIET,
                                Element.empty(state, "http://jabber.org/protocol/chatstates")));
    }

    private void says(String body) {
        juliet().send(
                        Message.of(
                                Message.Type.CHAT,
                                ROMEO,
                                JULIET,
                                Element.text("body", Stanza.CLIENT, body)));
    }

    /**
     * Says that nobody looks, and returns when the server knows: an answer to an {@code <r/>} holds
     * nothing back and lets nothing go.
     */
    private static void becomesInactive(TestClient client) {
        client.send("<inactive xmlns='" + CSI + "'/>");
        settle(client);
    }

    private static Element settle(TestClient client) {
        client.send("<r xmlns='" + SM + "'/>");
        return client.expect("a");
    }

    private static void expectShow(TestClient client, FullJid from, String show) {
        Element presence = client.expect("presence");
        assertThat(presence.attribute("from")).isEqualTo(from.toString());
        assertThat(presence.childText("show")).isEqualTo(show);
    }

    private static void expectBody(TestClient client, String body) {
        assertThat(client.expect("message").childText("body")).isEqualTo(body);
    }

    @ParameterizedTest
    @EnumSource
    @Spec(xep = 352, section = "4.1", says = "advertised after authentication")
    void it_is_offered_after_signing_in(Transport transport) {
        server = new TestServer(directory);
        try (TestClient client = transport.signedIn(server)) {
            client.bind("balcony");
        }
        try (XmppClient client = XmppClient.connectTls(server.directPort(), "example.org")) {
            assertThat(client.open("example.org").child("csi", CSI)).isNull();
            assertThat(client.login("juliet").child("csi", CSI)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec(
            xep = 352,
            section = "3.2",
            says = "presence waits until the client is active, and then the latest is pushed")
    void presence_waits_until_somebody_looks(Transport transport) {
        try (TestClient client = session(transport)) {
            client.enable();
            shows(ROMEO, "chat");
            expectShow(client, ROMEO, "chat");
            becomesInactive(client);
            shows(ROMEO, "away");
            composes("composing");
            shows(ROMEO, "dnd");
            composes("paused");
            server.drainLoops();
            settle(client);
            assertThat(client.nextNow()).isNull();
            client.send("<active xmlns='" + CSI + "'/>");
            expectShow(client, ROMEO, "dnd");
            assertThat(client.expect("message").firstChild())
                    .isEqualTo(Element.empty("paused", "http://jabber.org/protocol/chatstates"));
            shows(ROMEO, "xa");
            expectShow(client, ROMEO, "xa");
            client.expectNothingElse("p1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_matters_takes_along_what_has_waited_in_order(Transport transport) {
        try (TestClient client = session(transport)) {
            client.enable();
            becomesInactive(client);
            shows(ROMEO, "away");
            shows(ROMEO, "dnd");
            says("wilt thou be gone?");
            shows(ROMEO, "xa");
            expectShow(client, ROMEO, "dnd");
            expectBody(client, "wilt thou be gone?");
            server.drainLoops();
            settle(client);
            assertThat(client.nextNow()).as("it is inactive still").isNull();
            says("it is not yet near day");
            expectShow(client, ROMEO, "xa");
            expectBody(client, "it is not yet near day");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec(
            xep = 352,
            section = "5.1",
            says = "what has waited is on the wire before the next request is answered")
    void an_active_client_has_everything_before_the_pong(Transport transport) {
        try (TestClient client = session(transport)) {
            client.enable();
            becomesInactive(client);
            shows(ROMEO, "away");
            server.drainLoops();
            client.send("<active xmlns='" + CSI + "'/>");
            client.send(
                    "<iq xmlns='jabber:client' type='get' id='ping1' to='example.org'>"
                            + "<ping xmlns='urn:xmpp:ping'/></iq>");
            expectShow(client, ROMEO, "away");
            assertThat(client.expect("iq").attribute("id")).isEqualTo("ping1");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec(xep = 198, section = "4", says = "only what was sent is counted")
    void what_waits_is_not_counted_before_it_is_sent(Transport transport) {
        try (TestClient client = session(transport)) {
            client.enable();
            becomesInactive(client);
            shows(ROMEO, "away");
            composes("composing");
            server.drainLoops();
            client.send("<a xmlns='" + SM + "' h='1'/>");
            Element error = client.expectError("undefined-condition");
            Element detail = Objects.requireNonNull(error.child("handled-count-too-high", SM));
            assertThat(detail.attribute("send-count")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_was_let_go_is_counted_in_its_place(Transport transport) {
        try (TestClient client = session(transport)) {
            client.enable();
            becomesInactive(client);
            shows(ROMEO, "away");
            shows(ROMEO, "dnd");
            says("one");
            expectShow(client, ROMEO, "dnd");
            expectBody(client, "one");
            client.send("<a xmlns='" + SM + "' h='2'/>");
            client.expectNothingElse("p1");
        }
    }

    /** Returns when the server has noticed that the stream is gone. */
    private void awaitHibernation() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (server.metrics.sessionsHibernatingNow.sum() == 0) {
            assertThat(System.nanoTime()).as("hibernating").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec(
            xep = 352,
            section = "5.2",
            says = "a resumed stream is active; the state is not restored")
    void resumption_brings_what_has_waited_and_ends_the_waiting(Transport transport) {
        String id;
        try (TestClient client = session(transport)) {
            id = client.enable();
            becomesInactive(client);
            says("unacknowledged");
            expectBody(client, "unacknowledged");
            shows(ROMEO, "away");
            server.drainLoops();
        }
        awaitHibernation();
        shows(ROMEO, "dnd"); // also while there is no stream the newest is enough
        says("meanwhile");
        shows(ROMEO, "chat");
        server.drainLoops();
        shows(ROMEO, "xa");
        try (TestClient back = transport.signedIn(server)) {
            back.send("<resume xmlns='" + SM + "' previd='" + id + "' h='0'/>");
            back.expect("resumed");
            expectBody(back, "unacknowledged");
            expectShow(back, ROMEO, "dnd");
            expectBody(back, "meanwhile");
            expectShow(back, ROMEO, "xa");
            shows(ROMEO, "away");
            expectShow(back, ROMEO, "away");
            back.send("<a xmlns='" + SM + "' h='5'/>");
            back.expectNothingElse("p1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_full_queue_is_sent_and_begins_anew(Transport transport) {
        try (TestClient client = session(transport, StreamLimits.DEFAULTS.withHeld(2, 100_000))) {
            client.enable();
            becomesInactive(client);
            shows(ROMEO.account().withResource("a"), "away");
            shows(ROMEO.account().withResource("b"), "away");
            shows(ROMEO.account().withResource("a"), "dnd");
            server.drainLoops();
            settle(client);
            assertThat(client.nextNow()).isNull();
            shows(ROMEO.account().withResource("c"), "chat");
            expectShow(client, ROMEO.account().withResource("b"), "away");
            expectShow(client, ROMEO.account().withResource("a"), "dnd");
            expectShow(client, ROMEO.account().withResource("c"), "chat");
            shows(ROMEO, "xa");
            server.drainLoops();
            settle(client);
            assertThat(client.nextNow()).as("waits again").isNull();
        }
    }

    @Test
    void without_stream_management_it_is_the_same() {
        try (TestClient client = session(Transport.WEBSOCKET)) {
            client.send("<inactive xmlns='" + CSI + "'/>");
            client.expectNothingElse("p1");
            shows(ROMEO, "away");
            shows(ROMEO, "dnd");
            server.drainLoops();
            assertThat(client.nextNow()).isNull();
            client.send("<active xmlns='" + CSI + "'/>");
            expectShow(client, ROMEO, "dnd");
            client.send("<active xmlns='" + CSI + "'/>");
            client.expectNothingElse("p2");
        }
    }

    @Test
    void what_waits_when_the_session_ends_is_given_back_in_order() throws Exception {
        try (TestClient client = session(Transport.DIRECT_TLS)) {
            client.enable();
            becomesInactive(client);
            says("one");
            expectBody(client, "one");
            shows(ROMEO, "away");
            server.drainLoops();
        }
        awaitHibernation();
        composes("composing");
        server.pass(Duration.ofMinutes(6));
        FakeGate.Ended ended =
                Objects.requireNonNull(server.gate.ended.poll(30, TimeUnit.SECONDS), "not ended");
        assertThat(ended.undelivered())
                .extracting(stanza -> stanza.getClass().getSimpleName())
                .containsExactly("Message", "Presence", "Message");
    }

    @Test
    @Spec(xep = 386, section = "4", says = "a client may bind inactive")
    void a_client_binds_inactive() {
        server = new TestServer(directory);
        try (XmppClient client = XmppClient.connectTls(server.directPort(), TestServer.DOMAIN)) {
            Element offered =
                    Objects.requireNonNull(
                            client.open(TestServer.DOMAIN)
                                    .child("authentication", "urn:xmpp:sasl:2"));
            assertThat(offered.toString()).contains("<feature var='" + CSI + "'/>");
            String plain = "\0juliet\0" + TestServer.PASSWORD;
            client.send(
                    "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'><initial-response>"
                            + Base64.getEncoder()
                                    .encodeToString(plain.getBytes(StandardCharsets.UTF_8))
                            + "</initial-response><bind xmlns='urn:xmpp:bind:0'><inactive xmlns='"
                            + CSI
                            + "'/><enable xmlns='"
                            + SM
                            + "'/></bind></authenticate>");
            FullJid me =
                    FullJid.of(
                            Objects.requireNonNull(
                                    client.expect("success")
                                            .childText("authorization-identifier")));
            assertThat(client.expect("features").child("csi", CSI)).isNotNull();
            Presence away =
                    Presence.of(
                            Presence.Type.AVAILABLE,
                            ROMEO,
                            me,
                            Element.text("show", Stanza.CLIENT, "away"));
            Objects.requireNonNull(server.gate.sessions.get(me)).send(away);
            server.drainLoops();
            settle(client);
            assertThat(client.nextNow()).isNull();
            client.send("<active xmlns='" + CSI + "'/>");
            expectShow(client, ROMEO, "away");
        }
    }

    @Test
    @Spec(
            xep = 352,
            section = "4.2",
            says = "a stream begins active, and before binding has no state")
    void before_binding_there_is_no_state() {
        server = new TestServer(directory);
        try (TestClient client = Transport.DIRECT_TLS.signedIn(server)) {
            client.send("<inactive xmlns='" + CSI + "'/>");
            client.expectError("not-authorized");
        }
    }
}
