package stoa.net.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/** XEP-0198 on all three transports. */
class StreamManagementTest {
    private static final String SM = "urn:xmpp:sm:3";
    private static final FullJid JULIET = FullJid.of("juliet@example.org/balcony");

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

    private TestClient signedIn(Transport transport) {
        return transport.signedIn(server);
    }

    private TestClient session(Transport transport) {
        TestClient client = signedIn(transport);
        client.bind("balcony");
        return client;
    }

    private void tellJuliet(String body) {
        Objects.requireNonNull(server.gate.sessions.get(JULIET))
                .send(
                        Message.of(
                                Message.Type.CHAT,
                                FullJid.of("romeo@example.org/orchard"),
                                JULIET,
                                Element.text("body", "jabber:client", body)));
    }

    private static void resume(TestClient client, String id, long h) {
        client.send("<resume xmlns='" + SM + "' previd='" + id + "' h='" + h + "'/>");
    }

    private static void expectBodies(TestClient client, String... bodies) {
        for (String body : bodies) {
            assertThat(client.expect("message").childText("body")).isEqualTo(body);
        }
    }

    private FakeGate.Ended ended() throws InterruptedException {
        return Objects.requireNonNull(server.gate.ended.poll(30, TimeUnit.SECONDS), "not ended");
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
    @Spec(xep = 198, section = "5", says = "a resumed stream gets what was not acknowledged")
    void a_lost_connection_loses_nothing(Transport transport) {
        String id;
        try (TestClient juliet = session(transport)) {
            id = juliet.enable();
            tellJuliet("one");
            tellJuliet("two");
            expectBodies(juliet, "one", "two");
            juliet.send("<presence id='p1'/>");
            juliet.send("<r xmlns='" + SM + "'/>");
            assertThat(juliet.expect("a").attribute("h")).isEqualTo("1");
        }
        awaitHibernation();
        tellJuliet("three");
        try (TestClient back = signedIn(transport)) {
            resume(back, id, 1);
            Element resumed = back.expect("resumed");
            assertThat(resumed.attribute("h")).isEqualTo("1");
            assertThat(resumed.attribute("previd")).isEqualTo(id);
            expectBodies(back, "two", "three");
            tellJuliet("four");
            expectBodies(back, "four");
            back.send("<a xmlns='" + SM + "' h='4'/>");
            back.expectNothingElse("p2");
        }
        assertThat(server.gate.ended).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Spec(xep = 198, section = "4", says = "h counts what is handled, in order")
    void an_acknowledgement_waits_until_everything_before_it_is_handled(Transport transport)
            throws Exception {
        try (TestClient juliet = session(transport)) {
            juliet.enable();
            server.gate.holdReceipts = true;
            juliet.send("<presence id='one'/>");
            juliet.send("<presence id='two'/>");
            juliet.send("<r xmlns='" + SM + "'/>");
            FakeGate.In one = server.gate.received.poll(30, TimeUnit.SECONDS);
            FakeGate.In two = server.gate.received.poll(30, TimeUnit.SECONDS);
            Objects.requireNonNull(two).receipt().release();
            server.drainLoops();
            tellJuliet("before");
            expectBodies(juliet, "before");
            Objects.requireNonNull(one).receipt().release();
            assertThat(juliet.expect("a").attribute("h")).isEqualTo("2");
        }
    }

    @Test
    @Spec(xep = 198, section = "4", says = "each request is answered")
    void requests_are_answered_one_by_one() throws Exception {
        try (TestClient juliet = session(Transport.DIRECT_TLS)) {
            juliet.enable();
            server.gate.holdReceipts = true;
            juliet.send("<presence id='one'/><r xmlns='" + SM + "'/>");
            juliet.send("<presence id='two'/><r xmlns='" + SM + "'/>");
            FakeGate.In one =
                    Objects.requireNonNull(server.gate.received.poll(30, TimeUnit.SECONDS));
            FakeGate.In two =
                    Objects.requireNonNull(server.gate.received.poll(30, TimeUnit.SECONDS));
            one.receipt().release();
            assertThat(juliet.expect("a").attribute("h")).isEqualTo("1");
            two.receipt().release();
            assertThat(juliet.expect("a").attribute("h")).isEqualTo("2");
        }
    }

    @Test
    void a_request_is_answered_with_what_is_handled_when_something_takes_too_long() {
        try (TestClient juliet = session(Transport.DIRECT_TLS)) {
            juliet.enable();
            juliet.send("<presence id='one'/>");
            juliet.expectNothingElse("p1");
            server.gate.holdReceipts = true;
            juliet.send("<presence id='two'/><r xmlns='" + SM + "'/>");
            juliet.send("<iq type='get' id='p2' to='example.org'><x xmlns='x'/></iq>");
            juliet.expect("iq");
            server.pass(Duration.ofSeconds(6));
            assertThat(juliet.expect("a").attribute("h")).isEqualTo("2");
        }
    }

    @Test
    @Spec(xep = 198, section = "5", says = "the old stream is closed when it seems alive still")
    void resuming_takes_over_from_a_stream_that_seems_alive() {
        try (TestClient old = session(Transport.STARTTLS);
                TestClient back = signedIn(Transport.WEBSOCKET)) {
            String id = old.enable();
            tellJuliet("one");
            expectBodies(old, "one");
            resume(back, id, 0);
            assertThat(back.expect("resumed").attribute("h")).isEqualTo("0");
            expectBodies(back, "one");
            old.expectError("conflict");
            tellJuliet("two");
            expectBodies(back, "two");
            assertThat(server.gate.ended).isEmpty();
        }
    }

    @Test
    void resuming_waits_for_what_the_old_stream_brought() throws Exception {
        try (TestClient old = session(Transport.DIRECT_TLS);
                TestClient back = signedIn(Transport.DIRECT_TLS)) {
            String id = old.enable();
            server.gate.holdReceipts = true;
            old.send("<message id='m1'/>");
            FakeGate.In in =
                    Objects.requireNonNull(server.gate.received.poll(30, TimeUnit.SECONDS));
            resume(back, id, 0);
            old.expectError("conflict");
            in.receipt().release();
            assertThat(back.expect("resumed").attribute("h"))
                    .as("so the client does not send it again")
                    .isEqualTo("1");
        }
    }

    /**
     * As it is when both are read in one pass of the loop: the second asks before the first has.
     */
    @Test
    @Spec(xep = 198, section = "5", says = "a session has one stream")
    void of_two_that_resume_in_one_moment_the_newer_has_the_session() throws Exception {
        try (TestClient juliet = session(Transport.STARTTLS)) {
            ClientSession session =
                    Objects.requireNonNull(
                            server.streams.resumptions.find(juliet.enable(), JULIET.account()));
            Queue<String> told = new ConcurrentLinkedQueue<>();
            CountDownLatch both = new CountDownLatch(2);
            session.onLoop(
                    () -> {
                        StreamLoop here = server.streams.currentLoop();
                        session.resume(here, 0, new Told("first", told, both));
                        session.resume(here, 0, new Told("second", told, both));
                    });
            assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(told).containsExactly("first resumed", "second resumed");
        }
    }

    private record Told(String name, Queue<String> told, CountDownLatch done)
            implements Takeover.Answer {
        @Override
        public void resumed(ClientSession session, long handled) {
            is("resumed");
            session.detach("connection-lost", true);
        }

        @Override
        public void gone() {
            is("gone");
        }

        @Override
        public void replaced() {
            is("replaced");
        }

        @Override
        public void countTooHigh(long h, long sent) {
            is("refused");
        }

        private void is(String what) {
            told.add(name + " " + what);
            done.countDown();
        }
    }

    @Test
    @Spec(xep = 198, section = "5", says = "item-not-found, with h where it is known")
    void resuming_what_is_over_tells_what_was_handled() throws Exception {
        String id;
        try (TestClient juliet = session(Transport.DIRECT_TLS)) {
            id = juliet.enable();
            juliet.send("<presence/><presence/>");
            juliet.expectNothingElse("p1");
            tellJuliet("lost");
            expectBodies(juliet, "lost");
        }
        awaitHibernation();
        server.pass(Duration.ofMinutes(6));
        FakeGate.Ended ended = ended();
        assertThat(ended.undelivered()).hasSize(2); // the ping's answer and the message
        try (TestClient back = signedIn(Transport.DIRECT_TLS)) {
            resume(back, id, 1);
            Element failed = back.expect("failed");
            assertThat(failed.attribute("h")).isEqualTo("3");
            assertThat(failed.child("item-not-found", "urn:ietf:params:xml:ns:xmpp-stanzas"))
                    .isNotNull();
            assertThat(back.bind("balcony")).isEqualTo(JULIET.toString());
        }
    }

    @Test
    void somebody_elses_session_cannot_be_resumed() {
        try (TestClient juliet = session(Transport.DIRECT_TLS)) {
            String id = juliet.enable();
            XmppClient romeo = XmppClient.connectTls(server.directPort(), TestServer.DOMAIN);
            romeo.open(TestServer.DOMAIN);
            romeo.login("romeo");
            resume(romeo, id, 0);
            assertThat(romeo.expect("failed").attribute("h")).isNull();
            romeo.cut();
            juliet.expectNothingElse("p1");
        }
    }

    @Test
    @Spec(xep = 198, section = "4", says = "handled-count-too-high")
    void a_count_too_high_ends_the_stream() throws Exception {
        try (TestClient juliet = session(Transport.DIRECT_TLS)) {
            juliet.enable();
            tellJuliet("one");
            expectBodies(juliet, "one");
            juliet.send("<a xmlns='" + SM + "' h='2'/>");
            Element error = juliet.expectError("undefined-condition");
            Element detail = Objects.requireNonNull(error.child("handled-count-too-high", SM));
            assertThat(detail.attribute("h")).isEqualTo("2");
            assertThat(detail.attribute("send-count")).isEqualTo("1");
            assertThat(ended().undelivered()).hasSize(1);
        }
    }

    /** Of that place in her history. */
    private Session tellJulietStored(long archiveId) {
        Session session = Objects.requireNonNull(server.gate.sessions.get(JULIET));
        Message message =
                Message.of(
                        Message.Type.CHAT,
                        FullJid.of("romeo@example.org/orchard"),
                        null,
                        Element.text("body", "jabber:client", "line " + archiveId));
        session.send(EncodedStanza.of(message.toElement()), JULIET, archiveId);
        return session;
    }

    /** Acknowledges, whatever it has been asked, and returns when the server knows. */
    private static void has(TestClient client, long h) {
        client.send("<a xmlns='" + SM + "' h='" + h + "'/>");
        client.send("<r xmlns='" + SM + "'/>");
        client.expect("a");
    }

    @ParameterizedTest
    @EnumSource
    void the_account_is_told_what_of_its_history_the_client_has(Transport transport)
            throws Exception {
        try (TestClient juliet = session(transport)) {
            juliet.enable();
            Session session = tellJulietStored(101);
            tellJulietStored(102);
            expectBodies(juliet, "line 101", "line 102");
            has(juliet, 1);
            assertThat(server.gate.acknowledged).containsEntry(session, 101L);
            has(juliet, 2);
            assertThat(server.gate.acknowledged)
                    .as("not again within a second")
                    .containsEntry(session, 101L);
            server.pass(Duration.ofSeconds(1));
            juliet.expectNothingElse("p1"); // behind what the loop does each second
            assertThat(server.gate.acknowledged).containsEntry(session, 102L);
            tellJulietStored(103);
            expectBodies(juliet, "line 103");
            has(juliet, 4); // the answer to the ping, too
            tellJulietStored(104);
            expectBodies(juliet, "line 104");
            juliet.send(
                    transport == Transport.WEBSOCKET
                            ? "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"
                            : "</stream:stream>");
            assertThat(ended().undelivered()).hasSize(1);
            assertThat(server.gate.acknowledged).as("before it ends").containsEntry(session, 103L);
        }
    }

    @Test
    void a_client_that_does_not_manage_its_stream_has_what_the_connection_took() throws Exception {
        Session session;
        try (TestClient juliet = session(Transport.DIRECT_TLS)) {
            session = tellJulietStored(101);
            expectBodies(juliet, "line 101");
        }
        assertThat(ended().undelivered()).isEmpty();
        assertThat(server.gate.acknowledged).containsEntry(session, 101L);
    }

    @Test
    void a_stream_that_is_closed_in_order_is_not_resumed() throws Exception {
        try (TestClient juliet = session(Transport.DIRECT_TLS)) {
            juliet.enable();
            tellJuliet("one");
            expectBodies(juliet, "one");
            juliet.expect("r");
            juliet.send("</stream:stream>");
            assertThat(juliet.next()).isEqualTo(XmppClient.CLOSED);
            assertThat(ended().undelivered()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void who_leaves_at_once_has_said_what_it_has(Transport transport) throws Exception {
        try (TestClient juliet = session(transport)) {
            juliet.enable();
            tellJuliet("one");
            expectBodies(juliet, "one");
            juliet.expect("r");
            juliet.send("<a xmlns='" + SM + "' h='1'/>");
            juliet.send(
                    transport == Transport.WEBSOCKET
                            ? "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"
                            : "</stream:stream>");
            assertThat(ended().undelivered()).isEmpty();
        }
    }

    @Test
    void without_stream_management_a_lost_connection_ends_the_session() throws Exception {
        try (TestClient juliet = session(Transport.DIRECT_TLS)) {
            juliet.expectNothingElse("p1");
        }
        assertThat(ended().undelivered()).isEmpty();
    }

    @Test
    void what_is_asked_out_of_order_fails_and_the_stream_goes_on() {
        try (TestClient juliet = signedIn(Transport.DIRECT_TLS)) {
            juliet.send("<enable xmlns='" + SM + "'/>");
            juliet.expect("failed");
            juliet.bind("balcony");
            juliet.send("<r xmlns='" + SM + "'/>");
            juliet.expect("failed");
            juliet.enable();
            juliet.send("<enable xmlns='" + SM + "'/>");
            juliet.expect("failed");
            resume(juliet, "nothing", 0);
            juliet.expect("failed");
            juliet.expectNothingElse("p1");
        }
    }

    @Test
    void the_client_is_asked_behind_a_message_but_not_again_and_again() {
        try (TestClient juliet = session(Transport.DIRECT_TLS)) {
            juliet.enable();
            tellJuliet("one");
            juliet.expect("message");
            juliet.expect("r");
            acknowledge(juliet, 1);
            tellJuliet("two");
            juliet.expect("message");
            acknowledge(juliet, 2); // just after the last time it was not asked
            server.pass(Duration.ofMillis(100));
            tellJuliet("three");
            juliet.expect("message");
            juliet.expect("r");
            server.pass(Duration.ofMillis(100));
            tellJuliet("four"); // the open question was asked before it
            juliet.expect("message");
            juliet.expect("r");
            acknowledge(juliet, 4);
            tellJuliet("five");
            juliet.expect("message");
            server.pass(Duration.ofSeconds(2));
            juliet.expect("r");
        }
    }

    /** Acknowledges, and returns when the server knows; it has said nothing else until then. */
    private static void acknowledge(TestClient client, long h) {
        client.send("<a xmlns='" + SM + "' h='" + h + "'/>");
        client.send("<r xmlns='" + SM + "'/>");
        assertThat(client.next().name()).isEqualTo("a");
    }

    @Test
    void the_client_is_asked_after_some_stanzas_of_any_kind() {
        try (TestClient juliet = session(Transport.DIRECT_TLS)) {
            juliet.enable();
            Session session = Objects.requireNonNull(server.gate.sessions.get(JULIET));
            for (int i = 0; i < 16; i++) {
                session.send(
                        Presence.of(
                                Presence.Type.AVAILABLE,
                                FullJid.of("romeo@example.org/orchard"),
                                JULIET));
            }
            for (int i = 0; i < 16; i++) {
                assertThat(juliet.next().name()).isEqualTo("presence");
            }
            juliet.expect("r");
        }
    }

    @Test
    void a_client_that_does_not_acknowledge_is_let_go_and_may_resume() {
        String id;
        try (TestClient juliet = session(Transport.DIRECT_TLS)) {
            id = juliet.enable();
            tellJuliet("one");
            expectBodies(juliet, "one");
            juliet.expect("r");
            server.pass(Duration.ofSeconds(1));
            server.pass(Duration.ofSeconds(61));
            assertThat(juliet.next()).isEqualTo(XmppClient.GONE);
        }
        try (TestClient back = signedIn(Transport.DIRECT_TLS)) {
            resume(back, id, 0);
            back.expect("resumed");
            expectBodies(back, "one");
        }
    }

    @Test
    void encoded_stanzas_come_back_as_stanzas_when_they_cannot_be_delivered() throws Exception {
        EncodedStanza encoded =
                EncodedStanza.of(
                        Presence.of(
                                        Presence.Type.AVAILABLE,
                                        FullJid.of("romeo@example.org/orchard"),
                                        null)
                                .toElement());
        try (TestClient juliet = session(Transport.WEBSOCKET)) {
            juliet.enable();
            Objects.requireNonNull(server.gate.sessions.get(JULIET)).send(encoded, JULIET);
            Element presence = juliet.expect("presence");
            assertThat(presence.attribute("to")).isEqualTo(JULIET.toString());
        }
        awaitHibernation();
        server.pass(Duration.ofMinutes(6));
        assertThat(ended().undelivered())
                .isEqualTo(
                        List.of(
                                Presence.of(
                                        Presence.Type.AVAILABLE,
                                        FullJid.of("romeo@example.org/orchard"),
                                        JULIET)));
    }

    @Test
    void a_stopping_server_keeps_nothing_of_the_sessions_that_wait() throws Exception {
        try (TestClient juliet = session(Transport.DIRECT_TLS)) {
            juliet.enable();
        }
        awaitHibernation();
        tellJuliet("one");
        TestServer.await(server.tcp.close().toCompletableFuture());
        assertThat(ended().undelivered()).hasSize(1);
    }

    /** Whoever closes the listeners closes the journal next, and then nothing is kept any more. */
    @Test
    void a_listener_is_closed_when_all_sessions_have_given_back_what_they_had() {
        int many = 60;
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            TestClient client = signedIn(Transport.DIRECT_TLS);
            client.bind("balcony " + i);
            client.enable();
            clients.add(client);
        }
        for (TestClient client : clients.subList(0, many / 2)) {
            client.cut();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (server.metrics.sessionsHibernatingNow.sum() < many / 2) {
            assertThat(System.nanoTime()).as("hibernating").isLessThan(deadline);
            Thread.onSpinWait();
        }

        TestServer.await(server.tcp.close().toCompletableFuture());
        assertThat(server.gate.ended).hasSize(many);
        clients.forEach(TestClient::close);
    }

    @Test
    void a_session_that_is_not_read_for_too_much_ends_and_gives_back_all() throws Exception {
        StreamLimits few = StreamLimits.DEFAULTS.withUnacked(100, 1 << 20);
        server.close();
        server = new TestServer(directory, new TestServer.Options().limits(few));
        try (TestClient juliet = session(Transport.DIRECT_TLS)) {
            juliet.enable();
        }
        awaitHibernation();
        for (int i = 0; i < 101; i++) {
            tellJuliet("m" + i);
        }
        assertThat(ended().undelivered()).hasSize(101);
    }
}
