package stoa.net.s2s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.net.XmppClient;
import stoa.testkit.Spec;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/** What other servers may and may not say to us, word by word. */
class IncomingStreamTest {
    private static final String HERE = "verona.example";
    private static final String THERE = "mantua.example";
    private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
    private static final String LIMITS = "urn:xmpp:stream-limits:0";
    private static final String SM = "urn:xmpp:sm:3";

    @TempDir Path folder;
    private final House.Dns dns = new House.Dns();
    private House verona;
    private House mantua;

    @BeforeEach
    void open() {
        S2sPolicy policy = new S2sPolicy(Set.of(), Set.of(), Set.of("denied.example"), false);
        verona = new House.Plan(HERE, dns).policy(policy).open(folder);
        mantua = new House.Plan(THERE, dns).open(folder);
    }

    @AfterEach
    void close() {
        verona.close();
        mantua.close();
    }

    private static String header(String namespace, String from, String to, String version) {
        return "<?xml version='1.0'?><stream:stream xmlns='"
                + namespace
                + "' xmlns:stream='http://etherx.jabber.org/streams'"
                + " xmlns:db='jabber:server:dialback'"
                + (from.isEmpty() ? "" : " from='" + from + "'")
                + (to.isEmpty() ? "" : " to='" + to + "'")
                + (version.isEmpty() ? "" : " version='" + version + "'")
                + ">";
    }

    private XmppClient connected(String header) {
        XmppClient peer = XmppClient.connectTls(verona.directPort, HERE);
        peer.send(header);
        return peer.expectOpened();
    }

    private XmppClient mantuasStream() {
        XmppClient peer = connected(header("jabber:server", THERE, HERE, "1.0"));
        assertThat(peer.next().name()).isEqualTo("features");
        return peer;
    }

    private static void expectError(XmppClient peer, String condition) {
        Element error = peer.next();
        assertThat(error.is("error", StreamError.STREAMS)).as(error.toString()).isTrue();
        assertThat(error.child(condition, StreamError.NAMESPACE)).as(error.toString()).isNotNull();
        assertThat(peer.next()).isEqualTo(XmppClient.CLOSED);
    }

    private String key(XmppClient peer, String local) {
        String id = peer.header().id();
        return mantua.keys.key(DomainJid.of(local), DomainJid.of(THERE), String.valueOf(id));
    }

    private static String result(String from, String to, String key) {
        return "<db:result from='" + from + "' to='" + to + "'>" + key + "</db:result>";
    }

    private XmppClient proved() {
        XmppClient peer = mantuasStream();
        peer.send(result(THERE, HERE, key(peer, HERE)));
        assertThat(peer.next().attribute("type")).isEqualTo("valid");
        return peer;
    }

    private static String chat(String from, String to, String id) {
        return "<message type='chat' id='"
                + id
                + "'"
                + (from.isEmpty() ? "" : " from='" + from + "'")
                + (to.isEmpty() ? "" : " to='" + to + "'")
                + "><body>hi</body></message>";
    }

    private static final String ROMEO = "romeo@mantua.example/cell";
    private static final String JULIET = "juliet@verona.example";

    @Test
    void before_tls_there_is_nothing_but_tls() {
        XmppClient peer = XmppClient.connect(verona.port);
        peer.send(header("jabber:server", THERE, HERE, "1.0"));
        Element features = peer.expectOpened().next();

        assertThat(features.elements().map(Element::name)).containsExactly("starttls");
        assertThat(features.toString()).contains("required");
        peer.send(result(THERE, HERE, "a key"));
        expectError(peer, "policy-violation");
    }

    @Test
    @Spec(rfc = 6120, section = "4.9.3", says = "the errors of a header")
    void a_wrong_header_gets_the_error_the_standard_names() {
        expectError(connected(header("jabber:client", THERE, HERE, "1.0")), "invalid-namespace");
        expectError(connected(header("jabber:server", THERE, HERE, "")), "unsupported-version");
        expectError(
                connected(header("jabber:server", THERE, "padua.example", "1.0")), "host-unknown");
        expectError(connected(header("jabber:server", THERE, "", "1.0")), "host-unknown");
        expectError(
                connected(header("jabber:server", THERE, "nothing." + HERE, "1.0")),
                "host-unknown");
        expectError(connected(header("jabber:server", HERE, HERE, "1.0")), "invalid-from");
        expectError(connected(header("jabber:server", "a@b@c", HERE, "1.0")), "invalid-from");
        expectError(
                connected(header("jabber:server", "x.denied.example", HERE, "1.0")),
                "policy-violation");
    }

    @Test
    @Spec(xep = 359, section = "3", says = "nobody else speaks in the name of an archive")
    void ids_that_this_server_gives_are_taken_away_and_others_stay() {
        StringBuilder ids = new StringBuilder();
        for (String by :
                List.of(JULIET, "hall@rooms.verona.example", HERE, "hall@rooms.mantua.example")) {
            ids.append("<stanza-id xmlns='urn:xmpp:sid:0' id='1' by='").append(by).append("'/>");
        }
        proved().send("<message from='%s' to='%s'>%s</message>".formatted(ROMEO, JULIET, ids));
        assertThat(((Message) verona.next()).payloads())
                .extracting(id -> id.attribute("by"))
                .containsExactly("hall@rooms.mantua.example");
    }

    @Test
    void nothing_is_taken_before_a_domain_is_proved() {
        XmppClient peer = mantuasStream();

        peer.send(chat(ROMEO, JULIET, "1"));

        expectError(peer, "not-authorized");
        assertThat(verona.heard).isEmpty();
    }

    @Test
    void external_is_not_for_those_whose_certificate_proves_nothing() {
        XmppClient peer = connected(header("jabber:server", THERE, HERE, "1.0"));
        Element features = peer.next();

        assertThat(features.child("mechanisms", SASL)).isNull();
        assertThat(features.child("dialback", "urn:xmpp:features:dialback")).isNotNull();
        assertThat(features.child("bidi", "urn:xmpp:features:bidi")).isNotNull();
        peer.send("<auth xmlns='" + SASL + "' mechanism='EXTERNAL'>=</auth>");
        assertThat(peer.next().child("not-authorized", SASL)).isNotNull();
        peer.send("<auth xmlns='" + SASL + "' mechanism='PLAIN'>=</auth>");
        assertThat(peer.next().child("invalid-mechanism", SASL)).isNotNull();
        peer.send("<auth xmlns='" + SASL + "' mechanism='EXTERNAL'>%%%</auth>");
        assertThat(peer.next().child("invalid-authzid", SASL)).isNotNull();
        expectError(peer, "policy-violation");
    }

    @Test
    @Spec(xep = 220, section = "2.2.1", says = "a right key proves the domain")
    void a_right_key_opens_the_way() {
        XmppClient peer = proved();

        peer.send(chat(ROMEO, JULIET, "1"));

        assertThat(verona.next().id()).isEqualTo("1");
    }

    @Test
    @Spec(xep = 220, section = "2.2.1", says = "a wrong key ends the stream")
    void a_wrong_key_ends_the_stream() {
        XmppClient peer = mantuasStream();

        peer.send(result(THERE, HERE, "0".repeat(64)));

        assertThat(peer.next().attribute("type")).isEqualTo("invalid");
        assertThat(peer.next()).isEqualTo(XmppClient.CLOSED);
    }

    @Test
    @Spec(xep = 220, section = "2.4", says = "dialback errors do not end the stream")
    void an_unknown_domain_is_a_dialback_error_and_the_stream_goes_on() {
        XmppClient peer = mantuasStream();

        peer.send(result(THERE, "padua.example", "key"));
        Element answer = peer.next();
        assertThat(answer.attribute("type")).isEqualTo("error");
        assertThat(answer.attribute("from")).isEqualTo("padua.example");
        assertThat(answer.toString()).contains("item-not-found");

        peer.send(result("x.denied.example", HERE, "key"));
        assertThat(peer.next().toString()).contains("policy-violation");

        peer.send(result("nowhere.example", HERE, "key"));
        assertThat(peer.next().toString()).contains("remote-server-not-found");

        peer.send(result(THERE, HERE, key(peer, HERE)));
        assertThat(peer.next().attribute("type")).isEqualTo("valid");
    }

    @Test
    void dialback_without_addresses_is_improper() {
        XmppClient peer = mantuasStream();

        peer.send("<db:result to='" + HERE + "'>key</db:result>");

        expectError(peer, "improper-addressing");
    }

    @Test
    @Spec(xep = 220, section = "2.2.2", says = "the authoritative server knows its keys")
    void we_say_whether_a_key_is_ours() {
        XmppClient peer = mantuasStream();
        String right = verona.keys.key(DomainJid.of(THERE), DomainJid.of(HERE), "stream-1");

        peer.send(verify(HERE, "stream-1", right));
        assertThat(peer.next().attribute("type")).isEqualTo("valid");
        peer.send(verify(HERE, "stream-2", right));
        Element wrong = peer.next();
        assertThat(wrong.attribute("type")).isEqualTo("invalid");
        assertThat(wrong.attribute("id")).isEqualTo("stream-2");
        peer.send(verify("padua.example", "stream-1", right));
        assertThat(peer.next().attribute("type")).isEqualTo("error");
        peer.send(chat(ROMEO, JULIET, "1"));
        expectError(peer, "not-authorized");
    }

    private static String verify(String to, String id, String key) {
        return "<db:verify from='"
                + THERE
                + "' to='"
                + to
                + "' id='"
                + id
                + "'>"
                + key
                + "</db:verify>";
    }

    @Test
    void an_answer_that_nobody_asked_for_proves_nothing() {
        XmppClient peer = mantuasStream();

        peer.send("<db:result type='valid' from='" + THERE + "' to='" + HERE + "'/>");

        expectError(peer, "unsupported-stanza-type");
    }

    @Test
    @Spec(rfc = 6120, section = "8.1.2.2", says = "another domain's address is invalid-from")
    void a_server_speaks_for_its_own_domain_only() {
        XmppClient peer = proved();
        peer.send(chat("paris@padua.example", JULIET, "1"));
        expectError(peer, "invalid-from");

        XmppClient other = proved();
        other.send(chat("x@conference." + THERE, JULIET, "1"));
        expectError(other, "invalid-from");
        assertThat(verona.heard).isEmpty();
    }

    @Test
    void stanzas_have_two_addresses_and_the_second_is_ours() {
        XmppClient peer = proved();
        peer.send(chat(ROMEO, "", "1"));
        expectError(peer, "improper-addressing");

        peer = proved();
        peer.send(chat("", JULIET, "1"));
        expectError(peer, "improper-addressing");

        peer = proved();
        peer.send(chat("@", JULIET, "1"));
        expectError(peer, "improper-addressing");

        peer = proved();
        peer.send(chat(ROMEO, "paris@padua.example", "1"));
        expectError(peer, "host-unknown");
        assertThat(verona.heard).isEmpty();
    }

    @Test
    void what_is_no_stanza_ends_the_stream() {
        XmppClient peer = proved();

        peer.send("<letter from='" + ROMEO + "' to='" + JULIET + "'/>");

        expectError(peer, "unsupported-stanza-type");
    }

    @Test
    void a_request_without_a_payload_is_a_bad_request() {
        XmppClient peer = mantuasStream();
        peer.send("<bidi xmlns='urn:xmpp:bidi'/>" + result(THERE, HERE, key(peer, HERE)));
        assertThat(peer.next().attribute("type")).isEqualTo("valid");

        peer.send("<iq type='get' id='q' from='" + ROMEO + "' to='" + JULIET + "'/>");

        Element answer = peer.next();
        assertThat(answer.attribute("type")).isEqualTo("error");
        assertThat(answer.attribute("id")).isEqualTo("q");
        assertThat(answer.toString()).contains("bad-request");
    }

    @Test
    void several_pairs_of_domains_are_proved_on_one_stream() {
        XmppClient peer = proved();
        String rooms = "conference." + HERE;

        peer.send(result(THERE, rooms, key(peer, rooms)));
        assertThat(peer.next().attribute("from")).isEqualTo(rooms);
        peer.send(chat(ROMEO, "garden@" + rooms, "1"));

        assertThat(verona.next().id()).isEqualTo("1");
    }

    @Test
    @Spec(xep = 288, section = "2.2", says = "the receiving server may send once it is proved")
    void both_ways_means_that_ours_comes_on_theirs() {
        XmppClient peer = mantuasStream();
        peer.send("<bidi xmlns='urn:xmpp:bidi'/>" + result(THERE, HERE, key(peer, HERE)));
        assertThat(peer.next().attribute("type")).isEqualTo("valid");

        peer.send(chat(ROMEO, JULIET, "1"));
        stoa.xmpp.stanza.Message heard = (stoa.xmpp.stanza.Message) verona.next();
        verona.send(heard.withFrom(heard.to()).withTo(heard.from()));

        Element answer = peer.next();
        assertThat(answer.is("message", "jabber:server")).isTrue();
        assertThat(answer.childText("body")).isEqualTo("hi");
        assertThat(verona.metrics.outgoingNow.sum()).isZero();
    }

    @Test
    @Spec(xep = 478, section = "3.1", says = "the responding entity advertises its limits")
    void the_features_say_how_much_is_taken() {
        XmppClient peer = connected(header("jabber:server", THERE, HERE, "1.0"));

        Element limits = peer.next().child("limits", LIMITS);

        assertThat(limits).isNotNull();
        assertThat(limits.childText("max-bytes")).isEqualTo("262144");
        assertThat(limits.childText("idle-seconds")).isEqualTo("600");
    }

    @Test
    @Spec(xep = 478, section = "4", says = "a stanza that exceeds the limits is not sent")
    void what_the_other_side_does_not_take_is_answered_and_the_rest_goes_on() {
        XmppClient peer = mantuasStream();
        peer.send(
                "<bidi xmlns='urn:xmpp:bidi'><limits xmlns='"
                        + LIMITS
                        + "'><max-bytes>12000</max-bytes></limits></bidi>"
                        + result(THERE, HERE, key(peer, HERE)));
        assertThat(peer.next().attribute("type")).isEqualTo("valid");

        verona.send(toRomeo("x".repeat(12_000)));
        verona.send(toRomeo("x".repeat(11_000)));

        Element refused = verona.next().toElement();
        assertThat(refused.attribute("to")).isEqualTo(JULIET);
        assertThat(refused.toString()).contains("policy-violation").contains("modify");
        assertThat(peer.next().childText("body")).hasSize(11_000);
    }

    @Test
    void limits_that_nobody_may_have_or_that_are_no_number_do_not_count() {
        for (String nonsense : new String[] {"1", "-5", "many", ""}) {
            XmppClient peer = mantuasStream();
            peer.send(
                    "<bidi xmlns='urn:xmpp:bidi'><limits xmlns='"
                            + LIMITS
                            + "'><max-bytes>"
                            + nonsense
                            + "</max-bytes></limits></bidi>"
                            + result(THERE, HERE, key(peer, HERE)));
            assertThat(peer.next().attribute("type")).isEqualTo("valid");

            verona.send(toRomeo("x".repeat(9_000)));

            assertThat(peer.next().childText("body")).hasSize(9_000);
            peer.send("</stream:stream>");
            House.until(() -> verona.metrics.incomingNow.sum() == 0);
        }
    }

    private static stoa.xmpp.stanza.Message toRomeo(String body) {
        return stoa.xmpp.stanza.Message.of(
                stoa.xmpp.stanza.Message.Type.CHAT,
                Jid.parse(JULIET),
                Jid.parse(ROMEO),
                Element.text("body", stoa.xmpp.stanza.Message.CLIENT, body));
    }

    @Test
    @Spec(xep = 198, section = "4", says = "acknowledgements count what was handled")
    void acknowledgements_count_what_was_handled() {
        XmppClient early = mantuasStream();
        early.send("<enable xmlns='" + SM + "'/>");
        assertThat(early.next().is("failed", SM)).isTrue();

        XmppClient peer = proved();
        peer.send("<enable xmlns='" + SM + "'/>");
        assertThat(peer.next().is("enabled", SM)).isTrue();
        peer.send(chat(ROMEO, JULIET, "1") + "<r xmlns='" + SM + "'/>");
        assertThat(peer.next().attribute("h")).isEqualTo("1");
        verona.holdsReceipts = true;
        peer.send(chat(ROMEO, JULIET, "2") + "<r xmlns='" + SM + "'/>");
        verona.next();
        verona.next();
        House.until(() -> !verona.held.isEmpty());
        assertThat(peer.nextNow()).isNull();
        verona.held.getFirst().release();
        assertThat(peer.next().attribute("h")).isEqualTo("2");
        peer.send("<a xmlns='" + SM + "' h='7'/>");
        expectError(peer, "undefined-condition");
    }

    private static final String ENABLE = "<enable xmlns='" + SM + "' resume='true'/>";

    private static String resume(String id, String h) {
        return "<resume xmlns='" + SM + "' previd='" + id + "' h='" + h + "'/>";
    }

    /** Mantua's stream after it has sent one stanza, cut; the id to go on with. */
    private String cutAfterOne() {
        XmppClient peer = proved();
        peer.send(ENABLE);
        Element enabled = peer.next();
        assertThat(enabled.attribute("resume")).isEqualTo("true");
        assertThat(enabled.attribute("max")).isEqualTo("30");
        String id = String.valueOf(enabled.attribute("id"));
        assertThat(id).hasSizeGreaterThan(20);
        peer.send(chat(ROMEO, JULIET, "1") + "<r xmlns='" + SM + "'/>");
        assertThat(peer.next().attribute("h")).isEqualTo("1");
        verona.next();
        peer.cut();
        return id;
    }

    @Test
    @Spec(xep = 198, section = "5", says = "the stream goes on where it was cut")
    void a_cut_stream_goes_on() {
        String id = cutAfterOne();
        XmppClient peer = proved();

        peer.send(resume(id, "0"));

        Element resumed = peer.next();
        assertThat(resumed.is("resumed", SM)).as(resumed.toString()).isTrue();
        assertThat(resumed.attribute("h")).isEqualTo("1");
        assertThat(resumed.attribute("previd")).isEqualTo(id);
        peer.send(chat(ROMEO, JULIET, "2") + "<r xmlns='" + SM + "'/>");
        assertThat(peer.next().attribute("h")).isEqualTo("2");
        assertThat(verona.next().id()).isEqualTo("2");
    }

    @Test
    void a_stream_whose_connection_seems_to_be_there_goes_on_and_ends_that_one() {
        XmppClient old = proved();
        old.send(ENABLE);
        String id = String.valueOf(old.next().attribute("id"));
        XmppClient peer = proved();

        peer.send(resume(id, "0"));

        assertThat(peer.next().is("resumed", SM)).isTrue();
        assertThat(old.next()).isEqualTo(XmppClient.GONE);
    }

    @Test
    @Spec(xep = 198, section = "5", says = "item-not-found to anybody else, and the stream stays")
    void nobody_else_goes_on_with_a_stream() {
        String id = cutAfterOne();
        try (House padua = new House.Plan("padua.example", dns).open(folder)) {
            XmppClient other = connected(header("jabber:server", "padua.example", HERE, "1.0"));
            other.next();
            String key =
                    padua.keys.key(
                            DomainJid.of(HERE),
                            DomainJid.of("padua.example"),
                            String.valueOf(other.header().id()));
            other.send(result("padua.example", HERE, key));
            assertThat(other.next().attribute("type")).isEqualTo("valid");

            other.send(resume(id, "0"));

            Element failed = other.next();
            assertThat(failed.is("failed", SM)).isTrue();
            assertThat(failed.toString()).contains("item-not-found");
            assertThat(failed.attribute("h")).isNull();
        }
        XmppClient early = mantuasStream();
        early.send(resume(id, "0"));
        assertThat(early.next().toString()).contains("unexpected-request");

        XmppClient peer = proved();
        peer.send(resume("no-such-id", "0"));
        assertThat(peer.next().toString()).contains("item-not-found");
        peer.send(resume(id, "0"));
        assertThat(peer.next().is("resumed", SM)).isTrue();
    }

    @Test
    @Spec(xep = 198, section = "5", says = "failed says how much had been handled")
    void a_stream_that_was_closed_does_not_go_on_but_says_what_was_handled() {
        XmppClient peer = proved();
        peer.send(ENABLE);
        String id = String.valueOf(peer.next().attribute("id"));
        peer.send(chat(ROMEO, JULIET, "1") + "</stream:stream>");
        assertThat(peer.next()).isEqualTo(XmppClient.CLOSED);
        XmppClient again = proved();

        again.send(resume(id, "0"));

        Element failed = again.next();
        assertThat(failed.toString()).contains("item-not-found");
        assertThat(failed.attribute("h")).isEqualTo("1");
        again.send(ENABLE);
        assertThat(again.next().is("enabled", SM)).isTrue();
    }

    @Test
    @Spec(xep = 198, section = "4", says = "more than was sent cannot have been handled")
    void a_wrong_h_ends_the_stream() {
        for (String wrong : new String[] {"1", "-1", "many", "4294967296"}) {
            String id = cutAfterOne();
            XmppClient peer = proved();

            peer.send(resume(id, wrong));

            expectError(peer, "undefined-condition");
        }
    }

    @Test
    void a_stream_is_resumed_once_and_not_while_another_is_managed() {
        String id = cutAfterOne();
        XmppClient managed = proved();
        managed.send(ENABLE);
        assertThat(managed.next().is("enabled", SM)).isTrue();
        managed.send(resume(id, "0"));
        assertThat(managed.next().toString()).contains("unexpected-request");

        // Who begins anew has given up what was cut.
        XmppClient peer = proved();
        peer.send(resume(id, "0"));
        assertThat(peer.next().toString()).contains("item-not-found");
    }

    @Test
    void where_nothing_is_kept_nothing_is_promised() {
        verona.close();
        verona =
                new House.Plan(HERE, dns)
                        .limits(S2sLimits.DEFAULTS.withResumable(java.time.Duration.ZERO))
                        .open(folder);
        XmppClient peer = proved();

        peer.send(ENABLE);

        Element enabled = peer.next();
        assertThat(enabled.is("enabled", SM)).isTrue();
        assertThat(enabled.attribute("id")).isNull();
        assertThat(enabled.attribute("resume")).isNull();
    }
}
