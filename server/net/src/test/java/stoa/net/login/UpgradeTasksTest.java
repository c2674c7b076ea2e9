package stoa.net.login;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.net.Sasl2Client.FAST;
import static stoa.net.Sasl2Client.SASL;
import static stoa.net.Sasl2Client.SASL2;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.net.ClientSasl;
import stoa.net.Sasl2Client;
import stoa.net.TestServer;
import stoa.net.Transport;
import stoa.store.account.ScramKeysSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.sasl.ScramHash;
import stoa.xmpp.xml.Element;

/** XEP-0480: clients that know the password make the keys that an account lacks. */
class UpgradeTasksTest {
    private static final String TYBALT = "tybalt@example.org";
    private static final String UPGRADE = "urn:xmpp:sasl:upgrade:0";
    private static final String SCRAM_UPGRADE = "urn:xmpp:scram-upgrade:0";

    @TempDir private Path directory;
    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory);
        server.addAccount("tybalt", true, ScramHash.SHA_1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Sasl2Client connect(Transport transport) {
        return Sasl2Client.connect(server, transport);
    }

    private static String wish(String hash) {
        return "<upgrade xmlns='%s'>UPGR-SCRAM-SHA-%s</upgrade>".formatted(UPGRADE, hash);
    }

    private static List<String> offered(Element offer, String name) {
        return offer.elements().filter(one -> one.name().equals(name)).map(Element::text).toList();
    }

    private List<String> hashes(String local) {
        return TestServer.await(
                        server.store
                                .accounts()
                                .credentials(BareJid.of(local, TestServer.DOMAIN))
                                .toCompletableFuture())
                .orElseThrow()
                .keys()
                .stream()
                .map(one -> one.hash())
                .toList();
    }

    private static void expectTask(Element more, String hash) {
        assertThat(more.name()).as("%s", more).isEqualTo("continue");
        Element tasks = Objects.requireNonNull(more.child("tasks", SASL2));
        assertThat(tasks.elements().map(Element::text)).containsExactly("UPGR-SCRAM-SHA-" + hash);
    }

    private static Element begin(Sasl2Client client, String hash) {
        client.sayAtOnce("<next xmlns='%s' task='UPGR-SCRAM-SHA-%s'/>".formatted(SASL2, hash));
        return Objects.requireNonNull(client.expect("task-data").child("salt", SCRAM_UPGRADE));
    }

    private static void answer(Sasl2Client client, String base64) {
        client.sayAtOnce(
                "<task-data xmlns='%s'><hash xmlns='%s'>%s</hash></task-data>"
                        .formatted(SASL2, SCRAM_UPGRADE, base64));
    }

    private static Element upgrade(Sasl2Client client, String hash) {
        Element salt = begin(client, hash);
        byte[] salted =
                ClientSasl.salted(
                        hash,
                        TestServer.PASSWORD,
                        Base64.getDecoder().decode(salt.text()),
                        Integer.parseInt(String.valueOf(salt.attribute("iterations"))));
        answer(client, Base64.getEncoder().encodeToString(salted));
        return client.next();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void an_account_gets_the_keys_it_lacks_and_signs_in_with_them(Transport transport) {
        try (Sasl2Client client = connect(transport)) {
            Element offer = client.open(TYBALT);
            assertThat(offered(offer, "upgrade"))
                    .containsExactly("UPGR-SCRAM-SHA-256", "UPGR-SCRAM-SHA-512");
            Element more =
                    client.prove(
                            "1",
                            "tybalt",
                            wish("512")
                                    + wish("256")
                                    + "<request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/>");
            assertThat(more.childText("additional-data")).isNotNull();
            expectTask(more, "512");
            more = upgrade(client, "512");
            assertThat(more.childText("additional-data")).isNull();
            expectTask(more, "256");
            Element success = upgrade(client, "256");
            assertThat(success.name()).as("%s", success).isEqualTo("success");
            assertThat(success.childText("additional-data")).isNull();
            assertThat(success.child("token", FAST)).as("a token comes last").isNotNull();
        }
        assertThat(hashes("tybalt")).containsExactly("SHA-1", "SHA-256", "SHA-512");
        for (String hash : List.of("1", "256", "512")) {
            try (Sasl2Client client = connect(transport)) {
                Element offer = client.open(TYBALT);
                assertThat(offered(offer, "mechanism")).contains("SCRAM-SHA-" + hash);
                assertThat(offered(offer, "upgrade")).isEmpty();
                assertThat(client.prove(hash, "tybalt", wish("512")).name()).isEqualTo("success");
            }
        }
    }

    @Test
    void what_is_not_asked_for_or_not_known_or_not_lacking_is_not_done() {
        for (String wish :
                List.of(
                        "",
                        wish("1"),
                        wish("256-PLUS"),
                        wish("3"),
                        "<upgrade xmlns='urn:xmpp:sasl:upgrade:0'/>")) {
            try (Sasl2Client client = connect(Transport.DIRECT_TLS)) {
                client.open(TYBALT);
                assertThat(client.prove("1", "tybalt", wish).name()).as(wish).isEqualTo("success");
            }
        }
        assertThat(hashes("tybalt")).containsExactly("SHA-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "?", "not base64 at all"})
    void what_is_no_salted_password_fails_the_sign_in(String hash) {
        try (Sasl2Client client = connect(Transport.DIRECT_TLS)) {
            client.open(TYBALT);
            client.prove("1", "tybalt", wish("256"));
            begin(client, "256");
            answer(client, hash);
            assertThat(client.next().child("malformed-request", SASL)).isNotNull();
            assertThat(client.prove("1", "tybalt", "").name()).isEqualTo("success");
        }
        assertThat(hashes("tybalt")).containsExactly("SHA-1");
    }

    @Test
    void a_task_that_is_not_the_one_offered_fails_the_sign_in() {
        try (Sasl2Client client = connect(Transport.DIRECT_TLS)) {
            client.open(TYBALT);
            client.prove("1", "tybalt", wish("256"));
            client.sayAtOnce("<next xmlns='%s' task='UPGR-SCRAM-SHA-512'/>".formatted(SASL2));
            assertThat(client.next().child("invalid-mechanism", SASL)).isNotNull();
            client.prove("1", "tybalt", wish("256"));
            answer(client, "AAAA"); // before it has begun
            assertThat(client.next().child("malformed-request", SASL)).isNotNull();
        }
    }

    @Test
    void a_task_may_be_given_up() {
        try (Sasl2Client client = connect(Transport.DIRECT_TLS)) {
            client.open(TYBALT);
            client.prove("1", "tybalt", wish("256"));
            begin(client, "256");
            client.sayAtOnce("<abort xmlns='%s'/>".formatted(SASL2));
            assertThat(client.next().child("aborted", SASL)).isNotNull();
            client.sayAtOnce("<presence xmlns='jabber:client'/>");
            client.expectError("not-authorized");
        }
    }

    /** A token must not become a password that outlives it. */
    @Test
    void who_holds_a_token_upgrades_nothing() {
        String token;
        try (Sasl2Client client = connect(Transport.WEBSOCKET)) {
            client.open("juliet@example.org");
            token =
                    String.valueOf(
                            Objects.requireNonNull(
                                            client.prove(
                                                            "256",
                                                            "juliet",
                                                            "<request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/>")
                                                    .child("token", FAST))
                                    .attribute("token"));
        }
        try (Sasl2Client client = connect(Transport.WEBSOCKET)) {
            client.sayAtOnce(
                    client.header("juliet@example.org"),
                    client.byToken(token, "<fast xmlns='urn:xmpp:fast:0'/>" + wish("512")));
            client.opened();
            assertThat(client.next().name()).isEqualTo("success");
        }
        assertThat(hashes("juliet")).containsExactly("SHA-1", "SHA-256");
    }

    @Test
    void a_password_that_is_changed_meanwhile_is_not_changed_back() {
        try (Sasl2Client client = connect(Transport.DIRECT_TLS)) {
            client.open(TYBALT);
            client.prove("1", "tybalt", wish("256"));
            Element salt = begin(client, "256");
            TestServer.await(
                    server.journal
                            .record(
                                    List.of(
                                            new ScramKeysSaved(
                                                    BareJid.of("tybalt", TestServer.DOMAIN),
                                                    List.of())))
                            .toCompletableFuture());
            answer(
                    client,
                    Base64.getEncoder()
                            .encodeToString(
                                    ClientSasl.salted(
                                            "256",
                                            TestServer.PASSWORD,
                                            Base64.getDecoder().decode(salt.text()),
                                            4096)));
            client.next();
        }
        assertThat(hashes("tybalt")).isEmpty();
    }
}
