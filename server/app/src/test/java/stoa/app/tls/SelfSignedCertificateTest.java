package stoa.app.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedCertificateTest {
    @TempDir Path folder;

    @Test
    void it_is_named_by_the_first_domain_which_is_what_people_are_asked_to_trust()
            throws Exception {
        var certificate = new SelfSignedCertificate(folder);
        certificate.ensure(List.of("example.org", "a.example"), Instant.now());

        try (var in = Files.newInputStream(certificate.certificate())) {
            var made =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
            assertThat(made.getSubjectX500Principal().getName()).isEqualTo("CN=example.org");
            assertThat(
                            made.getSubjectAlternativeNames().stream()
                                    .map(name -> String.valueOf(name.get(1))))
                    .contains(
                            "example.org",
                            "conference.example.org",
                            "upload.a.example",
                            "localhost");
        }
    }
}
