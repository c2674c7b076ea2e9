package stoa.app.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
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
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            String first = names.iterator().next();
            X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, first).build();
            var builder =
                    new JcaX509v3CertificateBuilder(
                            subject,
                            new BigInteger(120, new SecureRandom()).add(BigInteger.ONE),
                            Date.from(now.minus(Duration.ofDays(1))),
                            Date.from(now.plus(VALID)),
                            subject,
                            pair.getPublic());
            List<GeneralName> alternatives = new ArrayList<>();
            names.forEach(name -> alternatives.add(new GeneralName(GeneralName.dNSName, name)));
            alternatives.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(alternatives.toArray(GeneralName[]::new)));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            Files.createDirectories(certificate.toAbsolutePath().getParent());
            write(key, pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
            write(certificate, pem(builder.build(signer)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the self-signed certificate could not be made", e);
        }
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
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
