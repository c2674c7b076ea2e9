package stoa.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.net.TestCertificates;
import stoa.net.TestServer;
import stoa.net.WebSocketTestClient;
import stoa.net.XmppClient;

/** New certificates are taken without a restart, by each door on its own, for each domain. */
class CertificateReloadTest {
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

    private X509Certificate byStartTls(String domain) {
        try (XmppClient client = XmppClient.connect(server.startTlsPort())) {
            client.open(domain);
            client.startTls(domain);
            return client.serverCertificate();
        }
    }

    private X509Certificate byDirectTls(String domain) {
        try (XmppClient client = XmppClient.connectTls(server.directPort(), domain)) {
            return client.serverCertificate();
        }
    }

    private X509Certificate byWeb(String domain) {
        try (WebSocketTestClient client = WebSocketTestClient.connect(server.webPort(), domain)) {
            return client.serverCertificate();
        }
    }

    private void reloads(Function<String, X509Certificate> door) {
        X509Certificate one = door.apply(TestServer.DOMAIN);
        X509Certificate other = door.apply(TestServer.OTHER_DOMAIN);
        assertThat(one.getSubjectX500Principal().getName()).isEqualTo("CN=example.org");
        assertThat(other.getSubjectX500Principal().getName()).isEqualTo("CN=verona.example");

        TestCertificates.write(directory, TestServer.OTHER_DOMAIN);
        assertThat(server.certificates.reload()).isTrue();
        awaitChange(door, TestServer.OTHER_DOMAIN, other);
        assertThat(door.apply(TestServer.DOMAIN)).as("only what changed").isEqualTo(one);

        TestCertificates.write(directory, TestServer.DOMAIN);
        assertThat(server.certificates.reload()).isTrue();
        awaitChange(door, TestServer.DOMAIN, one);
        assertThat(server.certificates.reload()).as("nothing new").isFalse();
    }

    /** Vert.x takes the new options a little later than it is told. */
    private static void awaitChange(
            Function<String, X509Certificate> door, String domain, X509Certificate old) {
        Instant deadline = Instant.now().plusSeconds(30);
        X509Certificate now = door.apply(domain);
        while (now.equals(old) && Instant.now().isBefore(deadline)) {
            now = door.apply(domain);
        }
        assertThat(now).isNotEqualTo(old);
        assertThat(now.getSubjectX500Principal().getName()).isEqualTo("CN=" + domain);
    }

    @Test
    void starttls_takes_a_new_certificate() {
        reloads(this::byStartTls);
    }

    @Test
    void direct_tls_takes_a_new_certificate() {
        reloads(this::byDirectTls);
    }

    @Test
    void the_web_port_takes_a_new_certificate() {
        reloads(this::byWeb);
    }

    @Test
    void connections_go_on_with_what_they_have() {
        try (XmppClient juliet = XmppClient.session(server, "juliet", "balcony")) {
            TestCertificates.write(directory, TestServer.DOMAIN);
            server.certificates.reload();
            TestCertificates.write(directory, TestServer.DOMAIN);
            server.certificates.reload();
            juliet.expectNothingElse("p1");
        }
    }

    @Test
    void an_unknown_name_gets_the_first_certificate() {
        assertThat(byDirectTls("elsewhere.example")).isEqualTo(byDirectTls(TestServer.DOMAIN));
        assertThat(byWeb("elsewhere.example")).isEqualTo(byWeb(TestServer.DOMAIN));
    }

    @Test
    void a_name_below_a_domain_gets_that_domains_certificate() {
        assertThat(byDirectTls("conference.verona.example"))
                .isEqualTo(byDirectTls(TestServer.OTHER_DOMAIN));
    }

    @Test
    void a_certificate_that_cannot_be_used_leaves_the_former_one() throws IOException {
        X509Certificate before = byDirectTls(TestServer.DOMAIN);
        Files.writeString(directory.resolve("example.org.crt"), "nothing of use");
        assertThat(server.certificates.reload()).isFalse();
        assertThat(byDirectTls(TestServer.DOMAIN)).isEqualTo(before);
    }

    // What stops the start.

    private static CertificateFiles files(
            Path directory, KeyPair keys, Duration from, Duration until, String domain) {
        Instant now = Instant.now();
        return TestCertificates.write(
                directory,
                TestCertificates.certificate(keys, now.plus(from), now.plus(until), domain),
                keys.getPrivate(),
                TestCertificates.KeyForm.PKCS8,
                List.of(domain));
    }

    private static void refused(CertificateFiles files, CertificateProblem.Kind kind) {
        assertThatThrownBy(() -> DomainCertificate.load(files, Instant.now()))
                .isInstanceOfSatisfying(
                        CertificateProblem.class,
                        problem -> {
                            assertThat(problem.kind()).isEqualTo(kind);
                            assertThat(problem).message().matches("The .*\\.");
                        });
    }

    @Test
    void what_cannot_be_used_is_said_in_a_sentence(@TempDir Path other) throws IOException {
        KeyPair keys = TestCertificates.ec();
        Duration day = Duration.ofDays(1);
        refused(
                files(other, keys, day.multipliedBy(-2), day.negated(), "example.org"),
                CertificateProblem.Kind.EXPIRED);
        refused(
                files(other, keys, day, day.multipliedBy(2), "example.org"),
                CertificateProblem.Kind.NOT_YET_VALID);
        CertificateFiles good = files(other, keys, day.negated(), day, "example.org");
        refused(
                new CertificateFiles(good.chain(), good.key(), List.of("verona.example")),
                CertificateProblem.Kind.WRONG_NAME);
        refused(
                new CertificateFiles(
                        good.chain(), other.resolve("none.key"), List.of("example.org")),
                CertificateProblem.Kind.MISSING);
        CertificateFiles foreign =
                files(other, TestCertificates.ec(), day.negated(), day, "verona.example");
        refused(
                new CertificateFiles(good.chain(), foreign.key(), List.of("example.org")),
                CertificateProblem.Kind.WRONG_KEY);
        Files.writeString(
                foreign.key(),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----");
        refused(
                new CertificateFiles(good.chain(), foreign.key(), List.of("example.org")),
                CertificateProblem.Kind.MALFORMED);
        Files.writeString(foreign.key(), "-----BEGIN PRIVATE KEY-----\nAA==");
        refused(
                new CertificateFiles(good.chain(), foreign.key(), List.of("example.org")),
                CertificateProblem.Kind.MALFORMED);
    }

    @Test
    void keys_of_all_forms_are_read(@TempDir Path other) throws CertificateProblem {
        Instant now = Instant.now();
        for (KeyPair keys : List.of(TestCertificates.ec(), TestCertificates.rsa())) {
            X509Certificate certificate =
                    TestCertificates.certificate(
                            keys,
                            now.minusSeconds(60),
                            now.plusSeconds(60),
                            "example.org",
                            "*.verona.example");
            for (TestCertificates.KeyForm form : TestCertificates.KeyForm.values()) {
                DomainCertificate loaded =
                        DomainCertificate.load(
                                TestCertificates.write(
                                        other,
                                        certificate,
                                        keys.getPrivate(),
                                        form,
                                        List.of("example.org")),
                                now);
                assertThat(loaded.certificate()).isEqualTo(certificate);
                assertThat(loaded.names("chat.verona.example")).isTrue();
                assertThat(loaded.names("a.chat.verona.example")).isFalse();
            }
        }
    }
}
