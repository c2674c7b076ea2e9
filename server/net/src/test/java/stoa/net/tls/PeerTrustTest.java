package stoa.net.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.net.TestCertificates;
import stoa.testkit.Spec;

class PeerTrustTest {
    private static final String DOMAIN = "mantua.example";
    private static final X500Name AUTHORITY = new X500Name("CN=Authority of a test");

    @TempDir Path folder;
    private final Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
    private final Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    private final KeyPair authorityKeys = TestCertificates.ec();
    private PeerTrust trust;

    @BeforeEach
    void trustTheAuthority() throws Exception {
        X509Certificate root =
                signed(authorityKeys, AUTHORITY, AUTHORITY, hourAgo, tomorrow, true, null);
        Path file = folder.resolve("authority.pem");
        Files.writeString(file, TestCertificates.pem(root));
        trust = PeerTrust.of(file);
    }

    private static X509Certificate signed(
            KeyPair subjectKeys,
            X500Name subject,
            X500Name issuer,
            Instant from,
            Instant until,
            boolean authority,
            @Nullable GeneralNames names,
            KeyPair... signer)
            throws Exception {
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        BigInteger.valueOf(System.nanoTime()),
                        Date.from(from),
                        Date.from(until),
                        subject,
                        subjectKeys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (!authority) {
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        }
        if (names != null) {
            builder.addExtension(Extension.subjectAlternativeName, false, names);
        }
        KeyPair by = signer.length == 0 ? subjectKeys : signer[0];
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(by.getPrivate())));
    }

    private List<X509Certificate> issued(@Nullable GeneralNames names) throws Exception {
        return issued(hourAgo, tomorrow, names);
    }

    private List<X509Certificate> issued(Instant from, Instant until, @Nullable GeneralNames names)
            throws Exception {
        return List.of(
                signed(
                        TestCertificates.ec(),
                        new X500Name("CN=" + DOMAIN),
                        AUTHORITY,
                        from,
                        until,
                        false,
                        names,
                        authorityKeys));
    }

    private static GeneralNames dns(String name) {
        return new GeneralNames(new GeneralName(GeneralName.dNSName, name));
    }

    private static GeneralNames other(String oid, ASN1Encodable value) {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(new ASN1ObjectIdentifier(oid));
        parts.add(new DERTaggedObject(true, 0, value));
        return new GeneralNames(new GeneralName(GeneralName.otherName, new DERSequence(parts)));
    }

    @Test
    void a_certificate_of_a_trusted_authority_proves_its_domain() throws Exception {
        assertThat(trust.proves(issued(dns(DOMAIN)), DOMAIN)).isTrue();
        assertThat(trust.proves(issued(dns("Mantua.Example")), DOMAIN)).isTrue();
        assertThat(trust.proves(issued(dns(DOMAIN)), "verona.example")).isFalse();
        assertThat(trust.proves(issued(dns(DOMAIN)), "conference." + DOMAIN)).isFalse();
        assertThat(trust.proves(List.of(), DOMAIN)).isFalse();
    }

    @Test
    @Spec(rfc = 9525, section = "6.3", says = "a wildcard stands for one label")
    void a_wildcard_stands_for_one_label() throws Exception {
        List<X509Certificate> wild = issued(dns("*.mantua.example"));

        assertThat(trust.proves(wild, "conference.mantua.example")).isTrue();
        assertThat(trust.proves(wild, "a.conference.mantua.example")).isFalse();
        assertThat(trust.proves(wild, DOMAIN)).isFalse();
        assertThat(trust.proves(issued(dns("con*.mantua.example")), "conference.mantua.example"))
                .isFalse();
    }

    @Test
    @Spec(rfc = 9525, section = "2", says = "a common name counts for nothing")
    void a_common_name_counts_for_nothing() throws Exception {
        assertThat(trust.proves(issued(null), DOMAIN)).isFalse();
    }

    @Test
    @Spec(rfc = 6120, section = "13.7.1.2.1", says = "SRVName and XmppAddr")
    void the_names_of_the_service_count() throws Exception {
        String srv = "1.3.6.1.5.5.7.8.7";
        String address = "1.3.6.1.5.5.7.8.5";

        assertThat(
                        trust.proves(
                                issued(other(srv, new DERIA5String("_xmpp-server." + DOMAIN))),
                                DOMAIN))
                .isTrue();
        assertThat(trust.proves(issued(other(srv, new DERIA5String("_imaps." + DOMAIN))), DOMAIN))
                .isFalse();
        assertThat(trust.proves(issued(other(address, new DERUTF8String(DOMAIN))), DOMAIN))
                .isTrue();
        assertThat(trust.proves(issued(other("1.2.3", new DERUTF8String(DOMAIN))), DOMAIN))
                .isFalse();
    }

    @Test
    void one_that_is_over_or_has_not_begun_proves_nothing() throws Exception {
        Instant before = hourAgo.minus(Duration.ofHours(1));
        Instant after = tomorrow.minus(Duration.ofHours(1));

        assertThat(trust.proves(issued(before, hourAgo, dns(DOMAIN)), DOMAIN)).isFalse();
        assertThat(trust.proves(issued(after, tomorrow, dns(DOMAIN)), DOMAIN)).isFalse();
    }

    @Test
    void one_that_nobody_we_trust_vouches_for_proves_nothing() throws Exception {
        KeyPair own = TestCertificates.ec();
        X509Certificate selfSigned =
                signed(
                        own,
                        new X500Name("CN=" + DOMAIN),
                        new X500Name("CN=" + DOMAIN),
                        hourAgo,
                        tomorrow,
                        false,
                        dns(DOMAIN));
        X509Certificate pretender =
                signed(
                        own,
                        new X500Name("CN=" + DOMAIN),
                        AUTHORITY,
                        hourAgo,
                        tomorrow,
                        false,
                        dns(DOMAIN));

        assertThat(trust.proves(List.of(selfSigned), DOMAIN)).isFalse();
        assertThat(trust.proves(List.of(pretender), DOMAIN)).isFalse();
        assertThat(PeerTrust.of(null).proves(issued(dns(DOMAIN)), DOMAIN)).isFalse();
    }
}
