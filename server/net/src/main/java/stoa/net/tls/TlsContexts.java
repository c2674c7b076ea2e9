package stoa.net.tls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * TLS for each certificate of a {@link CertificateStore}, made anew when it reloads. Connections go
 * on with what they have; each new handshake, direct or by STARTTLS, takes what is current. Safe on
 * any thread.
 */
public final class TlsContexts {
    private final CertificateStore certificates;
    private volatile Map<DomainCertificate, ServerTls> current = Map.of();

    /**
     * What the last reload replaced: a loop may just have asked for it. Released at the next one.
     */
    private List<ServerTls> retired = List.of();

    public TlsContexts(CertificateStore certificates) {
        this.certificates = certificates;
        certificates.onChange(this::renew);
        renew();
    }

    private synchronized void renew() {
        Map<DomainCertificate, ServerTls> old = current;
        Map<DomainCertificate, ServerTls> fresh = new HashMap<>();
        for (DomainCertificate certificate : certificates.all()) {
            ServerTls known = old.get(certificate);
            fresh.put(certificate, known == null ? new ServerTls(certificate) : known);
        }
        current = Map.copyOf(fresh);
        retired.forEach(ServerTls::release);
        List<ServerTls> leaving = new ArrayList<>(old.values());
        leaving.removeAll(fresh.values());
        retired = leaving;
    }

    ServerTls forName(@Nullable String serverName) {
        while (true) {
            ServerTls tls = current.get(certificates.forName(serverName));
            if (tls != null) {
                return tls;
            }
            Thread.onSpinWait(); // between the store's swap and ours
        }
    }
}
