package stoa.net.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS between servers with one certificate of ours, shown in both roles. The handshake takes
 * whatever certificate the other server has, or none: whether it proves a domain is asked
 * afterwards ({@link PeerTrust}), because a server without such a one may still be verified by
 * dialback.
 */
final class PeerTls {
    /** XEP-0368 section 3. */
    private static final String ALPN = "xmpp-server";

    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    private final DomainCertificate certificate;
    private final SslContext server;
    private final SslContext client;

    PeerTls(DomainCertificate certificate) {
        this.certificate = certificate;
        try {
            server =
                    common(SslContextBuilder.forServer(certificate.key(), certificate.chain()))
                            .clientAuth(ClientAuth.OPTIONAL)
                            .build();
            client =
                    common(SslContextBuilder.forClient())
                            .keyManager(certificate.key(), certificate.chain())
                            .endpointIdentificationAlgorithm(null)
                            .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS refuses a certificate that was checked", e);
        }
    }

    private static SslContextBuilder common(SslContextBuilder builder) {
        return builder.sslProvider(
                        OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                .protocols(VERSIONS)
                .trustManager(new Anybody())
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                ApplicationProtocolConfig.Protocol.ALPN,
                                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                                ALPN));
    }

    DomainCertificate certificate() {
        return certificate;
    }

    SslHandler incoming(ByteBufAllocator allocator) {
        return withoutTimer(server.newHandler(allocator));
    }

    /**
     * To a server.
     *
     * @param domain whose server it is to be, for SNI: the domain, not the host that DNS names
     */
    SslHandler outgoing(ByteBufAllocator allocator, String domain) {
        return withoutTimer(client.newHandler(allocator, domain, -1));
    }

    /** The stream's own deadline ends a handshake that stalls. */
    private static SslHandler withoutTimer(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    void release() {
        ReferenceCountUtil.release(server);
        ReferenceCountUtil.release(client);
    }

    /** Lets every certificate through; who it proves is asked later. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
