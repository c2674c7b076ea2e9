package stoa.net;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import stoa.net.tls.CertificateFiles;

/** Makes self-signed certificates in PEM files. */
public final class TestCertificates {
    private static final AtomicLong SERIALS = new AtomicLong(System.nanoTime());

    private TestCertificates() {}

    /** How the key is written. */
    public enum KeyForm {
        PKCS8,
        OLD
    }

    public static KeyPair ec() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a certificate that is valid now, and its key. */
    public static CertificateFiles write(Path directory, String... domains) {
        Instant now = Instant.now();
        KeyPair keys = ec();
        X509Certificate certificate =
                certificate(
                        keys,
                        now.minus(Duration.ofHours(1)),
                        now.plus(Duration.ofDays(90)),
                        domains);
        return write(directory, certificate, keys.getPrivate(), KeyForm.PKCS8, List.of(domains));
    }

    public static CertificateFiles write(
            Path directory,
            X509Certificate certificate,
            PrivateKey key,
            KeyForm form,
            List<String> domains) {
        Path chain = directory.resolve(domains.getFirst() + ".crt");
        Path keyFile = directory.resolve(domains.getFirst() + ".key");
        try {
            Files.writeString(chain, pem(certificate));
            Files.writeString(
                    keyFile, pem(form == KeyForm.OLD ? key : new JcaPKCS8Generator(key, null)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new CertificateFiles(chain, keyFile, domains);
    }

    public static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    public static X509Certificate certificate(
            KeyPair keys, Instant from, Instant until, String... domains) {
        try {
            X500Name name = new X500Name("CN=" + domains[0]);
            String algorithm =
                    keys.getPrivate().getAlgorithm().equals("EC")
                            ? "SHA256withECDSA"
                            : "SHA256withRSA";
            GeneralName[] names =
                    Arrays.stream(domains)
                            .map(domain -> new GeneralName(GeneralName.dNSName, domain))
                            .toArray(GeneralName[]::new);
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(SERIALS.incrementAndGet()),
                            Date.from(from),
                            Date.from(until),
                            name,
                            keys.getPublic());
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder(algorithm)
                                            .build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
