package stoa.net.s2s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.net.TestCertificates;
import stoa.net.tls.CertificateFiles;
import stoa.testkit.Spec;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/** Connections between two servers of ours that are cut, and the streams that go on. */
class ResumptionStoryTest {
    private static final String HERE = "verona.example";
    private static final String THERE = "mantua.example";
    private static final Jid JULIET = Jid.parse("juliet@verona.example/balcony");
    private static final Jid ROMEO = Jid.parse("romeo@mantua.example/cell");

    private static final List<String> BEGINNING = List.of("asks", "is answered");

    @TempDir Path folder;
    private final House.Dns dns = new House.Dns();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private CertificateFiles ofHere;
    private CertificateFiles ofThere;
    private House verona;
    private House mantua;
    private Wire wire;

    @BeforeEach
    void certificates() throws Exception {
        ofHere = TestCertificates.write(Files.createDirectory(folder.resolve("h")), HERE);
        ofThere = TestCertificates.write(Files.createDirectory(folder.resolve("t")), THERE);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private static S2sLimits limits() {
        return S2sLimits.DEFAULTS.withTimes(
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofMillis(100),
                Duration.ofMillis(400));
    }

    private void open(S2sLimits limits, boolean byCertificate) {
        verona = here(limits, byCertificate);
        mantua = there(limits, byCertificate);
    }

    private House here(S2sLimits limits, boolean byCertificate) {
        House.Plan plan = new House.Plan(HERE, dns).showing(ofHere).limits(limits);
        House house = (byCertificate ? plan.trusting(ofThere) : plan).open(folder);
        opened.add(house);
        return house;
    }

    private House there(S2sLimits limits, boolean byCertificate) {
        House.Plan plan = new House.Plan(THERE, dns).showing(ofThere).limits(limits);
        House house = (byCertificate ? plan.trusting(ofHere) : plan).open(folder);
        opened.add(house);
        wire = new Wire(house.port);
        opened.add(wire);
        dns.known.put(THERE, List.of(House.target(wire.port(), false)));
        return house;
    }

    private static Message chat(String id) {
        return Message.of(
                        Message.Type.CHAT, JULIET, ROMEO, Element.text("body", Message.CLIENT, id))
                .withId(id);
    }

    private static Message back(String id) {
        return chat(id).withFrom(ROMEO).withTo(JULIET);
    }

    private static Iq ping(String id) {
        return Iq.of(Iq.Type.GET, JULIET, ROMEO, id, Element.empty("ping", "urn:xmpp:ping"));
    }

    private static String id(Stanza stanza) {
        return String.valueOf(stanza.id());
    }

    /**
     * Says it and has it on the connection: what still waits for one when the connection is cut is
     * another story.
     */
    private static void write(House house, Stanza... stanzas) {
        long written = house.metrics.stanzasOut.sum() + stanzas.length;
        for (Stanza stanza : stanzas) {
            house.send(stanza);
        }
        House.until(() -> house.metrics.stanzasOut.sum() == written);
    }

    /** Once this is answered both know that the stream is managed and may be resumed. */
    private void begin() {
        for (String round : BEGINNING) {
            verona.send(ping(round));
            mantua.send(((Iq) mantua.next()).result());
            assertThat(id(verona.next())).isEqualTo(round);
        }
    }

    @Test
    @Spec(xep = 198, section = "5", says = "what was not handled is sent again, and nothing else")
    void what_was_lost_with_the_connection_comes_once_and_in_order() {
        open(limits(), true);
        begin();
        wire.swallowsThere = true;
        wire.swallowsBack = true;
        for (int i = 0; i < 5; i++) {
            write(verona, chat("lost-" + i));
            write(mantua, back("lost-" + i));
        }
        write(verona, ping("question"));

        wire.cut();
        verona.send(chat("later"));
        mantua.send(back("later"));

        for (int i = 0; i < 5; i++) {
            assertThat(id(mantua.next())).isEqualTo("lost-" + i);
            assertThat(id(verona.next())).isEqualTo("lost-" + i);
        }
        assertThat(id(mantua.next())).isEqualTo("question");
        assertThat(id(mantua.next())).isEqualTo("later");
        assertThat(id(verona.next())).isEqualTo("later");
        assertThat(verona.metrics.resumed.sum()).isEqualTo(1);
        assertThat(mantua.metrics.resumed.sum()).isEqualTo(1);
        assertNothingElse();
    }

    private void assertNothingElse() {
        verona.send(chat("last"));
        assertThat(id(mantua.next())).isEqualTo("last");
        mantua.send(back("last"));
        assertThat(id(verona.next())).isEqualTo("last");
        assertThat(mantua.heard).isEmpty();
        assertThat(verona.heard).isEmpty();
    }

    @Test
    void by_dialback_as_well() {
        open(limits(), false);
        begin();
        verona.send(chat("one"));
        mantua.next();
        wire.swallowsThere = true;
        write(verona, chat("two"));

        wire.cut();

        assertThat(id(mantua.next())).isEqualTo("two");
        assertThat(verona.metrics.resumed.sum()).isEqualTo(1);
        assertNothingElse();
    }

    @Test
    @Spec(xep = 198, section = "5", says = "h says what was handled")
    void what_had_arrived_does_not_come_twice() {
        open(limits(), true);
        begin();
        wire.swallowsBack = true;
        verona.send(chat("one"));
        verona.send(ping("question"));
        assertThat(id(mantua.next())).isEqualTo("one");
        assertThat(id(mantua.next())).isEqualTo("question");

        wire.cut();
        House.until(() -> verona.metrics.resumed.sum() == 1);

        assertNothingElse();
    }

    @Test
    void what_is_still_being_handled_is_waited_for() {
        open(limits(), true);
        begin();
        mantua.holdsReceipts = true;
        verona.send(chat("slow"));
        assertThat(id(mantua.next())).isEqualTo("slow");

        wire.cut();
        // It has connected again, and is not answered before what it sent is handled.
        House.until(() -> wire.connections.get() >= 2);
        assertThat(verona.metrics.resumed.sum()).isZero();
        mantua.holdsReceipts = false;
        synchronized (mantua.held) {
            mantua.held.forEach(stoa.core.session.Receipt::release);
        }

        House.until(() -> verona.metrics.resumed.sum() == 1);
        assertNothingElse();
    }

    @Test
    void it_may_be_cut_again_and_again() {
        open(limits(), true);
        begin();
        int sent = 0;
        for (int round = 1; round <= 4; round++) {
            for (int i = 0; i < 50; i++) {
                verona.send(chat("m" + sent));
                mantua.send(back("m" + sent));
                sent++;
            }
            wire.cut();
            int rounds = round;
            House.until(() -> verona.metrics.resumed.sum() == rounds);
        }

        for (int i = 0; i < sent; i++) {
            assertThat(id(mantua.next())).isEqualTo("m" + i);
            assertThat(id(verona.next())).isEqualTo("m" + i);
        }
        assertNothingElse();
    }

    @Test
    void a_while_without_a_network_is_waited_out() {
        open(limits(), true);
        begin();
        wire.refuses = true;
        wire.cut();
        verona.send(chat("one"));
        verona.send(ping("question"));
        House.until(() -> verona.metrics.outgoingNow.sum() == 0);

        wire.refuses = false;

        assertThat(id(mantua.next())).isEqualTo("one");
        assertThat(id(mantua.next())).isEqualTo("question");
        assertThat(verona.metrics.resumed.sum()).isEqualTo(1);
        assertNothingElse();
    }

    @Test
    @Spec(xep = 198, section = "5", says = "failed: the stream begins anew")
    void a_server_that_has_forgotten_gets_messages_again_and_requests_are_answered() {
        open(limits(), true);
        begin();
        wire.swallowsThere = true;
        write(verona, chat("one"), ping("question"));
        // Nothing that it says as it stops arrives, as if it had been killed; nobody comes to it
        // again.
        wire.swallowsBack = true;
        wire.refuses = true;
        mantua.stop();
        Wire old = wire;

        House again = there(limits(), true);
        old.cut();

        assertThat(id(again.next())).isEqualTo("one");
        Stanza answer = next(verona, "question");
        assertThat(answer.isError()).isTrue();
        assertThat(answer.toElement().toString()).contains("remote-server-timeout");
        assertThat(verona.metrics.resumptionsFailed.sum()).isEqualTo(1);
        mantua = again;
        assertNothingElse();
    }

    @Test
    void what_is_not_resumed_in_time_is_as_after_any_end() {
        open(limits().withResumable(Duration.ofSeconds(1)), true);
        begin();
        wire.swallowsThere = true;
        wire.swallowsBack = true;
        write(verona, chat("one"), ping("question"));
        write(mantua, back("one"));
        wire.refuses = true;
        wire.cut();

        // Mantua comes by a connection of its own, before or after; verona's way is open again as
        // well.
        List<Stanza> two = List.of(next(verona), next(verona));
        assertThat(two.stream().map(ResumptionStoryTest::id))
                .containsExactlyInAnyOrder("question", "one");
        assertThat(two.stream().filter(Stanza::isError).map(ResumptionStoryTest::id))
                .containsExactly("question");
        wire.refuses = false;
        next(mantua, "one");
        assertThat(verona.metrics.resumed.sum()).isZero();
        assertNothingElse();
    }

    /**
     * The next one; a result of the beginning that was not acknowledged may come twice, and a
     * request be refused that was answered.
     */
    private static Stanza next(House house) {
        Stanza next = house.next();
        while (BEGINNING.contains(id(next))) {
            next = house.next();
        }
        return next;
    }

    private static Stanza next(House house, String id) {
        Stanza next = next(house);
        assertThat(id(next)).isEqualTo(id);
        return next;
    }

    @Test
    void a_stream_that_was_closed_is_not_resumed() {
        open(limits(), true);
        begin();

        mantua.stop();
        // It has heard the end of the stream. What is written into a connection that is closed
        // already may cut it before.
        House.until(() -> verona.metrics.outgoingNow.sum() == 0);
        House again = there(limits(), true);
        verona.send(chat("one"));

        assertThat(id(again.next())).isEqualTo("one");
        assertThat(verona.metrics.resumptionsFailed.sum()).isZero();
        assertThat(verona.metrics.resumed.sum()).isZero();
    }
}
