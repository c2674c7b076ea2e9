package stoa.net.tls;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of TLS in a channel: reads the name the client asks for (SNI, RFC 6066 section
 * 3), chooses the certificate and gives way to the handler that does the rest. Tells once, on the
 * channel's loop, how the handshake ended.
 */
public final class TlsHandler extends AbstractSniHandler<ServerTls> {
    /** The longest ClientHello that is looked at; browsers send under 2 KiB. */
    private static final int MAX_CLIENT_HELLO_BYTES = 16 * 1024;

    /** Hears how the handshake ended; on the channel's loop. */
    public interface Listener {
        void secured(TlsBindings bindings);

        /** The connection is of no use any more. */
        void refused();
    }

    private final TlsContexts contexts;
    private final Listener listener;

    public TlsHandler(TlsContexts contexts, Listener listener) {
        super(MAX_CLIENT_HELLO_BYTES, 0);
        this.contexts = contexts;
        this.listener = listener;
    }

    @Override
    protected Future<ServerTls> lookup(ChannelHandlerContext ctx, @Nullable String serverName) {
        return ctx.executor().newSucceededFuture(contexts.forName(serverName));
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext ctx, @Nullable String serverName, Future<ServerTls> found) {
        if (!found.isSuccess()) {
            ctx.fireExceptionCaught(new DecoderException(found.cause()));
            return;
        }
        ServerTls tls = found.getNow();
        SslHandler handler = tls.newHandler(ctx.alloc());
        SSLEngine engine = handler.engine();
        long nativeAddress = ServerTls.nativeAddress(engine);
        handler.handshakeFuture()
                .addListener(
                        done -> {
                            byte[] exporter =
                                    done.isSuccess() || nativeAddress != 0
                                            ? tls.exporterBinding(engine, nativeAddress)
                                            : null;
                            if (done.isSuccess()) {
                                byte[] endPoint = tls.certificate().endPointBinding();
                                listener.secured(new TlsBindings(exporter, endPoint));
                            } else {
                                listener.refused();
                            }
                        });
        replaceWith(ctx, handler);
    }

    private void replaceWith(ChannelHandlerContext ctx, ChannelHandler handler) {
        ctx.pipeline().replace(this, "tls", handler);
    }
}
