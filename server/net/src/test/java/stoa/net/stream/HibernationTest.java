package stoa.net.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
import stoa.testkit.Spec;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/** What comes for a session while it has no stream (XEP-0198 section 5). */
class HibernationTest {
    private static final String SM = "urn:xmpp:sm:3";
    private static final FullJid JULIET = FullJid.of("juliet@example.org/balcony");
    private static final BareJid ROMEO = BareJid.of("romeo@example.org");

    @TempDir private Path directory;
    private TestServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private TestClient session(Transport transport, StreamLimits limits) {
        server = new TestServer(directory, new TestServer.Options().limits(limits));
        TestClient client = transport.signedIn(server);
        client.bind("balcony");
        return client;
    }

    private Session session() {
        return Objects.requireNonNull(server.gate.sessions.get(JULIET));
    }

    private static Presence presence(String resource, String show) {
        return Presence.of(
                Presence.Type.AVAILABLE,
                ROMEO.withResource(resource),
                JULIET,
                Element.text("show", Stanza.CLIENT, show));
    }

    /** Encoded for many, as the server does it. */
    private void shows(String resource, String show) {
        session().send(EncodedStanza.of(presence(resource, show).toElement()), JULIET);
    }

    private void says(String body) {
        session()
                .send(
                        Message.of(
                                Message.Type.CHAT,
                                ROMEO.withResource("orchard"),
                                JULIET,
                                Element.text("body", Stanza.CLIENT, body)));
    }

    private static void expectShow(TestClient client, String resource, String show) {
        Element presence = client.expect("presence");
        assertThat(presence.attribute("from")).isEqualTo(ROMEO + "/" + resource);
        assertThat(presence.childText("show")).isEqualTo(show);
    }

    private static void expectBody(TestClient client, String body) {
        assertThat(client.expect("message").childText("body")).isEqualTo(body);
    }

    private static void resume(TestClient client, String id, long h) {
        client.send("<resume xmlns='" + SM + "' previd='" + id + "' h='" + h + "'/>");
        client.expect("resumed");
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
    @Spec(xep = 198, section = "4", says = "h counts what was sent")
    void who_comes_back_hears_how_everybody_is_now_and_all_that_was_said(Transport transport) {
        String id;
        try (TestClient juliet = session(transport, StreamLimits.DEFAULTS)) {
            id = juliet.enable();
            shows("a", "written");
            says("zero");
            shows("a", "written too");
            expectShow(juliet, "a", "written");
            expectBody(juliet, "zero");
            expectShow(juliet, "a", "written too");
        }
        awaitHibernation();
        List<String> resources = List.of("a", "b", "c");
        for (int i = 1; i <= 500; i++) {
            for (String resource : resources) {
                shows(resource, "show " + i);
            }
            if (i % 100 == 0) {
                says("m" + i);
            }
        }
        try (TestClient back = transport.signedIn(server)) {
            resume(back, id, 1);
            expectBody(back, "zero");
            expectShow(back, "a", "written too"); // it was counted
            for (int i = 100; i <= 400; i += 100) {
                expectBody(back, "m" + i);
            }
            for (String resource : resources) {
                expectShow(back, resource, "show 500");
            }
            expectBody(back, "m500");
            back.send("<a xmlns='" + SM + "' h='11'/>");
            back.expectNothingElse("p1"); // and the answer to that is the twelfth
            back.send("<a xmlns='" + SM + "' h='13'/>");
            Element error = back.expectError("undefined-condition");
            Element detail = Objects.requireNonNull(error.child("handled-count-too-high", SM));
            assertThat(detail.attribute("send-count")).isEqualTo("12");
        }
    }

    @Test
    void who_is_lost_again_and_again_waits_for_the_newest_still() {
        String id;
        try (TestClient juliet = session(Transport.DIRECT_TLS, StreamLimits.DEFAULTS)) {
            id = juliet.enable();
        }
        awaitHibernation();
        shows("a", "one");
        says("m1");
        shows("a", "two");
        try (TestClient back = Transport.DIRECT_TLS.signedIn(server)) {
            resume(back, id, 0);
            expectBody(back, "m1");
            expectShow(back, "a", "two");
        }
        awaitHibernation();
        shows("a", "three");
        shows("a", "four");
        try (TestClient back = Transport.DIRECT_TLS.signedIn(server)) {
            resume(back, id, 1);
            expectShow(back, "a", "two"); // written once, and so counted
            expectShow(back, "a", "four");
            back.send("<a xmlns='" + SM + "' h='3'/>");
            back.expectNothingElse("p1");
        }
    }

    @Test
    void what_is_dropped_does_not_count_against_the_limit() {
        String id;
        StreamLimits few = StreamLimits.DEFAULTS.withUnacked(100, 1 << 20);
        try (TestClient juliet = session(Transport.DIRECT_TLS, few)) {
            id = juliet.enable();
        }
        awaitHibernation();
        showMuch(10, 200, "away");
        try (TestClient back = Transport.DIRECT_TLS.signedIn(server)) {
            resume(back, id, 0);
            for (int i = 0; i < 10; i++) {
                expectShow(back, "r" + i, "away");
            }
            back.expectNothingElse("p1");
        }
        assertThat(server.gate.ended).isEmpty();
    }

    @Test
    void nor_does_it_when_most_of_the_limit_was_written_before() {
        String id;
        StreamLimits few = StreamLimits.DEFAULTS.withUnacked(100, 1 << 20);
        try (TestClient juliet = session(Transport.DIRECT_TLS, few)) {
            id = juliet.enable();
            for (int i = 0; i < 90; i++) {
                says("m" + i);
                expectBody(juliet, "m" + i);
            }
        }
        awaitHibernation();
        showMuch(5, 200, "away");
        try (TestClient back = Transport.DIRECT_TLS.signedIn(server)) {
            resume(back, id, 89);
            expectBody(back, "m89");
            for (int i = 0; i < 5; i++) {
                expectShow(back, "r" + i, "away");
            }
        }
        assertThat(server.gate.ended).isEmpty();
    }

    @Test
    void nor_do_its_bytes() {
        String id;
        StreamLimits few = StreamLimits.DEFAULTS.withUnacked(10_000, 64 * 1024);
        String large = "x".repeat(1_000);
        try (TestClient juliet = session(Transport.DIRECT_TLS, few)) {
            id = juliet.enable();
        }
        awaitHibernation();
        showMuch(10, 200, large);
        try (TestClient back = Transport.DIRECT_TLS.signedIn(server)) {
            resume(back, id, 0);
            for (int i = 0; i < 10; i++) {
                expectShow(back, "r" + i, large);
            }
        }
        assertThat(server.gate.ended).isEmpty();
    }

    /** Not encoded for many, so not gathered: the session has a turn each time. */
    private void showMuch(int senders, int times, String show) {
        for (int time = 0; time < times; time++) {
            for (int i = 0; i < senders; i++) {
                session().send(presence("r" + i, show));
            }
            server.drainLoops();
        }
    }

    @Test
    void presence_of_too_many_ends_the_session() throws Exception {
        StreamLimits few = StreamLimits.DEFAULTS.withUnacked(100, 1 << 20);
        try (TestClient juliet = session(Transport.DIRECT_TLS, few)) {
            juliet.enable();
        }
        awaitHibernation();
        for (int i = 0; i < 101; i++) {
            shows("r" + i, "away");
        }
        assertThat(undelivered()).hasSize(101);
    }

    @Test
    @Spec(xep = 198, section = "5", says = "what cannot be resumed is item-not-found")
    void who_waits_to_have_it_back_hears_that_it_has_ended_meanwhile() throws Exception {
        StreamLimits few = StreamLimits.DEFAULTS.withUnacked(100, 1 << 20);
        try (TestClient old = session(Transport.DIRECT_TLS, few);
                TestClient back = Transport.DIRECT_TLS.signedIn(server)) {
            String id = old.enable();
            FakeGate.In in = isUnderWay(old);
            back.send("<resume xmlns='" + SM + "' previd='" + id + "' h='0'/>");
            old.expectError("conflict");
            for (int i = 0; i < 101; i++) {
                shows("r" + i, "away");
            }
            assertThat(back.expect("failed").elements().toList())
                    .extracting(Element::name)
                    .contains("item-not-found");
            in.receipt().release();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Spec(xep = 198, section = "5", says = "a session has one stream")
    void of_two_that_wait_to_have_it_back_the_newer_has_it(Transport transport) throws Exception {
        try (TestClient old = session(transport, StreamLimits.DEFAULTS);
                TestClient first = transport.signedIn(server);
                TestClient second = transport.signedIn(server)) {
            String id = old.enable();
            FakeGate.In in = isUnderWay(old);
            String resume = "<resume xmlns='" + SM + "' previd='" + id + "' h='0'/>";
            first.send(resume);
            old.expectError("conflict");
            second.send(resume);
            first.expectError("conflict");
            in.receipt().release();
            goesOn(second);
        }
        assertThat(server.gate.ended).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nobody_waits_for_one_that_was_lost_while_it_waited(Transport transport) throws Exception {
        try (TestClient old = session(transport, StreamLimits.DEFAULTS);
                TestClient second = transport.signedIn(server)) {
            String id = old.enable();
            FakeGate.In in = isUnderWay(old);
            String resume = "<resume xmlns='" + SM + "' previd='" + id + "' h='0'/>";
            try (TestClient first = transport.signedIn(server)) {
                first.send(resume);
                old.expectError("conflict");
            }
            second.send(resume);
            in.receipt().release();
            goesOn(second);
        }
        assertThat(server.gate.ended).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void who_reads_all_and_acknowledges_none_of_it_is_let_go(Transport transport)
            throws InterruptedException {
        try (TestClient juliet =
                session(transport, StreamLimits.DEFAULTS.withUnacked(100, 1 << 20))) {
            juliet.enable();
            readsMuch(juliet, 101);
            server.pass(Duration.ofSeconds(1));
            juliet.send("<a xmlns='" + SM + "' h='0'/>");
            juliet.expectNothingElse("p1"); // it goes on answering
            server.pass(Duration.ofSeconds(59));
            juliet.send("<a xmlns='" + SM + "' h='0'/>");
            juliet.expectNothingElse("p2");
            server.pass(Duration.ofSeconds(1));
            juliet.expectError("resource-constraint");
        }
        assertThat(undelivered()).hasSizeGreaterThan(100);
    }

    @Test
    void who_acknowledges_in_time_is_not() {
        try (TestClient juliet =
                session(Transport.DIRECT_TLS, StreamLimits.DEFAULTS.withUnacked(100, 1 << 20))) {
            juliet.enable();
            readsMuch(juliet, 101);
            server.pass(Duration.ofSeconds(1));
            juliet.send("<a xmlns='" + SM + "' h='50'/>");
            juliet.expectNothingElse("p1");
            server.pass(Duration.ofSeconds(1));
            readsMuch(juliet, 60);
            server.pass(Duration.ofSeconds(59));
            juliet.send("<a xmlns='" + SM + "' h='150'/>");
            juliet.expectNothingElse("p2");
            server.pass(Duration.ofSeconds(5));
            juliet.expectNothingElse("p3");
        }
    }

    @Test
    @Spec(xep = 198, section = "5", says = "what cannot be resumed is item-not-found")
    void what_holds_too_much_when_it_is_to_go_on_has_ended() throws InterruptedException {
        StreamLimits few = StreamLimits.DEFAULTS.withUnacked(100, 1 << 20);
        try (TestClient old = session(Transport.DIRECT_TLS, few);
                TestClient back = Transport.DIRECT_TLS.signedIn(server)) {
            String id = old.enable();
            readsMuch(old, 101);
            back.send("<resume xmlns='" + SM + "' previd='" + id + "' h='0'/>");
            old.expectError("conflict");
            assertThat(back.expect("failed").elements().toList())
                    .extracting(Element::name)
                    .contains("item-not-found");
        }
        assertThat(undelivered()).hasSize(101);
    }

    /** What it had said before is handled, and it is sent what comes. */
    private void goesOn(TestClient resumed) {
        assertThat(resumed.expect("resumed").attribute("h")).isEqualTo("1");
        says("m1");
        expectBody(resumed, "m1");
    }

    private void readsMuch(TestClient client, int messages) {
        for (int i = 0; i < messages; i++) {
            says("m" + i);
            expectBody(client, "m" + i);
        }
    }

    private List<Stanza> undelivered() throws InterruptedException {
        return Objects.requireNonNull(server.gate.ended.poll(30, TimeUnit.SECONDS), "not ended")
                .undelivered();
    }

    /** It has said something that is not handled yet, so that a resumption waits. */
    private FakeGate.In isUnderWay(TestClient client) throws InterruptedException {
        server.gate.holdReceipts = true;
        client.send("<message id='m1'/>");
        return Objects.requireNonNull(server.gate.received.poll(30, TimeUnit.SECONDS));
    }
}
