package stoa.net.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * TLS between servers for each certificate of a {@link CertificateStore}, made anew when it
 * reloads. Safe on any thread.
 */
public final class PeerTlsContexts {
    private static final int MAX_CLIENT_HELLO_BYTES = 16 * 1024;

    /** Hears once how a handshake ended; on the channel's loop. */
    public interface Listener {
        /**
         * TLS is up.
         *
         * @param chain the other server's certificate and those that vouch for it, unchecked; empty
         *     when it showed none
         */
        void secured(List<X509Certificate> chain);

        /** The connection is of no use any more. */
        void refused();
    }

    private final PerCertificate<PeerTls> current;

    public PeerTlsContexts(CertificateStore certificates) {
        current = new PerCertificate<>(certificates, PeerTls::new, PeerTls::release);
    }

    /** Whether our certificate for that domain names it: else there is no use in showing it. */
    public boolean named(String domainAscii) {
        return current.forName(domainAscii).certificate().names(domainAscii);
    }

    /** The handler that waits for the other server's ClientHello; the first of its channel. */
    public ChannelHandler incoming(Listener listener) {
        return new Incoming(listener);
    }

    /**
     * The handler that begins TLS with another server; the first of its channel.
     *
     * @param local whose certificate to show
     * @param remote the domain it is to be, for SNI; both in ASCII
     */
    public ChannelHandler outgoing(
            ByteBufAllocator allocator, String local, String remote, Listener listener) {
        return told(current.forName(local).outgoing(allocator, remote), listener);
    }

    private static SslHandler told(SslHandler handler, Listener listener) {
        handler.handshakeFuture()
                .addListener(
                        done -> {
                            if (done.isSuccess()) {
                                listener.secured(chain(handler));
                            } else {
                                listener.refused();
                            }
                        });
        return handler;
    }

    private static List<X509Certificate> chain(SslHandler handler) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Certificate one : handler.engine().getSession().getPeerCertificates()) {
                if (one instanceof X509Certificate certificate) {
                    chain.add(certificate);
                }
            }
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
        return List.copyOf(chain);
    }

    private final class Incoming extends AbstractSniHandler<PeerTls> {
        private final Listener listener;

        Incoming(Listener listener) {
            super(MAX_CLIENT_HELLO_BYTES, 0);
            this.listener = listener;
        }

        @Override
        protected Future<PeerTls> lookup(ChannelHandlerContext ctx, @Nullable String name) {
            return ctx.executor().newSucceededFuture(current.forName(name));
        }

        @Override
        protected void onLookupComplete(
                ChannelHandlerContext ctx, @Nullable String name, Future<PeerTls> found) {
            if (!found.isSuccess()) {
                ctx.fireExceptionCaught(new DecoderException(found.cause()));
                return;
            }
            SslHandler handler = told(found.getNow().incoming(ctx.alloc()), listener);
            ctx.pipeline().replace(this, "tls", handler);
        }
    }
}
