package stoa.net.s2s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.core.route.PeerLists;
import stoa.net.ManualTime;
import stoa.net.TestCertificates;
import stoa.net.tls.CertificateFiles;
import stoa.testkit.Spec;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.xml.Element;

/** Two servers of ours and the streams between them. */
class TwoHousesTest {
    private static final String HERE = "verona.example";
    private static final String THERE = "mantua.example";
    private static final Jid JULIET = Jid.parse("juliet@verona.example/balcony");
    private static final Jid ROMEO = Jid.parse("romeo@mantua.example/cell");

    @TempDir Path folder;
    private final House.Dns dns = new House.Dns();
    private final List<House> houses = new ArrayList<>();
    private final List<Socket> taken = new ArrayList<>();
    private CertificateFiles ofHere;
    private CertificateFiles ofThere;

    @BeforeEach
    void certificates() throws Exception {
        ofHere = TestCertificates.write(Files.createDirectory(folder.resolve("h")), HERE);
        ofThere = TestCertificates.write(Files.createDirectory(folder.resolve("t")), THERE);
    }

    @AfterEach
    void close() throws IOException {
        houses.forEach(House::close);
        for (Socket one : taken) {
            one.close();
        }
    }

    private House open(House.Plan plan) {
        House house = plan.open(folder);
        houses.add(house);
        return house;
    }

    private House.Plan here() {
        return new House.Plan(HERE, dns).showing(ofHere);
    }

    private House.Plan there() {
        return new House.Plan(THERE, dns).showing(ofThere);
    }

    private House.Plan hereTrusting() {
        return here().trusting(ofThere);
    }

    private House.Plan thereTrusting() {
        return there().trusting(ofHere);
    }

    private static Message chat(String body) {
        return new Message(
                JULIET,
                ROMEO,
                Message.Type.CHAT,
                "m-" + body,
                null,
                List.of(
                        Element.text("body", Message.CLIENT, body),
                        Element.text("thread", Message.CLIENT, "t"),
                        Element.text("note", "urn:example:note", "x")));
    }

    private static Iq ping(String id) {
        return Iq.of(Iq.Type.GET, JULIET, ROMEO, id, Element.empty("ping", "urn:xmpp:ping"));
    }

    private static StanzaError.Condition condition(Stanza stanza) {
        Element error = stanza.payload("error", Stanza.CLIENT);
        for (StanzaError.Condition condition : StanzaError.Condition.values()) {
            if (error != null && error.child(condition.text(), StanzaError.NAMESPACE) != null) {
                return condition;
            }
        }
        throw new AssertionError("no condition in " + stanza.toElement());
    }

    private static S2sLimits.Queue queue(int stanzas, long bytes) {
        return new S2sLimits.Queue(stanzas, bytes, 1 << 26);
    }

    private static S2sLimits quick(int patienceMs) {
        return S2sLimits.DEFAULTS.withTimes(
                Duration.ofSeconds(20),
                Duration.ofMillis(patienceMs),
                Duration.ofMillis(100),
                Duration.ofMillis(400));
    }

    @Test
    @Spec(xep = 178, section = "3", says = "a certificate that names the domain proves it")
    void certificates_that_are_trusted_prove_both_sides() {
        House verona = open(hereTrusting());
        House mantua = open(thereTrusting());

        verona.send(chat("good night"));

        assertThat(mantua.next()).isEqualTo(chat("good night"));
        assertThat(mantua.metrics.provedByCertificate.sum()).isEqualTo(1);
        assertThat(mantua.metrics.provedByDialback.sum()).isZero();
    }

    @Test
    @Spec(xep = 220, section = "2", says = "the sender's domain is verified by its key")
    void without_such_certificates_the_domain_is_proved_by_dialback() {
        House verona = open(here());
        House mantua = open(there());

        verona.send(chat("good night"));

        assertThat(mantua.next()).isEqualTo(chat("good night"));
        assertThat(mantua.metrics.provedByDialback.sum()).isEqualTo(1);
    }

    @Test
    @Spec(xep = 288, section = "2.2", says = "stanzas go both ways on one connection")
    void answers_come_on_the_same_stream() {
        House verona = open(hereTrusting());
        House mantua = open(thereTrusting());
        verona.send(chat("one"));
        mantua.next();

        mantua.send(chat("two").withFrom(ROMEO).withTo(JULIET));

        assertThat(verona.next().id()).isEqualTo("m-two");
        assertThat(mantua.metrics.outgoingNow.sum()).isZero();
        assertThat(verona.metrics.incomingNow.sum()).isZero();
    }

    @Test
    @Spec(xep = 478, section = "4", says = "a stanza that exceeds the limits is not sent")
    void what_is_too_long_for_the_other_server_comes_back_both_ways() {
        House verona = open(hereTrusting());
        House mantua = open(thereTrusting());
        verona.send(chat("good night"));
        assertThat(mantua.next()).isEqualTo(chat("good night"));

        verona.send(chat("x".repeat(262_144)));
        assertThat(condition(verona.next())).isEqualTo(StanzaError.Condition.POLICY_VIOLATION);
        mantua.send(chat("y".repeat(262_144)).withFrom(ROMEO).withTo(JULIET));
        assertThat(condition(mantua.next())).isEqualTo(StanzaError.Condition.POLICY_VIOLATION);

        verona.send(chat("still here"));
        assertThat(mantua.next()).isEqualTo(chat("still here"));
        assertThat(verona.metrics.outgoingNow.sum() + mantua.metrics.outgoingNow.sum())
                .isEqualTo(1);
    }

    @Test
    @Spec(xep = 368, section = "3", says = "TLS from the first byte")
    void a_server_with_direct_tls_is_reached() {
        House verona = open(hereTrusting());
        House mantua = open(thereTrusting());
        mantua.publishDirectTls();

        verona.send(chat("good night"));

        assertThat(mantua.next().id()).isEqualTo("m-good night");
    }

    @Test
    void a_thousand_stanzas_keep_their_order() {
        House verona = open(here().limits(S2sLimits.DEFAULTS.withQueue(queue(5_000, 1 << 24))));
        House mantua = open(there());

        for (int i = 0; i < 3_000; i++) {
            verona.send(chat(Integer.toString(i)));
        }

        for (int i = 0; i < 3_000; i++) {
            assertThat(mantua.next().id()).isEqualTo("m-" + i);
        }
    }

    @Test
    void the_next_address_is_tried() throws Exception {
        House verona = open(here());
        House mantua = open(there());
        dns.known.put(
                THERE,
                List.of(House.target(closedPort(), false), House.target(mantua.port, false)));

        verona.send(chat("good night"));

        assertThat(mantua.next().id()).isEqualTo("m-good night");
    }

    /** A port where nobody listens, and which nobody is given as long as the test runs. */
    private int closedPort() throws IOException {
        Socket socket = new Socket();
        taken.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket.getLocalPort();
    }

    @Test
    @Spec(rfc = 6120, section = "8.3.3.16", says = "remote-server-not-found")
    void a_domain_without_a_server_is_not_found() {
        House verona = open(here());

        verona.send(chat("anybody?"));

        Stanza answer = verona.next();
        assertThat(answer.isError()).isTrue();
        assertThat(answer.from()).isEqualTo(ROMEO);
        assertThat(answer.to()).isEqualTo(JULIET);
        assertThat(condition(answer)).isEqualTo(StanzaError.Condition.REMOTE_SERVER_NOT_FOUND);
    }

    @Test
    void errors_and_results_are_not_answered() {
        House verona = open(here());
        verona.send(
                chat("no")
                        .refuse(StanzaError.Condition.GONE.error())
                        .withFrom(JULIET)
                        .withTo(ROMEO));
        verona.send(ping("r").result().withFrom(JULIET).withTo(ROMEO));
        verona.send(Presence.of(Presence.Type.UNAVAILABLE, JULIET, ROMEO));

        verona.send(ping("last"));

        assertThat(verona.next().id()).isEqualTo("last");
        assertThat(verona.heard).isEmpty();
    }

    @Test
    @Spec(rfc = 6120, section = "8.3.3.17", says = "remote-server-timeout")
    void a_server_that_cannot_be_reached_in_time_is_a_timeout() throws Exception {
        ManualTime time = new ManualTime();
        House verona = open(here().limits(quick(4_000)).clock(time));
        dns.known.put(THERE, List.of(House.target(closedPort(), false)));

        verona.send(chat("hello?"));
        House.until(() -> verona.metrics.connectFailures.sum() > 1);
        assertThat(verona.heard).isEmpty();
        time.pass(Duration.ofSeconds(5));

        assertThat(condition(verona.next())).isEqualTo(StanzaError.Condition.REMOTE_SERVER_TIMEOUT);
    }

    @Test
    void a_server_that_comes_back_in_time_gets_what_waited() throws Exception {
        House verona = open(here().limits(quick(20_000)));
        dns.known.put(THERE, List.of(House.target(closedPort(), false)));
        verona.send(chat("patience"));
        House.until(() -> verona.metrics.connectFailures.sum() > 0);

        House mantua = open(there());

        assertThat(mantua.next().id()).isEqualTo("m-patience");
    }

    @Test
    void what_does_not_fit_into_the_queue_is_refused() throws Exception {
        House verona = open(here().limits(quick(20_000).withQueue(queue(3, 1 << 20))));
        dns.known.put(THERE, List.of(House.target(closedPort(), false)));

        for (int i = 0; i < 4; i++) {
            verona.send(chat(Integer.toString(i)));
        }

        Stanza answer = verona.next();
        assertThat(answer.id()).isEqualTo("m-3");
        assertThat(condition(answer)).isEqualTo(StanzaError.Condition.RESOURCE_CONSTRAINT);
    }

    @Test
    void what_is_too_long_for_the_queue_is_refused() throws Exception {
        House verona = open(here().limits(quick(20_000).withQueue(queue(1_000, 4_000))));
        dns.known.put(THERE, List.of(House.target(closedPort(), false)));

        verona.send(chat("first " + "long ".repeat(500)));
        verona.send(chat("second " + "long ".repeat(500)));
        verona.send(chat("short"));
        verona.send(ping("p".repeat(20)));

        Stanza answer = verona.next();
        assertThat(answer.id()).startsWith("m-second");
        assertThat(condition(answer)).isEqualTo(StanzaError.Condition.RESOURCE_CONSTRAINT);
        assertThat(verona.heard).isEmpty();
    }

    @Test
    void all_domains_together_have_a_bound() throws Exception {
        House verona =
                open(
                        here().limits(
                                        quick(20_000)
                                                .withQueue(
                                                        new S2sLimits.Queue(9, 1 << 20, 6_000))));
        dns.known.put(THERE, List.of(House.target(closedPort(), false)));
        dns.known.put("padua.example", List.of(House.target(closedPort(), false)));
        Jid tybalt = Jid.parse("tybalt@padua.example");

        verona.send(chat("first " + "long ".repeat(500)));
        verona.send(chat("second " + "long ".repeat(500)).withTo(tybalt));
        verona.send(chat("third " + "long ".repeat(500)).withTo(tybalt));
        verona.send(chat("short").withTo(tybalt));

        Stanza answer = verona.next();
        assertThat(answer.id()).startsWith("m-third");
        assertThat(condition(answer)).isEqualTo(StanzaError.Condition.RESOURCE_CONSTRAINT);
        assertThat(verona.heard).isEmpty();
    }

    @Test
    void what_was_given_up_makes_room_for_what_comes_later() {
        House verona = open(here().limits(quick(20_000).withQueue(queue(1, 1 << 20))));
        verona.send(chat("one"));
        assertThat(condition(verona.next()))
                .isEqualTo(StanzaError.Condition.REMOTE_SERVER_NOT_FOUND);

        House mantua = open(there());
        verona.send(chat("two"));

        assertThat(mantua.next().id()).isEqualTo("m-two");
        assertThat(verona.metrics.bounced.sum()).isEqualTo(1);
    }

    @Test
    void while_a_server_is_left_alone_for_longer_than_its_patience_nothing_waits()
            throws Exception {
        House verona =
                open(
                        here().limits(
                                        S2sLimits.DEFAULTS.withTimes(
                                                Duration.ofSeconds(2),
                                                Duration.ofSeconds(10),
                                                Duration.ofMinutes(5),
                                                Duration.ofMinutes(5))));
        dns.known.put(THERE, List.of(House.target(closedPort(), false)));
        verona.send(chat("one"));
        assertThat(condition(verona.next())).isEqualTo(StanzaError.Condition.REMOTE_SERVER_TIMEOUT);

        verona.send(chat("two"));

        Stanza answer = verona.next();
        assertThat(answer.id()).isEqualTo("m-two");
        assertThat(condition(answer)).isEqualTo(StanzaError.Condition.REMOTE_SERVER_TIMEOUT);
        assertThat(verona.metrics.connectFailures.sum()).isEqualTo(1);
    }

    @Test
    void with_more_domains_than_there_may_be_nobody_talks() throws Exception {
        House verona = open(here().limits(quick(20_000).withLinks(1)));
        dns.known.put(THERE, List.of(House.target(closedPort(), false)));
        verona.send(chat("waits"));

        verona.send(chat("too many").withTo(Jid.parse("tybalt@padua.example")));

        Stanza answer = verona.next();
        assertThat(answer.id()).isEqualTo("m-too many");
        assertThat(condition(answer)).isEqualTo(StanzaError.Condition.RESOURCE_CONSTRAINT);
        assertThat(verona.heard).isEmpty();
    }

    @Test
    @Spec(rfc = 7712, section = "4", says = "a certificate that proves the domain, or no stream")
    void a_house_that_wants_certificates_takes_nothing_less() {
        S2sPolicy strict = new S2sPolicy(Set.of(), Set.of(), Set.of(), true);
        House verona = open(here().limits(quick(300)));
        House mantua = open(there().policy(strict));

        verona.send(chat("let me in"));
        assertThat(condition(verona.next())).isEqualTo(StanzaError.Condition.REMOTE_SERVER_TIMEOUT);

        mantua.send(chat("let me out").withFrom(ROMEO).withTo(JULIET));
        assertThat(condition(mantua.next())).isEqualTo(StanzaError.Condition.REMOTE_SERVER_TIMEOUT);
        assertThat(verona.heard).isEmpty();
    }

    @Test
    void two_houses_that_want_certificates_have_them() {
        S2sPolicy strict = new S2sPolicy(Set.of(), Set.of(), Set.of(), true);
        House verona = open(hereTrusting().policy(strict));
        House mantua = open(thereTrusting().policy(strict));

        verona.send(chat("good night"));

        assertThat(mantua.next().id()).isEqualTo("m-good night");
    }

    @Test
    void a_denied_server_is_turned_away() {
        House verona = open(here().limits(quick(300)));
        House mantua = open(there().policy(new S2sPolicy(Set.of(), Set.of(), Set.of(HERE), false)));

        verona.send(chat("let me in"));

        assertThat(condition(verona.next())).isEqualTo(StanzaError.Condition.REMOTE_SERVER_TIMEOUT);
        assertThat(mantua.heard).isEmpty();
    }

    @Test
    void a_server_that_the_administrators_denied_is_turned_away_too() {
        PeerLists lists = new PeerLists();
        lists.publish(THERE, new PeerLists.Lists(Set.of(HERE), Set.of()));
        House verona = open(here().limits(quick(300)));
        House mantua = open(there().lists(lists));

        verona.send(chat("let me in"));

        assertThat(condition(verona.next())).isEqualTo(StanzaError.Condition.REMOTE_SERVER_TIMEOUT);
        assertThat(mantua.heard).isEmpty();
    }

    @Test
    @Spec(xep = 198, section = "4", says = "what was not acknowledged may not have arrived")
    void messages_that_were_not_acknowledged_go_again_and_requests_do_not() {
        House verona = open(hereTrusting().limits(quick(20_000)));
        House mantua = open(thereTrusting());
        mantua.holdsReceipts = true;
        verona.send(chat("one"));
        verona.send(ping("p"));
        mantua.next();
        mantua.next();

        mantua.stop();
        House again = open(thereTrusting());

        assertThat(verona.next().id()).isEqualTo("p");
        assertThat(again.next().id()).isEqualTo("m-one");
    }

    @Test
    @Spec(xep = 198, section = "4")
    void what_was_acknowledged_does_not_go_again() {
        House verona = open(hereTrusting().limits(quick(20_000)));
        House mantua = open(thereTrusting());
        verona.send(chat("one"));
        mantua.next();
        // The first answer shows that it may ask, the second that it has asked and was answered:
        // all of it is on one stream, in order.
        for (String round : List.of("asks", "is answered")) {
            verona.send(ping(round));
            mantua.send(((Iq) mantua.next()).result());
            assertThat(verona.next().id()).isEqualTo(round);
        }

        mantua.stop();
        House again = open(thereTrusting());
        verona.send(chat("two"));

        assertThat(again.next().id()).isEqualTo("m-two");
    }
}
