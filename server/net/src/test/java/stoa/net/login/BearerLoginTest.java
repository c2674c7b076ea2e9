package stoa.net.login;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.net.Sasl2Client.BIND2;
import static stoa.net.Sasl2Client.FAST;
import static stoa.net.Sasl2Client.SASL;
import static stoa.net.Sasl2Client.SASL2;
import static stoa.net.Sasl2Client.SM;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.core.session.Application;
import stoa.core.session.Scope;
import stoa.net.Sasl2Client;
import stoa.net.TestServer;
import stoa.net.Transport;
import stoa.net.XmppClient;
import stoa.store.account.ClientSeen;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;

/** An application signs in with a bearer token (XEP-0493, RFC 7628), and what it may not then. */
class BearerLoginTest {
    private static final String CAM = "urn:xmpp:cam:0";
    private static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    private static final BareJid JULIET = BareJid.of("juliet@example.org");
    private static final Application GARDEN = new Application("abc", "Garden", Scope.CLIENT_NORMAL);
    private static final String BIND =
            "<bind xmlns='urn:xmpp:bind:0'><tag>Garden</tag><enable xmlns='urn:xmpp:sm:3' resume='true'/></bind>";

    private final KnownTokens known = new KnownTokens();

    @TempDir private Path directory;
    private @Nullable TestServer started;

    @BeforeEach
    void start() {
        known.put("good", granted(JULIET, GARDEN, true));
        known.put(
                "other",
                granted(JULIET, new Application("xyz", "Orchard", Scope.CLIENT_NORMAL), true));
        known.put("disabled", granted(JULIET, GARDEN, false));
        known.put("elsewhere", granted(BareJid.of("juliet@example.net"), GARDEN, true));
        started = new TestServer(directory, new TestServer.Options().bearers(known));
    }

    private static BearerTokens.Granted granted(
            BareJid account, Application application, boolean enabled) {
        return new BearerTokens.Granted(account, UserAgent.of(application), enabled);
    }

    @AfterEach
    void stop() {
        server().close();
    }

    private TestServer server() {
        return Objects.requireNonNull(started);
    }

    private static String base64(String text) {
        return Base64.getEncoder()
                .encodeToString(text.replace("^A", "\u0001").getBytes(StandardCharsets.UTF_8));
    }

    private static String bearer(String token) {
        return base64("n,,^Aauth=Bearer " + token + "^A^A");
    }

    private Sasl2Client open(Transport transport) {
        Sasl2Client client = Sasl2Client.connect(server(), transport);
        client.open(null);
        return client;
    }

    /** Says it with SASL2, and returns what comes. */
    private static Element show(Sasl2Client client, String token, String inline) {
        client.sayAtOnce(client.authenticate("OAUTHBEARER", bearer(token), inline));
        return client.next();
    }

    private Sasl2Client session(String token) {
        Sasl2Client client = open(Transport.WEBSOCKET);
        assertThat(show(client, token, BIND).name()).isEqualTo("success");
        client.expect("features");
        return client;
    }

    private static Element ask(Sasl2Client client, String type, String payload) {
        client.sayAtOnce(
                "<iq xmlns='jabber:client' type='%s' id='ask'>%s</iq>".formatted(type, payload));
        return client.expect("iq");
    }

    private static String json(Element challenge) {
        assertThat(challenge.name()).isEqualTo("challenge");
        return new String(Base64.getDecoder().decode(challenge.text()), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void sasl2_signs_an_application_in(Transport transport) {
        try (Sasl2Client client = Sasl2Client.connect(server(), transport)) {
            Element offer = client.open(null);
            assertThat(offer.elements().filter(e -> e.is("mechanism", SASL2)).map(Element::text))
                    .contains("OAUTHBEARER");
            Element success = show(client, "good", BIND);
            assertThat(success.name()).isEqualTo("success");
            String address = Objects.requireNonNull(success.childText("authorization-identifier"));
            assertThat(address).startsWith("juliet@example.org/Garden/");
            assertThat(AgentResource.isOf(address.split("/", 2)[1], JULIET, GARDEN.clientId()))
                    .isTrue();
        }
    }

    @Test
    void the_first_profile_signs_it_in_and_gives_it_a_resource_of_its_own() {
        try (XmppClient client = XmppClient.connectTls(server().directPort(), TestServer.DOMAIN)) {
            Element features = client.open(TestServer.DOMAIN);
            assertThat(
                            Objects.requireNonNull(features.child("mechanisms", SASL))
                                    .elements()
                                    .map(Element::text))
                    .contains("OAUTHBEARER");
            client.send(
                    "<auth xmlns='%s' mechanism='OAUTHBEARER'>%s</auth>"
                            .formatted(SASL, bearer("good")));
            assertThat(client.next().name()).isEqualTo("success");
            client.open(TestServer.DOMAIN);
            client.send(
                    "<iq xmlns='jabber:client' type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>balcony</resource></bind></iq>");
            String jid =
                    client.expect("iq")
                            .elements()
                            .map(bind -> bind.childText("jid"))
                            .map(String::valueOf)
                            .findFirst()
                            .orElseThrow();
            assertThat(jid)
                    .as("another client's resource is not for it")
                    .startsWith("juliet@example.org/balcony/");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "elsewhere"})
    void who_has_no_good_token_is_told_where_to_get_one_in_both_profiles(String token) {
        try (Sasl2Client client = open(Transport.WEBSOCKET)) {
            assertThat(json(show(client, token, "")))
                    .contains("\"openid-configuration\":\"https://example.org/discovery\"");
            client.sayAtOnce("<response xmlns='%s'>AQ==</response>".formatted(SASL2));
            Element failure = client.next();
            assertThat(failure.name()).isEqualTo("failure");
            assertThat(failure.child("not-authorized", SASL)).isNotNull();
        }
        try (XmppClient client = XmppClient.connectTls(server().directPort(), TestServer.DOMAIN)) {
            client.open(TestServer.DOMAIN);
            client.send(
                    "<auth xmlns='%s' mechanism='OAUTHBEARER'>%s</auth>"
                            .formatted(SASL, bearer(token)));
            assertThat(json(client.next())).contains("https://example.org/discovery");
            client.send("<response xmlns='%s'>AQ==</response>".formatted(SASL));
            assertThat(client.next().child("not-authorized", SASL)).isNotNull();
        }
    }

    @Test
    void the_owner_of_a_disabled_account_is_told_so() {
        try (Sasl2Client client = open(Transport.WEBSOCKET)) {
            assertThat(show(client, "disabled", "").child("account-disabled", SASL)).isNotNull();
        }
    }

    @Test
    void it_gets_no_token_that_would_outlive_the_grant() {
        try (Sasl2Client client = open(Transport.WEBSOCKET)) {
            Element success =
                    show(
                            client,
                            "good",
                            "<request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/>"
                                    + "<upgrade xmlns='urn:xmpp:sasl:upgrade:0'>UPGR-SCRAM-SHA-512</upgrade>"
                                    + "<fast xmlns='urn:xmpp:fast:0' invalidate='true'/>"
                                    + BIND);
            assertThat(success.name()).isEqualTo("success");
            assertThat(success.child("token", FAST)).isNull();
            assertThat(
                            TestServer.await(
                                    server().store.fastTokens().all(JULIET).toCompletableFuture()))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"get list", "set revoke"})
    void it_does_not_see_or_end_what_other_clients_have(String what) {
        String[] parts = what.split(" ", 2);
        try (Sasl2Client client = session("good")) {
            Element refused =
                    ask(client, parts[0], "<%s xmlns='%s' id='x'/>".formatted(parts[1], CAM));
            assertThat(refused.attribute("type")).isEqualTo("error");
            assertThat(
                            Objects.requireNonNull(refused.child("error", "jabber:client"))
                                    .child("forbidden", STANZAS))
                    .isNotNull();
        }
    }

    @Test
    void the_owner_sees_it_by_its_name_and_ends_it() {
        try (Sasl2Client application = session("good");
                Sasl2Client owner = Sasl2Client.connect(server(), Transport.WEBSOCKET).as("a pc")) {
            owner.session("");
            Element listed =
                    Objects.requireNonNull(
                                    ask(owner, "get", "<list xmlns='%s'/>".formatted(CAM))
                                            .child("clients", CAM))
                            .elements()
                            .filter(
                                    one ->
                                            "Garden"
                                                    .equals(
                                                            Objects.requireNonNull(
                                                                            one.child(
                                                                                    "user-agent",
                                                                                    CAM))
                                                                    .childText("software")))
                            .findFirst()
                            .orElseThrow();
            assertThat(Objects.requireNonNull(listed.child("permission", CAM)).attribute("status"))
                    .isEqualTo("normal");
            assertThat(listed.attribute("connected")).isEqualTo("true");
            assertThat(
                            ask(
                                            owner,
                                            "set",
                                            "<revoke xmlns='%s' id='%s'/>"
                                                    .formatted(CAM, listed.attribute("id")))
                                    .attribute("type"))
                    .isEqualTo("result");
            application.expectError("not-authorized");
            try (Sasl2Client again = open(Transport.WEBSOCKET)) {
                // Its token may have been shown a moment before: no session comes of that.
                again.sayAtOnce(again.authenticate("OAUTHBEARER", bearer("good"), BIND));
                again.expectError("not-authorized");
            }
        }
    }

    /** XEP-0494 section 5: the list is what has access. */
    @Test
    void a_grant_that_has_run_out_is_not_listed_though_it_is_remembered() {
        TestServer.await(
                server().journal
                        .record(
                                List.of(
                                        new ClientSeen(
                                                JULIET,
                                                GARDEN.clientId(),
                                                "Garden",
                                                null,
                                                server().time.instant(),
                                                false)))
                        .toCompletableFuture());
        try (Sasl2Client owner = Sasl2Client.connect(server(), Transport.WEBSOCKET)) {
            owner.session("");
            assertThat(ask(owner, "get", "<list xmlns='%s'/>".formatted(CAM)).toString())
                    .contains("<client ")
                    .doesNotContain("Garden");
        }
    }

    /** Of XEP-0198: a resumption id alone does not carry a grant over to another's session. */
    @Test
    void it_resumes_its_own_sessions_alone() {
        String ownId;
        try (Sasl2Client client = open(Transport.WEBSOCKET)) {
            Element success = show(client, "good", BIND);
            ownId = smId(success);
            client.expect("features");
        }
        for (String token : List.of("other", "good")) {
            try (Sasl2Client client = open(Transport.WEBSOCKET)) {
                Element success =
                        show(
                                client,
                                token,
                                "<resume xmlns='%s' previd='%s' h='0'/>".formatted(SM, ownId)
                                        + BIND);
                assertThat(success.name()).isEqualTo("success");
                assertThat(success.child("resumed", SM) != null).isEqualTo(token.equals("good"));
            }
        }
    }

    @Test
    void it_does_not_resume_its_owners_session() {
        String id;
        try (Sasl2Client owner = Sasl2Client.connect(server(), Transport.WEBSOCKET)) {
            id = smId(owner.session("<enable xmlns='urn:xmpp:sm:3' resume='true'/>"));
        }
        try (Sasl2Client client = open(Transport.WEBSOCKET)) {
            Element success =
                    show(
                            client,
                            "good",
                            "<resume xmlns='%s' previd='%s' h='0'/>".formatted(SM, id) + BIND);
            assertThat(success.child("resumed", SM)).isNull();
            assertThat(success.child("bound", BIND2)).isNotNull();
        }
    }

    private static String smId(Element success) {
        Element bound = Objects.requireNonNull(success.child("bound", BIND2), success.toString());
        return String.valueOf(Objects.requireNonNull(bound.child("enabled", SM)).attribute("id"));
    }

    /** Who has the password must not be taken for an application by what it calls itself. */
    @Test
    void no_client_calls_itself_a_grant() {
        assertThat(UserAgent.of(GARDEN.clientId(), "Garden", null)).isNull();
    }

    @Test
    void it_is_not_offered_where_there_is_no_tls() {
        stop();
        started = new TestServer(directory, new TestServer.Options().bearers(known).plaintext());
        try (XmppClient client = XmppClient.connect(server().startTlsPort())) {
            Element features = client.open(TestServer.DOMAIN);
            assertThat(
                            Objects.requireNonNull(features.child("mechanisms", SASL))
                                    .elements()
                                    .map(Element::text))
                    .contains("PLAIN")
                    .doesNotContain("OAUTHBEARER");
            client.send(
                    "<auth xmlns='%s' mechanism='OAUTHBEARER'>%s</auth>"
                            .formatted(SASL, bearer("good")));
            assertThat(client.next().child("invalid-mechanism", SASL)).isNotNull();
        }
    }

    @Test
    void it_is_not_offered_where_there_is_no_provider() {
        stop();
        started = new TestServer(directory);
        try (Sasl2Client client = Sasl2Client.connect(server(), Transport.DIRECT_TLS)) {
            assertThat(client.open(null).elements().map(Element::text))
                    .doesNotContain("OAUTHBEARER");
            assertThat(show(client, "good", "").child("invalid-mechanism", SASL)).isNotNull();
        }
    }
}
