package stoa.net.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its chain and key, checked: valid now, the key its own, named for at least one
 * of its domains. Immutable.
 */
public final class DomainCertificate {
    private static final int SAN_DNS_NAME = 2;

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private DomainCertificate(List<X509Certificate> chain, PrivateKey key) {
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    /** Reads and checks the files. */
    public static DomainCertificate load(CertificateFiles files, Instant now)
            throws CertificateProblem {
        List<X509Certificate> chain = PemFile.read(files.chain()).certificates();
        X509Certificate own = chain.getFirst();
        PrivateKey key = PemFile.read(files.key()).privateKey(own);
        DomainCertificate certificate = new DomainCertificate(chain, key);
        certificate.checkValid(files.chain(), now);
        certificate.checkKey(files);
        if (files.domains().stream().noneMatch(certificate::names)) {
            throw new CertificateProblem(
                    CertificateProblem.Kind.WRONG_NAME,
                    "The certificate in %s is for %s, not for %s."
                            .formatted(
                                    files.chain(),
                                    String.join(", ", certificate.dnsNames()),
                                    String.join(", ", files.domains())));
        }
        return certificate;
    }

    private void checkValid(Path path, Instant now) throws CertificateProblem {
        Instant end = certificate().getNotAfter().toInstant();
        Instant start = certificate().getNotBefore().toInstant();
        if (now.isAfter(end)) {
            throw new CertificateProblem(
                    CertificateProblem.Kind.EXPIRED,
                    "The certificate in " + path + " has expired on " + end + ".");
        }
        if (now.isBefore(start)) {
            throw new CertificateProblem(
                    CertificateProblem.Kind.NOT_YET_VALID,
                    "The certificate in " + path + " is not valid before " + start + ".");
        }
    }

    private void checkKey(CertificateFiles files) throws CertificateProblem {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm(); // Ed25519 and its kin sign by their own name
                };
        boolean same;
        try {
            byte[] probe = {1, 2, 3};
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(probe);
            byte[] signed = signer.sign();
            signer.initVerify(certificate().getPublicKey());
            signer.update(probe);
            same = signer.verify(signed);
        } catch (GeneralSecurityException e) {
            same = false;
        }
        if (!same) {
            throw new CertificateProblem(
                    CertificateProblem.Kind.WRONG_KEY,
                    "The key in %s does not belong to the certificate in %s."
                            .formatted(files.key(), files.chain()));
        }
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public List<X509Certificate> chain() {
        return chain;
    }

    PrivateKey key() {
        return key;
    }

    /** The certificate and its key for JSSE. */
    public KeyManagerFactory keyManagers() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", key, new char[0], chain.toArray(new Certificate[0]));
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key that was checked can be kept", e);
        }
    }

    /** The certificate's DNS names; its common name when it has none (older certificates). */
    public List<String> dnsNames() {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate().getSubjectAlternativeNames();
            if (all != null) {
                for (List<?> name : all) {
                    if (name.get(0) instanceof Integer type && type == SAN_DNS_NAME) {
                        names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        String common = names.isEmpty() ? commonName() : null;
        return common == null ? names : List.of(common);
    }

    private @Nullable String commonName() {
        for (String part : certificate().getSubjectX500Principal().getName().split(",", -1)) {
            if (part.startsWith("CN=")) {
                return part.substring(3).toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    /** Whether it names that domain (RFC 6125 section 6.4: a wildcard stands for one label). */
    public boolean names(String domain) {
        int dot = domain.indexOf('.');
        String wildcard = dot < 0 ? null : "*" + domain.substring(dot);
        for (String name : dnsNames()) {
            if (name.equals(domain) || name.equals(wildcard)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The {@code tls-server-end-point} channel binding, RFC 5929 section 4.1: the certificate
     * hashed with the hash of its own signature, MD5 and SHA-1 replaced by SHA-256.
     */
    public byte[] endPointBinding() {
        String signature = certificate().getSigAlgName().toUpperCase(Locale.ROOT);
        String hash =
                signature.startsWith("SHA384")
                        ? "SHA-384"
                        : signature.startsWith("SHA512") ? "SHA-512" : "SHA-256";
        try {
            return MessageDigest.getInstance(hash).digest(certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-2", e);
        }
    }
}
