package stoa.net.tls;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a certificate lies, both files in PEM.
 *
 * @param chain the certificate, then the ones that vouch for it
 * @param key its private key, unencrypted: PKCS#8, PKCS#1 or SEC 1
 * @param domains the served domains it is for
 */
public record CertificateFiles(Path chain, Path key, List<String> domains) {
    public CertificateFiles {
        domains = List.copyOf(domains);
    }
}
