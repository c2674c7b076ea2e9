package stoa.app.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
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

/**
 * Signs a certificate (RFC 5280) with the key it is for. Apart from the one who keeps it, so that a
 * start that finds a certificate does not load Bouncy Castle: reading its signed jars takes time at
 * each such start, and the list of their 7,000 classes stays in memory.
 */
final class SelfSigner {
    /** Both in PEM (RFC 7468). */
    record Signed(String certificate, String key) {}

    private SelfSigner() {}

    /** A certificate for servers, ECDSA P-256, whose name is the first of the names. */
    static Signed sign(Set<String> names, Instant from, Instant until)
            throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name subject =
                new X500NameBuilder().addRDN(BCStyle.CN, names.iterator().next()).build();
        var builder =
                new JcaX509v3CertificateBuilder(
                        subject,
                        new BigInteger(120, new SecureRandom()).add(BigInteger.ONE),
                        Date.from(from),
                        Date.from(until),
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
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            return new Signed(
                    pem(builder.build(signer)),
                    pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
