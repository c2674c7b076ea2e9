package stoa.net.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.net.FakeGate;
import stoa.net.TestServer;
import stoa.net.XmppClient;
import stoa.net.limit.NetLimits;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/** Guessing, flooding, slow reading: bounded, answered, and nobody else's business. */
class BadDaysTest {
    private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";

    @TempDir private Path directory;
    private TestServer server;

    private void start(NetLimits rates) {
        start(rates, StreamLimits.DEFAULTS);
    }

    private void start(NetLimits rates, StreamLimits limits) {
        server = new TestServer(directory, new TestServer.Options().rates(rates).limits(limits));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static NetLimits guessing() {
        return new NetLimits(0, 0, 0, 0, 0, true);
    }

    @Test
    void guesses_are_answered_later_and_later() {
        start(guessing());
        try (XmppClient guesser = XmppClient.connectTls(server.directPort(), null)) {
            guesser.open(TestServer.DOMAIN);
            assertThat(guesser.login("juliet", "one").name()).isEqualTo("failure");
            assertThat(guesser.login("juliet", "two").name()).isEqualTo("failure");
            guesser.send(
                    "<auth xmlns='%s' mechanism='PLAIN'>AGp1bGlldAB3cm9uZw==</auth>"
                            .formatted(SASL));
            while (server.metrics.answersDelayed.sum() == 0) { // from now on it is counted
                Thread.onSpinWait();
            }
            server.pass(Duration.ofMillis(200));
            assertThat(guesser.nextNow()).as("not yet").isNull();
            server.pass(Duration.ofMillis(100));
            assertThat(guesser.next().child("not-authorized", SASL)).isNotNull();
        }
    }

    @Test
    void a_stream_bears_a_few_failures_only() {
        start(NetLimits.NONE);
        try (XmppClient guesser = XmppClient.connectTls(server.directPort(), null)) {
            guesser.open(TestServer.DOMAIN);
            for (int i = 0; i < StreamLimits.DEFAULTS.failures(); i++) {
                assertThat(guesser.login("juliet", "wrong").name()).isEqualTo("failure");
            }
            guesser.expectError("policy-violation");
        }
    }

    /** Guesses once, without waiting for delays. */
    private Element guess(String account) {
        try (XmppClient guesser = XmppClient.connectTls(server.directPort(), null)) {
            guesser.open(TestServer.DOMAIN);
            long before = server.metrics.answersDelayed.sum();
            guesser.send(
                    "<auth xmlns='%s' mechanism='PLAIN'>%s</auth>"
                            .formatted(
                                    SASL,
                                    Base64.getEncoder()
                                            .encodeToString(
                                                    ("\0" + account + "\0wrong")
                                                            .getBytes(StandardCharsets.UTF_8))));
            Element answer = guesser.nextNow();
            while (answer == null) {
                if (server.metrics.answersDelayed.sum() > before) {
                    server.pass(Duration.ofSeconds(4));
                    before = Long.MAX_VALUE;
                }
                Thread.onSpinWait();
                answer = guesser.nextNow();
            }
            return answer;
        }
    }

    @Test
    void who_guesses_at_an_account_is_not_listened_to_for_a_while() {
        start(guessing());
        Element last = Element.empty("none", "test");
        int seen = 0;
        while (seen < 200 && last.child("temporary-auth-failure", SASL) == null) {
            last = guess("romeo");
            seen++;
        }
        // Ten, and what has faded while they were answered.
        assertThat(seen).isBetween(11, 13);
        assertThat(server.metrics.loginsThrottled.sum()).isPositive();
        try (XmppClient romeo = XmppClient.connectTls(server.directPort(), null)) {
            romeo.open(TestServer.DOMAIN);
            assertThat(romeo.login("romeo").child("temporary-auth-failure", SASL)).isNotNull();
        }
        XmppClient.session(server, "juliet", "home").cut();
        server.pass(Duration.ofMinutes(6));
        XmppClient.session(server, "romeo", "home").cut();
    }

    /** SCRAM's first message looks nothing up that is secret; the proof is what counts. */
    @Test
    void proofs_that_were_begun_before_are_not_looked_at_either() {
        start(guessing());
        List<XmppClient> guessers = new ArrayList<>();
        List<String> nonces = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            XmppClient guesser = XmppClient.connectTls(server.directPort(), null);
            guessers.add(guesser);
            guesser.open(TestServer.DOMAIN);
            guesser.send(
                    "<auth xmlns='%s' mechanism='SCRAM-SHA-1'>%s</auth>"
                            .formatted(SASL, base64("n,,n=romeo,r=abc")));
            String first =
                    new String(
                            Base64.getDecoder().decode(guesser.next().text()),
                            StandardCharsets.UTF_8);
            nonces.add(first.substring(2, first.indexOf(',')));
        }
        int looked = 0;
        for (int i = 0; i < guessers.size(); i++) {
            long throttled = server.metrics.loginsThrottled.sum();
            long delayed = server.metrics.answersDelayed.sum();
            guessers.get(i)
                    .send(
                            "<response xmlns='%s'>%s</response>"
                                    .formatted(
                                            SASL,
                                            base64(
                                                    "c=biws,r="
                                                            + nonces.get(i)
                                                            + ",p="
                                                            + base64("x".repeat(20)))));
            boolean free = i < 2; // the first two mistakes are answered at once
            while (!free
                    && server.metrics.loginsThrottled.sum() == throttled
                    && server.metrics.answersDelayed.sum() == delayed) {
                Thread.onSpinWait();
            }
            if (free) {
                assertThat(guessers.get(i).next().child("not-authorized", SASL)).isNotNull();
            }
            looked += server.metrics.loginsThrottled.sum() == throttled ? 1 : 0;
        }
        assertThat(looked).isEqualTo(10);
        guessers.forEach(XmppClient::close);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_address_has_so_many_connections() {
        start(new NetLimits(2, 0, 0, 0, 0, false));
        try (XmppClient one = XmppClient.connect(server.startTlsPort());
                XmppClient two = XmppClient.connect(server.directPort())) {
            one.open(TestServer.DOMAIN);
            while (server.metrics.connectionsNow.sum() < 2) {
                Thread.onSpinWait();
            }
            try (XmppClient three = XmppClient.connect(server.startTlsPort())) {
                assertThat(three.next()).isEqualTo(XmppClient.GONE);
            }
            two.cut();
            while (server.metrics.connectionsNow.sum() > 1) {
                Thread.onSpinWait();
            }
            try (XmppClient four = XmppClient.connect(server.startTlsPort())) {
                four.open(TestServer.DOMAIN);
            }
        }
    }

    @Test
    void who_sends_too_much_is_read_more_slowly_and_loses_nothing() throws Exception {
        start(new NetLimits(0, 10, 20, 0, 0, false));
        try (XmppClient flooder = XmppClient.session(server, "juliet", "balcony");
                XmppClient romeo = XmppClient.session(server, "romeo", "orchard")) {
            for (int i = 0; i < 30; i++) {
                flooder.send("<message id='" + i + "'>" + "x".repeat(30_000) + "</message>");
            }
            while (server.metrics.readsPaused.sum() == 0) {
                Thread.onSpinWait();
            }
            romeo.expectNothingElse("p1");
            server.gate.received.removeIf(in -> "p1".equals(in.stanza().id()));
            int got = 0;
            while (got < 30) {
                FakeGate.In in = server.gate.received.poll(50, TimeUnit.MILLISECONDS);
                if (in == null) {
                    server.pass(Duration.ofSeconds(1));
                } else {
                    assertThat(in.stanza().id()).isEqualTo(String.valueOf(got++));
                }
            }
        }
    }

    @Test
    void too_much_under_way_stops_the_reading_until_it_is_handled() throws Exception {
        start(NetLimits.NONE);
        server.gate.holdReceipts = true;
        int many = StreamLimits.DEFAULTS.underWay() + 600;
        try (XmppClient juliet = XmppClient.session(server, "juliet", "balcony")) {
            Thread sender =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int i = 0; i < many; i++) {
                                            juliet.send(
                                                    "<message id='"
                                                            + i
                                                            + "'>"
                                                            + "x".repeat(5_000)
                                                            + "</message>");
                                        }
                                    });
            while (server.metrics.readsPaused.sum() == 0) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < many; i++) {
                FakeGate.In in =
                        Objects.requireNonNull(server.gate.received.poll(30, TimeUnit.SECONDS));
                in.receipt().release();
            }
            sender.join();
            server.gate.holdReceipts = false;
            juliet.expectNothingElse("p1");
        }
    }

    @Test
    void a_slow_reader_is_cut_off_and_finds_everything_when_it_resumes() throws Exception {
        // The kernel's buffers take some megabytes, which count as unacknowledged.
        start(NetLimits.NONE, StreamLimits.DEFAULTS.withUnacked(10_000, 256 << 20));
        FullJid address = FullJid.of("juliet@example.org/balcony");
        XmppClient slow = XmppClient.session(server, "juliet", "balcony");
        String id = slow.enable();
        slow.stopReading();
        var session = Objects.requireNonNull(server.gate.sessions.get(address));
        int sent = 0;
        Element body = Element.text("body", "jabber:client", "x".repeat(100_000));
        while (server.metrics.slowReaders.sum() == 0 && sent < 5_000) {
            session.send(Message.of(Message.Type.CHAT, null, address, body).withId("m" + sent++));
            server.drainLoops();
        }
        assertThat(server.metrics.slowReaders.sum()).isEqualTo(1);
        slow.cut();
        try (XmppClient back = XmppClient.connectTls(server.directPort(), null)) {
            back.open(TestServer.DOMAIN);
            back.login("juliet");
            back.send("<resume xmlns='urn:xmpp:sm:3' previd='" + id + "' h='0'/>");
            back.expect("resumed");
            for (int i = 0; i < sent; i++) {
                Element message = back.next();
                if (message.name().equals("r")) {
                    message = back.next();
                }
                assertThat(message.attribute("id")).as(message.name()).isEqualTo("m" + i);
            }
        }
        assertThat(server.gate.ended).isEmpty();
    }
}
