package stoa.app.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import stoa.app.config.ServiceAddresses;

/**
 * Makes and keeps the self-signed certificate (ECDSA P-256) for the served domains and their
 * services. It is made anew when it is about to expire or a domain has come that it does not name.
 */
public final class SelfSignedCertificate {
    private static final Duration VALID = Duration.ofDays(820);
    private static final Duration RENEW_BEFORE = Duration.ofDays(60);

    private final Path certificate;
    private final Path key;

    /** Kept in the given folder, which is made when needed. */
    public SelfSignedCertificate(Path folder) {
        this.certificate = folder.resolve("self-signed.pem");
        this.key = folder.resolve("self-signed.key");
    }

    public Path certificate() {
        return certificate;
    }

    public Path key() {
        return key;
    }

    /** Makes sure that both files are there and good for the domains. */
    public void ensure(Collection<String> domains, Instant now) throws IOException {
        // The first is the certificate's name, which clients show to people who are to trust it.
        Set<String> names = new LinkedHashSet<>(domains);
        for (String domain : domains) {
            names.add(domain);
            names.addAll(ServiceAddresses.of(domain));
        }
        names.add("localhost");
        if (!isGoodFor(names, now)) {
            make(names, now);
        }
    }

    private boolean isGoodFor(Set<String> names, Instant now) {
        if (!Files.exists(certificate) || !Files.exists(key)) {
            return false;
        }
        try (var in = Files.newInputStream(certificate)) {
            var existing =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
            Set<String> named = new TreeSet<>();
            var alternatives = existing.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.forEach(entry -> named.add(String.valueOf(entry.get(1))));
            }
            return named.containsAll(names)
                    && existing.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE));
        } catch (GeneralSecurityException | IOException e) {
            return false;
        }
    }

    private void make(Set<String> names, Instant now) throws IOException {
        try {
            var made = SelfSigner.sign(names, now.minus(Duration.ofDays(1)), now.plus(VALID));
            Files.createDirectories(certificate.toAbsolutePath().getParent());
            write(key, made.key());
            write(certificate, made.certificate());
        } catch (GeneralSecurityException e) {
            throw new IOException("the self-signed certificate could not be made", e);
        }
    }

    /** Written beside and moved into place, readable by the owner only. */
    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, text.getBytes(StandardCharsets.US_ASCII));
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
