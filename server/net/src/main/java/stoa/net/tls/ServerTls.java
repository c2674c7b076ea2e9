package stoa.net.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLKeyException;
import org.jspecify.annotations.Nullable;

/**
 * TLS for one certificate: TLS 1.2 and 1.3, ALPN {@code xmpp-client} (XEP-0368) for those who ask
 * for it. BoringSSL; the JDK's own TLS on platforms for which there is no native library.
 */
final class ServerTls {
    static final String ALPN = "xmpp-client";
    private static final boolean NATIVE = OpenSsl.isAvailable();
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    private final DomainCertificate certificate;
    private final SslContext context;
    private final ExporterSecrets secrets = new ExporterSecrets();
    private final boolean exports;

    ServerTls(DomainCertificate certificate) {
        this.certificate = certificate;
        try {
            context =
                    SslContextBuilder.forServer(certificate.key(), certificate.chain())
                            .sslProvider(NATIVE ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                            .protocols(VERSIONS)
                            .applicationProtocolConfig(alpn())
                            .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS refuses a certificate that was checked", e);
        }
        exports =
                !(context instanceof ReferenceCountedOpenSslContext boring)
                        || secrets.listenTo(boring);
    }

    private static ApplicationProtocolConfig alpn() {
        return new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                ALPN);
    }

    DomainCertificate certificate() {
        return certificate;
    }

    SslHandler newHandler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        // The stream's own deadline ends a handshake that stalls; no timer for each connection.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** Names an engine's connection while its handshake is under way; 0 for none. */
    static long nativeAddress(SSLEngine engine) {
        return engine instanceof ReferenceCountedOpenSslEngine boring ? boring.sslPointer() : 0;
    }

    /**
     * The {@code tls-exporter} binding of a handshake that has just ended, or null where there is
     * none: before TLS 1.3 it would need an extension that the engine does not tell of (RFC 9266
     * section 4.2). To be called once for each handshake, also one that failed.
     */
    byte @Nullable [] exporterBinding(SSLEngine engine, long nativeAddress) {
        if (nativeAddress != 0) {
            byte[] secret = exports ? secrets.take(nativeAddress) : null;
            return secret == null ? null : TlsExporter.channelBinding(secret);
        }
        if (!engine.getSession().getProtocol().equals("TLSv1.3")
                || !(engine.getSession() instanceof ExtendedSSLSession session)) {
            return null;
        }
        try {
            return session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);
        } catch (SSLKeyException | UnsupportedOperationException e) {
            return null;
        }
    }

    void release() {
        ReferenceCountUtil.release(context);
    }
}
