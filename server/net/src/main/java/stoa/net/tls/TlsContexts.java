package stoa.net.tls;

import org.jspecify.annotations.Nullable;

/**
 * TLS for each certificate of a {@link CertificateStore}, made anew when it reloads. Connections go
 * on with what they have; each new handshake, direct or by STARTTLS, takes what is current. Safe on
 * any thread.
 */
public final class TlsContexts {
    private final PerCertificate<ServerTls> current;

    public TlsContexts(CertificateStore certificates) {
        current = new PerCertificate<>(certificates, ServerTls::new, ServerTls::release);
    }

    ServerTls forName(@Nullable String serverName) {
        return current.forName(serverName);
    }
}
