package stoa.conformance.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.federation.Federation.HERE;
import static stoa.conformance.federation.Federation.THERE;
import static stoa.conformance.federation.Questions.COMMANDS;
import static stoa.conformance.federation.Questions.INFO;
import static stoa.conformance.federation.Questions.ITEMS;
import static stoa.conformance.federation.Questions.JULIET;
import static stoa.conformance.federation.Questions.MUC;
import static stoa.conformance.federation.Questions.PUBSUB;
import static stoa.conformance.federation.Questions.PUBSUB_NS;
import static stoa.conformance.federation.Questions.ROMEO;
import static stoa.conformance.federation.Questions.ROOM;
import static stoa.conformance.federation.Questions.ROOMS;
import static stoa.conformance.federation.Questions.SHARED;
import static stoa.conformance.federation.Questions.TUNE;
import static stoa.conformance.federation.Questions.UPLOAD;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import stoa.conformance.clients.Rooms;
import stoa.conformance.server.Account;
import stoa.conformance.server.Folders;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;

/**
 * What somebody of another domain gets who asks for everything that there is to ask for: of an
 * account that does not know them, of the domain, a room, and the services. Each row is sent as a
 * person's client and in the name of the other domain itself.
 */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class StrangersTest {
    private static final String DIRECT_TLS = "5270";

    private Path folder;
    private TestServer server;
    private SSLContext mantuas;

    @BeforeAll
    void start() throws Exception {
        folder = Files.createTempDirectory("stoa-strangers-");
        var authority = new Authority(folder);
        var own = authority.issue(HERE, ROOMS, PUBSUB, UPLOAD);
        mantuas = authority.context(THERE);
        server =
                TestServer.start(
                        Setup.of(HERE)
                                .set("s2s.enabled", "true")
                                .set("oauth.enabled", "true")
                                .set("s2s.direct_tls_port", DIRECT_TLS)
                                .set("s2s.auth", "\"certificate\"")
                                .set("s2s.trust", "\"" + authority.certificate() + "\"")
                                .set("tls.certificate", "\"" + own.certificate() + "\"")
                                .set("tls.key", "\"" + own.key() + "\"")
                                .set("calls.services", "[\"turn:turn.verona.example:3478\"]")
                                .set("calls.secret", "\"between the two of them\"")
                                .set("admins", "[\"escalus@" + HERE + "\"]")
                                .account(Account.of(JULIET))
                                .account(Account.of("escalus@" + HERE)));
        try (Session juliet = juliet()) {
            juliet.becomeAvailable();
            assertThat(
                            juliet.ask(
                                            "set",
                                            "",
                                            "<vCard xmlns='vcard-temp'><FN>Juliet</FN></vCard>")
                                    .attribute("type"))
                    .isEqualTo("result");
            publish(juliet, "", TUNE, "<tune xmlns='" + TUNE + "'/>");
            publish(juliet, "", "urn:example:open", "<open xmlns='urn:example:open'/>");
            configure(juliet, "", "urn:example:open", "open");
            publish(juliet, "", "urn:example:closed", "<closed xmlns='urn:example:closed'/>");
            configure(juliet, "", "urn:example:closed", "whitelist");
            assertThat(
                            juliet.ask(
                                            "set",
                                            PUBSUB,
                                            Questions.pubsub("<create node='" + SHARED + "'/>"))
                                    .attribute("type"))
                    .isEqualTo("result");
            publish(juliet, PUBSUB, SHARED, "<one xmlns='urn:example:one'/>");
            configure(juliet, PUBSUB, SHARED, "whitelist");
            Rooms.create(juliet, ROOM, "Juliet");
            Rooms.says(juliet, ROOM, "What's in a name?");
            Rooms.hears(juliet, ROOM + "/Juliet", "What's in a name?");
            juliet.ask(
                    "set",
                    ROOM,
                    "<query xmlns='"
                            + MUC
                            + "#owner'><x xmlns='jabber:x:data' type='submit'>"
                            + Questions.field("FORM_TYPE", MUC + "#roomconfig")
                            + Questions.field("muc#roomconfig_persistentroom", "1")
                            + Questions.field("muc#roomconfig_membersonly", "1")
                            + "</x></query>");
        }
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        Folders.delete(folder);
    }

    private Session juliet() {
        Account juliet = Account.of(JULIET);
        return Session.signIn(server.endpoint(), juliet.jid(), juliet.password(), "balcony");
    }

    private Stranger stranger() {
        return new Stranger(
                new InetSocketAddress(server.endpoint().host(), Integer.parseInt(DIRECT_TLS)),
                THERE,
                mantuas,
                HERE,
                ROOMS,
                PUBSUB,
                UPLOAD);
    }

    private static void publish(Session session, String at, String node, String payload) {
        var answer = session.ask("set", at, Questions.publish(node, payload));
        assertThat(answer.attribute("type")).as(answer.toString()).isEqualTo("result");
    }

    private static void configure(Session session, String at, String node, String access) {
        var answer = session.ask("set", at, Questions.configure(node, access));
        assertThat(answer.attribute("type")).as(answer.toString()).isEqualTo("result");
    }

    private static String condition(Element answer) {
        if ("result".equals(answer.attribute("type"))) {
            return "result";
        }
        return answer.child("error").stream()
                .flatMap(Element::children)
                .filter(one -> one.namespace().equals("urn:ietf:params:xml:ns:xmpp-stanzas"))
                .filter(one -> !one.name().equals("text"))
                .map(Element::name)
                .findFirst()
                .orElse("no condition in " + answer);
    }

    private void everythingIsAnsweredTo(String from) {
        List<String> wrong = new ArrayList<>();
        try (Session juliet = juliet();
                Stranger mantua = stranger()) {
            juliet.becomeAvailable();
            for (Questions.Row row : Questions.all()) {
                String payload = row.payload().replace("%s", Session.bareOf(from));
                Element answer = mantua.ask(from, row.to(), row.type(), payload);
                assertThat(answer.attribute("from")).isEqualTo(row.to());
                assertThat(answer.attribute("to")).isEqualTo(from);
                if (!condition(answer).equals(row.expected())) {
                    wrong.add(row + " got " + answer);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_person_of_another_domain_gets_what_the_standards_say() {
        everythingIsAnsweredTo(ROMEO);
    }

    @Test
    void another_domain_itself_gets_no_more() {
        everythingIsAnsweredTo(THERE);
    }

    @Test
    void what_a_stranger_may_list_names_nothing_that_is_not_for_it() {
        try (Stranger mantua = stranger()) {
            assertThat(mantua.ask(ROMEO, HERE, "get", Questions.ofNode(ITEMS, COMMANDS)).toString())
                    .doesNotContain("<item");
            String nodes = mantua.ask(ROMEO, JULIET, "get", Questions.query(ITEMS)).toString();
            assertThat(nodes).contains("urn:example:open");
            assertThat(nodes).doesNotContain(TUNE).doesNotContain("urn:example:closed");
            assertThat(mantua.ask(ROMEO, ROOM, "get", Questions.query(ITEMS)).toString())
                    .doesNotContain("Juliet");
            assertThat(mantua.ask(ROMEO, PUBSUB, "get", Questions.query(ITEMS)).toString())
                    .doesNotContain(SHARED);
        }
    }

    /** A feature that comes to be advertised and is asked by IQ wants its row above. */
    @Test
    void every_feature_that_is_asked_for_by_iq_has_its_row() {
        Set<String> notAsked =
                Set.of(
                        // of messages and presence, or of a session's own stream
                        "msgoffline",
                        "urn:xmpp:sid:0",
                        "urn:xmpp:carbons:rules:0",
                        "urn:xmpp:mam:2#extended",
                        // a field of a form in urn:xmpp:mam:2, whose rows are there
                        "urn:xmpp:fulltext:0",
                        "urn:xmpp:reporting:1",
                        "urn:xmpp:reporting:reason:spam:0",
                        "urn:xmpp:reporting:reason:abuse:0",
                        "http://jabber.org/protocol/rsm",
                        "urn:xmpp:bookmarks:1#compat",
                        "urn:xmpp:bookmarks:1#compat-pep",
                        "urn:xmpp:pep-vcard-conversion:0",
                        // published to by accounts alone: the row of pubsub at the domain
                        "urn:stoa:web-push:0");
        String asked = Questions.all().toString();
        Set<String> missing = new TreeSet<>();
        try (Session juliet = juliet()) {
            for (String at : List.of(HERE, JULIET)) {
                juliet.ask("get", at, Questions.query(INFO))
                        .child("query")
                        .orElseThrow()
                        .children()
                        .filter(one -> one.name().equals("feature"))
                        .map(one -> one.need("var"))
                        .filter(one -> !one.startsWith(PUBSUB_NS + "#"))
                        .filter(one -> !notAsked.contains(one))
                        .filter(one -> !asked.contains("'" + one + "'"))
                        .forEach(missing::add);
            }
        }
        assertThat(missing).isEmpty();
    }

    /** RFC 6120 section 8.1.2.2: the stream ends, and nobody hears what was said on it. */
    @Test
    void what_comes_in_the_name_of_our_own_ends_the_stream() {
        try (Session juliet = juliet()) {
            juliet.becomeAvailable();
            for (String from :
                    List.of(
                            JULIET + "/balcony",
                            "escalus@" + HERE + "/throne",
                            HERE,
                            ROOM + "/Juliet",
                            "paris@padua.example/x")) {
                for (String to : List.of(JULIET, HERE, ROOM, PUBSUB, UPLOAD)) {
                    try (Stranger mantua = stranger()) {
                        mantua.send(
                                Stranger.request(
                                        "forged",
                                        from,
                                        to,
                                        "get",
                                        Questions.query("jabber:iq:roster")));
                        mantua.inbox()
                                .need(
                                        "invalid-from for " + from,
                                        element ->
                                                element.name().equals("error")
                                                        && element.child("invalid-from")
                                                                .isPresent(),
                                        PATIENCE);
                        assertThat(mantua.inbox().awaitClosed(PATIENCE)).isTrue();
                    }
                }
            }
            try (Stranger mantua = stranger()) {
                mantua.send(
                        "<message type='chat' from='"
                                + JULIET
                                + "/balcony' to='"
                                + JULIET
                                + "'><body>forged</body></message>");
                assertThat(mantua.inbox().awaitClosed(PATIENCE)).isTrue();
            }
            juliet.ask("get", HERE, "<ping xmlns='urn:xmpp:ping'/>");
            assertThat(juliet.inbox().holds(one -> one.child("body").isPresent())).isFalse();
        }
    }

    /** XEP-0045 sections 7.2 and 10.1, XEP-0437 section 3. */
    @Test
    void a_stranger_makes_no_room_enters_none_for_members_and_hears_of_none() {
        try (Session juliet = juliet();
                Stranger mantua = stranger()) {
            juliet.becomeAvailable();
            String join = "'><x xmlns='" + MUC + "'/></presence>";
            mantua.send("<presence from='" + ROMEO + "' to='new@" + ROOMS + "/Romeo" + join);
            error(mantua, "new@" + ROOMS + "/Romeo", "not-allowed");
            mantua.send("<presence from='" + ROMEO + "' to='" + ROOM + "/Romeo" + join);
            error(mantua, ROOM + "/Romeo", "registration-required");
            mantua.send(
                    "<message type='groupchat' from='"
                            + ROMEO
                            + "' to='"
                            + ROOM
                            + "'><body>let me in</body></message>");
            error(mantua, ROOM, "not-acceptable");
            mantua.send(
                    "<presence from='"
                            + ROMEO
                            + "' to='"
                            + ROOMS
                            + "'><rai xmlns='urn:xmpp:rai:0'/></presence>");
            Rooms.join(juliet, ROOM, "Juliet");
            Rooms.says(juliet, ROOM, "by any other name");
            Rooms.hears(juliet, ROOM + "/Juliet", "by any other name");
            mantua.ask(ROMEO, ROOMS, "get", "<ping xmlns='urn:xmpp:ping'/>");
            assertThat(
                            mantua.inbox()
                                    .holds(
                                            one ->
                                                    ROOMS.equals(one.attribute("from"))
                                                            && one.child("rai").isPresent()))
                    .isFalse();
        }
    }

    private static void error(Stranger mantua, String from, String condition) {
        Element error =
                mantua.inbox()
                        .need(
                                condition + " from " + from,
                                one ->
                                        "error".equals(one.attribute("type"))
                                                && from.equals(one.attribute("from")),
                                PATIENCE);
        assertThat(condition(error)).as(error.toString()).isEqualTo(condition);
    }

    /** As soon as she lets him see her presence he is no stranger any more. */
    @Test
    void a_contact_of_another_domain_learns_what_contacts_do() {
        try (Session juliet = juliet();
                Stranger mantua = stranger()) {
            juliet.becomeAvailable();
            mantua.send(
                    "<presence type='subscribe' from='romeo@" + THERE + "' to='" + JULIET + "'/>");
            juliet.inbox()
                    .need(
                            "the request",
                            one -> "subscribe".equals(one.attribute("type")),
                            PATIENCE);
            juliet.send("<presence type='subscribed' to='romeo@" + THERE + "'/>");
            mantua.inbox()
                    .need(
                            "that he may",
                            one -> "subscribed".equals(one.attribute("type")),
                            PATIENCE);
            assertThat(condition(mantua.ask(ROMEO, JULIET, "get", Questions.query(INFO))))
                    .isEqualTo("result");
            assertThat(
                            condition(
                                    mantua.ask(
                                            ROMEO,
                                            JULIET,
                                            "get",
                                            Questions.pubsub("<items node='" + TUNE + "'/>"))))
                    .isEqualTo("result");
            juliet.send("<presence type='unsubscribed' to='romeo@" + THERE + "'/>");
            mantua.inbox()
                    .need(
                            "that he may no longer",
                            one -> "unsubscribed".equals(one.attribute("type")),
                            PATIENCE);
            assertThat(condition(mantua.ask(ROMEO, JULIET, "get", Questions.query(INFO))))
                    .isEqualTo("service-unavailable");
        }
    }
}
