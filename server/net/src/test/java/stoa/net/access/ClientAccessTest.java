package stoa.net.access;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.net.Sasl2Client.FAST;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.net.Sasl2Client;
import stoa.net.TestServer;
import stoa.net.Transport;
import stoa.net.XmppClient;
import stoa.net.login.Clients;
import stoa.store.account.FastTokensRevoked;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;

/** XEP-0494: who owns an account sees its clients, and takes their access away. */
class ClientAccessTest {
    private static final String CAM = "urn:xmpp:cam:0";
    private static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    private static final BareJid JULIET = BareJid.of("juliet@example.org");
    private static final String WISH =
            "<request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/>";
    private static final String BIND = "<bind xmlns='urn:xmpp:bind:0'/>";
    private static final String USE = "<fast xmlns='urn:xmpp:fast:0'/>";

    @TempDir private Path directory;
    private @Nullable TestServer started;

    @BeforeEach
    void start() {
        started = new TestServer(directory);
    }

    @AfterEach
    void stop() {
        server().close();
    }

    private TestServer server() {
        return Objects.requireNonNull(started);
    }

    private Sasl2Client connect(String agent) {
        return Sasl2Client.connect(server(), Transport.WEBSOCKET).as(agent);
    }

    private String token(String agent) {
        try (Sasl2Client client = connect(agent)) {
            client.open(JULIET.toString());
            Element success = client.prove("256", "juliet", WISH);
            noted();
            return String.valueOf(
                    Objects.requireNonNull(success.child("token", FAST)).attribute("token"));
        }
    }

    /** A session signed in by password. */
    private Sasl2Client session(String agent) {
        Sasl2Client client = connect(agent);
        client.session("");
        noted();
        return client;
    }

    /** Had a session, and what the server notes of that is stored. */
    private void leaves(String agent) {
        session(agent).close();
        left();
        noted();
    }

    /** One more session is over. */
    private void left() {
        try {
            assertThat(server().gate.ended.poll(30, TimeUnit.SECONDS)).isNotNull();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was noted before is stored. */
    private void noted() {
        server().drainLoops();
        TestServer.await(server().clients.forget(JULIET, "nobody").toCompletableFuture());
    }

    private Sasl2Client session(String agent, String token) {
        Sasl2Client client = connect(agent);
        client.sayAtOnce(client.header(null), client.byToken(token, USE + BIND));
        client.opened();
        assertThat(client.next().name()).isEqualTo("success");
        client.expect("features");
        return client;
    }

    private static Element ask(Sasl2Client client, String type, String to, String payload) {
        client.sayAtOnce(
                "<iq xmlns='jabber:client' type='%s' id='cam'%s>%s</iq>"
                        .formatted(type, to, payload));
        return client.expect("iq");
    }

    private static List<Element> list(Sasl2Client client) {
        Element result = ask(client, "get", "", "<list xmlns='urn:xmpp:cam:0'/>");
        return Objects.requireNonNull(result.child("clients", CAM), result.toString())
                .elements()
                .toList();
    }

    private static Element revoke(Sasl2Client client, @Nullable String id) {
        String attribute = id == null ? "" : " id='" + id + "'";
        return ask(client, "set", "", "<revoke xmlns='urn:xmpp:cam:0'" + attribute + "/>");
    }

    private static Element of(List<Element> clients, String device) {
        return clients.stream()
                .filter(
                        one ->
                                device.equals(
                                        Objects.requireNonNull(one.child("user-agent", CAM))
                                                .childText("device")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(device + " in " + clients));
    }

    private static List<String> auth(Element client) {
        return Objects.requireNonNull(client.child("auth", CAM))
                .elements()
                .map(Element::name)
                .toList();
    }

    private static String id(Element client) {
        return Objects.requireNonNull(client.attribute("id"));
    }

    private static void refused(Element answer, String condition) {
        Element error = Objects.requireNonNull(answer.child("error", "jabber:client"));
        assertThat(error.child(condition, STANZAS)).as("%s", answer).isNotNull();
    }

    @Test
    void clients_are_listed_with_what_they_are_and_how_they_get_in() {
        Instant first = server().time.instant();
        token("a phone");
        server().pass(Duration.ofDays(1));
        try (Sasl2Client laptop = session("a laptop")) {
            List<Element> clients = list(laptop);
            assertThat(clients).hasSize(2);
            assertThat(clients.getFirst())
                    .as("connected ones come first")
                    .isEqualTo(of(clients, "a laptop"));
            Element mine = clients.getFirst();
            assertThat(mine.attribute("connected")).isEqualTo("true");
            assertThat(mine.attribute("type")).isEqualTo("session");
            assertThat(auth(mine)).containsExactly("password");
            assertThat(Objects.requireNonNull(mine.child("permission", CAM)).attribute("status"))
                    .isEqualTo("unrestricted");
            assertThat(Objects.requireNonNull(mine.child("user-agent", CAM)).childText("software"))
                    .isEqualTo("Test");
            Element phone = of(clients, "a phone");
            assertThat(phone.attribute("connected")).isEqualTo("false");
            assertThat(auth(phone)).containsExactly("password", "fast");
            assertThat(Instant.parse(phone.childText("first-seen")))
                    .isBetween(first.minusSeconds(1), first);
            assertThat(Instant.parse(phone.childText("last-seen")))
                    .isBefore(Instant.parse(mine.childText("last-seen")));
            assertThat(id(phone)).doesNotContain("phone").isNotEqualTo(id(mine));
            assertThat(mine.child("current", "urn:stoa:cam:0")).as("the one that asks").isNotNull();
            assertThat(phone.child("current", "urn:stoa:cam:0")).isNull();
            try (Sasl2Client tablet = session("a tablet")) {
                List<Element> again = list(tablet);
                assertThat(of(again, "a tablet").child("current", "urn:stoa:cam:0")).isNotNull();
                assertThat(of(again, "a laptop").child("current", "urn:stoa:cam:0")).isNull();
            }
        }
    }

    @Test
    void a_client_that_was_revoked_is_out_and_stays_out() {
        String token = token("a phone");
        forgetPassword("a phone");
        try (Sasl2Client laptop = session("a laptop");
                Sasl2Client phone = session("a phone", token)) {
            Element listed = of(list(laptop), "a phone");
            assertThat(auth(listed)).containsExactly("fast");
            assertThat(revoke(laptop, id(listed)).attribute("type")).isEqualTo("result");
            phone.expectError("not-authorized");
            assertThat(list(laptop)).hasSize(1);
            assertThat(server().revoked).containsExactly(JULIET);
            refused(revoke(laptop, id(listed)), "item-not-found");
        }
        try (Sasl2Client phone = connect("a phone")) {
            phone.sayAtOnce(phone.header(null), phone.byToken(token, USE + BIND));
            phone.opened();
            assertThat(phone.next().name()).isEqualTo("failure");
        }
    }

    @Test
    void what_a_revoked_client_has_bound_is_known_also_when_it_is_away() {
        String phone;
        try (Sasl2Client session = session("a phone")) {
            assertThat(list(session)).hasSize(1);
            phone = resources().getFirst();
        }
        left();
        leaves("a phone");
        try (Sasl2Client laptop = session("a laptop")) {
            String own = resources().getFirst();
            revoke(laptop, id(of(list(laptop), "a phone")));
            Predicate<String> resources = server().revokedResources.getFirst();
            assertThat(resources).accepts(phone, "Stoa/" + phone).rejects(own, "x" + phone, "");
        }
    }

    private List<String> resources() {
        return server().clients.connected(JULIET).stream()
                .map(session -> session.address().resource())
                .toList();
    }

    @Test
    void with_a_new_password_nobody_has_access_any_more() {
        token("a phone");
        leaves("a tablet");
        TestServer.await(
                server().journal
                        .record(List.of(new FastTokensRevoked(JULIET)))
                        .toCompletableFuture());
        try (Sasl2Client laptop = session("a laptop")) {
            assertThat(list(laptop)).hasSize(1);
        }
    }

    /** As if the client had been given its token by other means. */
    private void forgetPassword(String agent) {
        noted();
        TestServer.await(server().clients.forget(JULIET, agent).toCompletableFuture());
    }

    @Test
    void what_knows_the_password_is_signed_out_but_a_new_password_is_needed() {
        String token = token("a phone");
        try (Sasl2Client laptop = session("a laptop");
                Sasl2Client phone = session("a phone", token)) {
            Element listed = of(list(laptop), "a phone");
            assertThat(auth(listed)).contains("password");
            Element answer = revoke(laptop, id(listed));
            refused(answer, "service-unavailable");
            assertThat(
                            Objects.requireNonNull(answer.child("error", "jabber:client"))
                                    .child("password-reset-required", CAM))
                    .isNotNull();
            phone.expectError("not-authorized");
            assertThat(auth(of(list(laptop), "a phone"))).containsExactly("password");
        }
        try (Sasl2Client phone = connect("a phone")) {
            phone.sayAtOnce(phone.header(null), phone.byToken(token, USE));
            phone.opened();
            assertThat(phone.next().name()).isEqualTo("failure");
        }
    }

    @Test
    void a_revoked_session_is_not_resumed() {
        String token = token("a phone");
        String previous;
        try (Sasl2Client phone = connect("a phone")) {
            Element success = phone.session("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
            previous =
                    String.valueOf(
                            Objects.requireNonNull(
                                            Objects.requireNonNull(
                                                            success.child(
                                                                    "bound", "urn:xmpp:bind:0"))
                                                    .child("enabled", "urn:xmpp:sm:3"))
                                    .attribute("id"));
            phone.cut();
        }
        server().drainLoops();
        try (Sasl2Client laptop = session("a laptop")) {
            Element listed = of(list(laptop), "a phone");
            assertThat(listed.attribute("connected")).as("it may come back").isEqualTo("true");
            revoke(laptop, id(listed));
        }
        try (Sasl2Client phone = connect("a phone")) {
            phone.open(JULIET.toString());
            Element success =
                    phone.prove(
                            "256",
                            "juliet",
                            "<resume xmlns='urn:xmpp:sm:3' previd='" + previous + "' h='0'/>");
            assertThat(success.child("failed", "urn:xmpp:sm:3")).as("%s", success).isNotNull();
            assertThat(token).isNotEmpty();
        }
    }

    @Test
    void a_session_without_a_name_is_a_client_of_its_own() {
        try (XmppClient old = XmppClient.session(server(), "juliet", "balcony");
                Sasl2Client laptop = session("a laptop")) {
            Element listed = of(list(laptop), "balcony");
            assertThat(auth(listed)).containsExactly("password");
            refused(revoke(laptop, id(listed)), "service-unavailable");
            old.expectError("not-authorized");
            assertThat(list(laptop)).hasSize(1);
        }
    }

    @Test
    void whoever_revokes_itself_hears_the_answer() {
        String token = token("a laptop");
        forgetPassword("a laptop");
        try (Sasl2Client laptop = session("a laptop", token)) {
            forgetPassword("a laptop");
            Element mine = of(list(laptop), "a laptop");
            assertThat(revoke(laptop, id(mine)).attribute("type")).isEqualTo("result");
        }
        try (Sasl2Client laptop = connect("a laptop")) {
            laptop.sayAtOnce(laptop.header(null), laptop.byToken(token, USE));
            laptop.opened();
            assertThat(laptop.next().name()).isEqualTo("failure");
        }
    }

    @Test
    void nobody_else_sees_or_ends_what_is_not_his() {
        token("a phone");
        try (Sasl2Client juliet = session("a laptop");
                Sasl2Client romeo = connect("romeos")) {
            romeo.open("romeo@example.org");
            romeo.prove("256", "romeo", BIND);
            romeo.expect("features");
            String to = " to='juliet@example.org'";
            refused(ask(romeo, "get", to, "<list xmlns='urn:xmpp:cam:0'/>"), "forbidden");
            String phone = id(of(list(juliet), "a phone"));
            refused(
                    ask(romeo, "set", to, "<revoke xmlns='urn:xmpp:cam:0' id='" + phone + "'/>"),
                    "forbidden");
            refused(revoke(romeo, phone), "item-not-found");
            assertThat(auth(of(list(juliet), "a phone"))).contains("fast");
        }
    }

    @Test
    void what_is_not_asked_as_it_should_be_is_a_bad_request() {
        try (Sasl2Client laptop = session("a laptop")) {
            refused(revoke(laptop, null), "bad-request");
            refused(revoke(laptop, ""), "bad-request");
            refused(
                    ask(laptop, "get", "", "<revoke xmlns='urn:xmpp:cam:0' id='x'/>"),
                    "bad-request");
            refused(ask(laptop, "set", "", "<list xmlns='urn:xmpp:cam:0'/>"), "bad-request");
            refused(revoke(laptop, "x".repeat(5_000)), "item-not-found");
        }
    }

    @Test
    void the_oldest_of_too_many_is_forgotten() {
        for (int i = 0; i < 52; i++) {
            server().pass(Duration.ofMinutes(11));
            leaves("client " + i);
        }
        try (Sasl2Client laptop = session("client 51")) {
            List<Element> clients = list(laptop);
            assertThat(clients).hasSize(50);
            assertThat(clients.toString()).doesNotContain("client 0<", "client 1<");
        }
    }

    @Test
    void how_long_clients_are_remembered_is_the_operators_choice() {
        leaves("a phone");
        server().pass(Duration.ofDays(91));
        try (Sasl2Client laptop = session("a laptop")) {
            assertThat(list(laptop)).hasSize(1);
        }
        server().close();
        started =
                new TestServer(
                        directory,
                        new TestServer.Options()
                                .clients(Clients.Settings.DEFAULTS.withRemember(Duration.ZERO)));
        leaves("a phone");
        token("a tablet");
        noted();
        try (Sasl2Client laptop = session("a laptop")) {
            assertThat(list(laptop))
                    .as("only what is connected or holds a token")
                    .hasSize(2)
                    .noneMatch(one -> one.toString().contains("a phone"));
        }
    }

    @Test
    void names_are_one_line_and_not_long() {
        try (Sasl2Client client = connect("x\ny" + "z".repeat(61))) {
            client.open(JULIET.toString());
            client.prove("256", "juliet", BIND);
            client.expect("features");
            String device =
                    Objects.requireNonNull(list(client).getFirst().child("user-agent", CAM))
                            .childText("device");
            assertThat(device).startsWith("x y").hasSizeLessThanOrEqualTo(100);
        }
    }
}
