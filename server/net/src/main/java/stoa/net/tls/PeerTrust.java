package stoa.net.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whether another server's certificate proves its domain (RFC 6120 section 13.7.1.2, RFC 7712): the
 * path leads to an authority that is trusted here (RFC 5280), it is valid now, and it names the
 * domain ({@link PeerIdentity}). Immutable; any thread. A check takes some milliseconds.
 *
 * <p>A certificate that may be a server's is enough in both directions: public authorities do not
 * give certificates any more that are also for clients.
 */
public final class PeerTrust {
    private static final String ANY_KEY_EXCHANGE = "UNKNOWN";

    private final List<X509TrustManager> authorities;

    private PeerTrust(List<X509TrustManager> authorities) {
        this.authorities = List.copyOf(authorities);
    }

    /**
     * Trusts the JDK's authorities.
     *
     * @param further a PEM file with authorities to be trusted as well, or null
     * @throws CertificateProblem when that file cannot be read
     */
    public static PeerTrust of(@Nullable Path further) throws CertificateProblem {
        List<X509TrustManager> all = new ArrayList<>();
        addTo(all, null);
        if (further != null) {
            addTo(all, PemFile.read(further).certificates());
        }
        return new PeerTrust(all);
    }

    private static void addTo(List<X509TrustManager> all, @Nullable List<X509Certificate> own) {
        try {
            KeyStore store = null;
            if (own != null) {
                store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                for (int i = 0; i < own.size(); i++) {
                    store.setCertificateEntry("authority" + i, own.get(i));
                }
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    all.add(x509);
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK checks certificates", e);
        }
    }

    /**
     * Whether the chain proves the domain.
     *
     * @param chain the other server's certificate first; may be empty
     * @param domainAscii with A-labels
     */
    public boolean proves(List<X509Certificate> chain, String domainAscii) {
        return !chain.isEmpty()
                && PeerIdentity.names(chain.getFirst(), domainAscii)
                && isTrusted(chain.toArray(new X509Certificate[0]));
    }

    private boolean isTrusted(X509Certificate[] chain) {
        for (X509TrustManager authority : authorities) {
            try {
                authority.checkServerTrusted(chain, ANY_KEY_EXCHANGE);
                return true;
            } catch (CertificateException e) {
                // perhaps another one vouches for it
            }
        }
        return false;
    }
}
