package stoa.conformance.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Connection;
import stoa.conformance.wire.Endpoint;
import stoa.conformance.wire.Transport;
import stoa.conformance.wire.Web;

/** The operator's own certificates: what stops a start, and new ones without a restart. */
class CertificatesTest {
    @TempDir private Path folder;

    private void stops(Pem pem, String... words) throws Exception {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--data",
                                folder.resolve("data").toString(),
                                "--set",
                                "domains=[\"example.org\"]",
                                "--set",
                                "bind=\"127.0.0.1\""));
        for (String port : List.of("xmpp.port", "xmpp.tls_port", "web.port", "xmpp.s2s_port")) {
            line.addAll(List.of("--set", port + "=0"));
        }
        line.addAll(pem.options());
        Script.stoa("", line.toArray(String[]::new)).plainly(words);
    }

    @Test
    void one_that_is_expired_or_wrong_stops_the_start() throws Exception {
        Pem good = Pem.write(folder, "good", "example.org", "-1d", 30);
        Pem expired = Pem.write(folder, "expired", "example.org", "-9d", 2);
        stops(expired, "expired.pem has expired");
        stops(
                new Pem(good.certificate(), expired.key()),
                "does not belong to the certificate",
                "expired.key");
        stops(Pem.write(folder, "other", "elsewhere.example", "-1d", 30), "not for example.org");
        stops(new Pem(good.key(), good.key()), "has no certificate in it");
    }

    /** What each of the three ways in shows for a domain. */
    private static List<X509Certificate> shown(Endpoint endpoint, String domain) throws Exception {
        try (var startTls = Connection.open(endpoint, domain, Transport.STARTTLS)) {
            return List.of(
                    startTls.serverCertificate(),
                    Web.certificate(endpoint.host(), endpoint.tlsPort(), domain),
                    Web.certificate(endpoint.host(), endpoint.webPort(), domain));
        }
    }

    private static void areAll(List<X509Certificate> shown, String domain) {
        assertThat(shown)
                .allSatisfy(
                        one ->
                                assertThat(one.getSubjectX500Principal().getName())
                                        .isEqualTo("CN=" + domain));
    }

    @Test
    void new_ones_of_two_domains_are_taken_on_every_port_without_a_restart() throws Exception {
        Pem one = Pem.write(folder, "one", "one.example", "-1d", 30);
        Pem two = Pem.write(folder, "two", "two.example", "-1d", 30);
        Setup setup =
                Setup.of("one.example", "two.example")
                        .set("tls.certificate", "'" + one.certificate() + "'")
                        .set("tls.key", "'" + one.key() + "'")
                        .set(
                                "tls.domain.\"two.example\".certificate",
                                "'" + two.certificate() + "'")
                        .set("tls.domain.\"two.example\".key", "'" + two.key() + "'");
        try (var server = (PackagedServer) TestServer.start(setup)) {
            List<X509Certificate> first = shown(server.endpoint(), "one.example");
            List<X509Certificate> second = shown(server.endpoint(), "two.example");
            areAll(first, "one.example");
            areAll(second, "two.example");

            Pem.write(folder, "one", "one.example", "-1d", 60);
            Pem.write(folder, "two", "two.example", "-1d", 60);

            awaitNew(server.endpoint(), "one.example", first);
            awaitNew(server.endpoint(), "two.example", second);
        }
    }

    /** They are looked at every ten seconds. */
    private static void awaitNew(Endpoint endpoint, String domain, List<X509Certificate> old)
            throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(90));
        List<X509Certificate> now = shown(endpoint, domain);
        while (now.stream().anyMatch(old::contains) && Instant.now().isBefore(deadline)) {
            Thread.sleep(500);
            now = shown(endpoint, domain);
        }
        assertThat(now).doesNotContainAnyElementsOf(old);
        areAll(now, domain);
    }
}
