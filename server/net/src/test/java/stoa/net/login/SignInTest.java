package stoa.net.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.net.ClientSasl;
import stoa.net.TestClient;
import stoa.net.TestServer;
import stoa.net.WebSocketTestClient;
import stoa.net.XmppClient;
import stoa.xmpp.xml.Element;

/** Signing in by SASL and SASL2, with passwords and with tokens. */
class SignInTest {
    private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
    private static final String SASL2 = "urn:xmpp:sasl:2";
    private static final String FAST = "urn:xmpp:fast:0";
    private static final String AGENT =
            "<user-agent id='" + UUID.randomUUID() + "'><software>Test</software></user-agent>";
    private static final byte[] UNBOUND = {};

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

    private XmppClient tls() {
        XmppClient client = XmppClient.connectTls(server.directPort(), TestServer.DOMAIN);
        client.open(TestServer.DOMAIN);
        return client;
    }

    private WebSocketTestClient webSocket() {
        WebSocketTestClient client =
                WebSocketTestClient.connect(server.webPort(), TestServer.DOMAIN);
        client.open(TestServer.DOMAIN);
        return client;
    }

    private static Element sasl1(TestClient client, String mechanism, ClientSasl scram) {
        client.send(
                "<auth xmlns='%s' mechanism='%s' xmlns:ga='http://www.google.com/talk/protocol/auth' ga:client-uses-full-bind-result='true'>%s</auth>"
                        .formatted(SASL, mechanism, scram.first()));
        Element challenge = client.next();
        if (!challenge.name().equals("challenge")) {
            return challenge;
        }
        client.send(
                "<response xmlns='%s'>%s</response>"
                        .formatted(SASL, scram.answer(challenge.text())));
        return client.next();
    }

    @Test
    void scram_with_both_hashes() {
        for (String hash : List.of("1", "256")) {
            try (XmppClient juliet = tls()) {
                ClientSasl scram =
                        new ClientSasl(hash, "juliet", TestServer.PASSWORD, "n,,", UNBOUND);
                Element success = sasl1(juliet, "SCRAM-SHA-" + hash, scram);
                assertThat(success.name()).isEqualTo("success");
                assertThat(scram.verifies(success.text())).isTrue();
            }
        }
    }

    @Test
    void scram_bound_to_the_exporter_of_tls_1_3() {
        try (XmppClient juliet = tls()) {
            assertThat(juliet.tlsVersion()).isEqualTo("TLSv1.3");
            ClientSasl scram =
                    new ClientSasl(
                            "256",
                            "juliet",
                            TestServer.PASSWORD,
                            "p=tls-exporter,,",
                            juliet.exporter());
            assertThat(sasl1(juliet, "SCRAM-SHA-256-PLUS", scram).name()).isEqualTo("success");
        }
    }

    @Test
    void scram_bound_to_the_exporter_after_starttls() {
        try (XmppClient juliet = XmppClient.connect(server.startTlsPort())) {
            juliet.open(TestServer.DOMAIN);
            juliet.startTls(TestServer.DOMAIN);
            ClientSasl scram =
                    new ClientSasl(
                            "1",
                            "juliet",
                            TestServer.PASSWORD,
                            "p=tls-exporter,,",
                            juliet.exporter());
            assertThat(sasl1(juliet, "SCRAM-SHA-1-PLUS", scram).name()).isEqualTo("success");
        }
    }

    @Test
    void scram_bound_to_the_certificate_with_tls_1_2() throws Exception {
        try (XmppClient juliet =
                XmppClient.connectTls(server.directPort(), TestServer.DOMAIN, "TLSv1.2")) {
            Element features = juliet.open(TestServer.DOMAIN);
            Element types =
                    Objects.requireNonNull(
                            features.child("sasl-channel-binding", "urn:xmpp:sasl-cb:0"));
            assertThat(types.elements().map(e -> e.attribute("type")))
                    .containsExactly("tls-server-end-point");
            byte[] hash =
                    java.security.MessageDigest.getInstance("SHA-256")
                            .digest(juliet.serverCertificate().getEncoded());
            ClientSasl scram =
                    new ClientSasl(
                            "256", "juliet", TestServer.PASSWORD, "p=tls-server-end-point,,", hash);
            assertThat(sasl1(juliet, "SCRAM-SHA-256-PLUS", scram).name()).isEqualTo("success");
        }
    }

    @Test
    void a_binding_to_another_connection_is_refused() {
        try (XmppClient juliet = tls();
                XmppClient other = tls()) {
            ClientSasl scram =
                    new ClientSasl(
                            "256",
                            "juliet",
                            TestServer.PASSWORD,
                            "p=tls-exporter,,",
                            other.exporter());
            assertThat(sasl1(juliet, "SCRAM-SHA-256-PLUS", scram).name()).isEqualTo("failure");
        }
    }

    @Test
    void wrong_passwords_and_unknown_accounts_look_the_same() {
        try (XmppClient client = tls()) {
            for (String user : List.of("juliet", "nobody")) {
                ClientSasl scram = new ClientSasl("256", user, "wrong", "n,,", UNBOUND);
                Element failure = sasl1(client, "SCRAM-SHA-256", scram);
                assertThat(failure.child("not-authorized", SASL)).as(user).isNotNull();
            }
        }
    }

    @Test
    void a_disabled_account_is_told_so_only_with_the_right_password() {
        server.addAccount("tybalt", false);
        try (XmppClient client = tls()) {
            assertThat(client.login("tybalt", "wrong").child("not-authorized", SASL)).isNotNull();
            assertThat(client.login("tybalt").child("account-disabled", SASL)).isNotNull();
        }
    }

    @Test
    void malformed_attempts_get_their_condition() {
        try (XmppClient client = tls()) {
            client.send("<auth xmlns='" + SASL + "' mechanism='PLAIN'>%%%</auth>");
            assertThat(client.next().child("incorrect-encoding", SASL)).isNotNull();
            client.send("<auth xmlns='" + SASL + "' mechanism='CRAM-MD5'/>");
            assertThat(client.next().child("invalid-mechanism", SASL)).isNotNull();
            client.send("<auth xmlns='" + SASL + "' mechanism='SCRAM-SHA-1'/>");
            assertThat(client.next().text()).isEqualTo("=");
            client.send("<abort xmlns='" + SASL + "'/>");
            assertThat(client.next().child("aborted", SASL)).isNotNull();
            assertThat(client.login("juliet").name()).isEqualTo("features");
        }
    }

    private static String authenticate(String mechanism, String initial, String inline) {
        return "<authenticate xmlns='%s' mechanism='%s'><initial-response>%s</initial-response>%s%s</authenticate>"
                .formatted(SASL2, mechanism, initial, AGENT, inline);
    }

    private static Element scram2(TestClient client, String inline) {
        ClientSasl scram = new ClientSasl("256", "juliet", TestServer.PASSWORD, "n,,", UNBOUND);
        client.send(authenticate("SCRAM-SHA-256", scram.first(), inline));
        Element challenge = client.expect("challenge");
        client.send(
                "<response xmlns='%s'>%s</response>"
                        .formatted(SASL2, scram.answer(challenge.text())));
        return client.next();
    }

    private static Element requestToken(TestClient client, String mechanism) {
        Element success =
                scram2(
                        client,
                        "<request-token xmlns='%s' mechanism='%s'/>".formatted(FAST, mechanism));
        assertThat(success.name()).as("%s", success).isEqualTo("success");
        return Objects.requireNonNull(success.child("token", FAST));
    }

    private static String token(Element element) {
        return Objects.requireNonNull(element.attribute("token"));
    }

    private static Element useToken(
            TestClient client, String mechanism, String token, byte[] binding, String inline) {
        client.send(authenticate(mechanism, ClientSasl.token("juliet", token, binding), inline));
        return client.next();
    }

    private Element useToken(String token, String inline) {
        try (WebSocketTestClient client = webSocket()) {
            return useToken(client, "HT-SHA-256-NONE", token, UNBOUND, inline);
        }
    }

    @Test
    void sasl2_without_inline_requests_goes_on_to_bind() {
        try (XmppClient juliet = tls()) {
            Element success = scram2(juliet, "");
            assertThat(success.childText("authorization-identifier"))
                    .isEqualTo("juliet@example.org");
            assertThat(juliet.expect("features").child("bind", "urn:ietf:params:xml:ns:xmpp-bind"))
                    .isNotNull();
            assertThat(juliet.bind("balcony")).isEqualTo("juliet@example.org/balcony");
        }
    }

    @Test
    void a_browser_signs_in_once_with_its_password_and_from_then_on_with_its_token() {
        String token;
        try (WebSocketTestClient browser = webSocket()) {
            Element issued = requestToken(browser, "HT-SHA-256-NONE");
            assertThat(Instant.parse(issued.attribute("expiry"))).isAfter(server.time.instant());
            token = token(issued);
        }
        try (WebSocketTestClient browser = webSocket()) {
            Element success =
                    useToken(
                            browser,
                            "HT-SHA-256-NONE",
                            token,
                            UNBOUND,
                            "<fast xmlns='urn:xmpp:fast:0'/><bind xmlns='urn:xmpp:bind:0'><tag>Stoa</tag>"
                                    + "<enable xmlns='urn:xmpp:sm:3' resume='true'/></bind>");
            assertThat(success.name()).as("%s", success).isEqualTo("success");
            assertThat(success.childText("additional-data"))
                    .isEqualTo(ClientSasl.tokenAnswer(token, UNBOUND));
            assertThat(success.childText("authorization-identifier"))
                    .startsWith("juliet@example.org/Stoa/");
            Element bound = Objects.requireNonNull(success.child("bound", "urn:xmpp:bind:0"));
            assertThat(bound.child("enabled", "urn:xmpp:sm:3")).isNotNull();
            browser.expect("features");
            browser.expectNothingElse("p1");
        }
    }

    @Test
    void the_same_client_gets_the_same_resource_again() {
        String inline =
                "<fast xmlns='urn:xmpp:fast:0'/><bind xmlns='urn:xmpp:bind:0'><tag>Stoa</tag></bind>";
        String token;
        try (WebSocketTestClient browser = webSocket()) {
            token = token(requestToken(browser, "HT-SHA-256-NONE"));
        }
        try (WebSocketTestClient first = webSocket()) {
            String one =
                    useToken(first, "HT-SHA-256-NONE", token, UNBOUND, inline)
                            .childText("authorization-identifier");
            first.expect("features");
            assertThat(useToken(token, inline).childText("authorization-identifier"))
                    .isEqualTo(one);
            first.expectError("conflict");
        }
    }

    @Test
    void a_token_can_be_bound_to_the_channel() {
        String token;
        try (XmppClient first = tls()) {
            token = token(requestToken(first, "HT-SHA-256-EXPR"));
        }
        try (XmppClient second = tls()) {
            Element success =
                    useToken(
                            second,
                            "HT-SHA-256-EXPR",
                            token,
                            second.exporter(),
                            "<fast xmlns='urn:xmpp:fast:0'/>");
            assertThat(success.name()).as("%s", success).isEqualTo("success");
        }
        try (XmppClient unbound = tls()) {
            Element failure =
                    useToken(
                            unbound,
                            "HT-SHA-256-NONE",
                            token,
                            UNBOUND,
                            "<fast xmlns='urn:xmpp:fast:0'/>");
            assertThat(failure.child("credentials-expired", SASL)).isNotNull();
        }
    }

    @Test
    void signing_out_makes_the_token_void() {
        String token;
        try (WebSocketTestClient browser = webSocket()) {
            token = token(requestToken(browser, "HT-SHA-256-NONE"));
        }
        assertThat(useToken(token, "<fast xmlns='urn:xmpp:fast:0' invalidate='true'/>").name())
                .isEqualTo("success");
        assertThat(useToken(token, "<fast xmlns='urn:xmpp:fast:0'/>").name()).isEqualTo("failure");
    }

    @Test
    void a_counter_is_taken_once() {
        String token;
        try (WebSocketTestClient browser = webSocket()) {
            token = token(requestToken(browser, "HT-SHA-256-NONE"));
        }
        String fast = "<fast xmlns='urn:xmpp:fast:0' count='%d'/>";
        assertThat(useToken(token, fast.formatted(2)).name()).isEqualTo("success");
        assertThat(useToken(token, fast.formatted(2)).name()).isEqualTo("failure");
        assertThat(useToken(token, fast.formatted(1)).name()).isEqualTo("failure");
        assertThat(useToken(token, fast.formatted(3)).name()).isEqualTo("success");
    }

    @Test
    void an_old_token_is_replaced_and_both_are_good_until_the_new_one_is_used() {
        String old;
        try (WebSocketTestClient browser = webSocket()) {
            old = token(requestToken(browser, "HT-SHA-256-NONE"));
        }
        String fast = "<fast xmlns='urn:xmpp:fast:0'/>";
        assertThat(useToken(old, fast).child("token", FAST)).isNull();
        server.pass(Duration.ofDays(2));
        String fresh = token(Objects.requireNonNull(useToken(old, fast).child("token", FAST)));
        assertThat(useToken(old, fast).name()).isEqualTo("success");
        String fresher = token(Objects.requireNonNull(useToken(old, fast).child("token", FAST)));
        assertThat(useToken(fresh, fast).name())
                .as("only the newest replacement counts")
                .isEqualTo("failure");
        assertThat(useToken(fresher, fast).name()).isEqualTo("success");
        assertThat(useToken(old, fast).name()).isEqualTo("failure");
    }

    @Test
    void a_token_expires() {
        String token;
        try (WebSocketTestClient browser = webSocket()) {
            token = token(requestToken(browser, "HT-SHA-256-NONE"));
        }
        server.pass(Duration.ofDays(31));
        assertThat(useToken(token, "<fast xmlns='urn:xmpp:fast:0'/>").name()).isEqualTo("failure");
    }

    @Test
    void a_token_without_fast_or_by_sasl1_is_no_way_in() {
        String token;
        try (WebSocketTestClient browser = webSocket()) {
            token = token(requestToken(browser, "HT-SHA-256-NONE"));
        }
        assertThat(useToken(token, "").child("malformed-request", SASL)).isNotNull();
        try (XmppClient client = tls()) {
            client.send(
                    "<auth xmlns='%s' mechanism='HT-SHA-256-NONE'>%s</auth>"
                            .formatted(SASL, ClientSasl.token("juliet", token, UNBOUND)));
            assertThat(client.next().child("invalid-mechanism", SASL)).isNotNull();
        }
    }

    @Test
    void what_is_stored_is_not_the_token() {
        try (WebSocketTestClient browser = webSocket()) {
            String token = token(requestToken(browser, "HT-SHA-256-NONE"));
            var stored =
                    TestServer.await(
                            server.store
                                    .fastTokens()
                                    .all(stoa.xmpp.jid.BareJid.of("juliet@example.org"))
                                    .toCompletableFuture());
            @Nullable String key = stored.values().iterator().next().getFirst().key().text();
            assertThat(key).isNotEqualTo(token);
        }
    }
}
