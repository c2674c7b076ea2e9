package stoa.bench.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an authority issues is proved by its own certificate, and names a domain and its rooms. */
class AuthorityTest {
    @TempDir Path directory;

    private static X509Certificate read(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    @Test
    void itProvesWhatItHasIssued() throws Exception {
        Authority authority = Authority.create(directory);
        X509Certificate near = read(authority.issue("near.example").certificate());
        X509Certificate far = read(authority.issue("far.example").certificate());
        X509Certificate root = read(authority.certificate());

        near.verify(root.getPublicKey());
        far.verify(root.getPublicKey());
        assertThat(root.getBasicConstraints()).isNotNegative();
        assertThat(near.getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .isEqualTo(List.of("near.example", "conference.near.example"));
        assertThat(near.getPublicKey()).isNotEqualTo(far.getPublicKey());
    }

    @Test
    void aDomainHasOneAndAnotherRunAnotherOne() throws Exception {
        Authority authority = Authority.create(directory);
        X509Certificate first = read(authority.issue("near.example").certificate());
        assertThat(read(authority.issue("near.example").certificate())).isEqualTo(first);

        Authority next = Authority.create(directory);
        assertThat(read(next.issue("near.example").certificate())).isNotEqualTo(first);
    }
}
