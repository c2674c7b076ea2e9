package stoa.bench.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

/**
 * A TLS connection on the {@link Loop}'s thread. Every write leaves at once, in a TLS record of its
 * own, as the messages of people do: nothing is gathered to make a server's life easier.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write closes the channel, and that is heard
public final class Connection extends ChannelInboundHandlerAdapter {
    /** Hears of the connection's life, on the loop's thread. */
    public interface Listener {
        /** The TLS handshake is done. */
        void secured();

        /** Bytes came in; the array is only valid during the call. */
        void received(byte[] bytes, int start, int end);

        /** The connection is gone, after a failure when there is one. Called once. */
        void gone(@Nullable Throwable cause);
    }

    private final Loop loop;
    private final Listener listener;
    private @Nullable Channel channel;
    private @Nullable Throwable failure;
    private boolean gone;

    Connection(Loop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /** Writes a copy of the bytes. Ignored once the connection is gone. */
    public void write(byte[] bytes) {
        Channel to = channel;
        if (to == null || gone) {
            return;
        }
        to.writeAndFlush(to.alloc().directBuffer(bytes.length).writeBytes(bytes), to.voidPromise());
    }

    /** Closes with TLS' closing alert. */
    public void close() {
        if (channel != null) {
            channel.close();
        }
    }

    /**
     * Breaks the connection as a vanished network does to a server that notices: a reset, without a
     * word.
     */
    public void drop() {
        Channel broken = channel;
        if (broken != null && broken.isOpen()) {
            broken.config().setOption(ChannelOption.SO_LINGER, 0);
            // from here the close passes the TLS handler by
            broken.pipeline().context("tls").close();
        }
    }

    void failed(Throwable cause) {
        failure = cause;
        ended();
    }

    private void ended() {
        if (!gone) {
            gone = true;
            loop.ended();
            listener.gone(failure);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                listener.secured();
            } else {
                failure = handshake.cause();
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        try {
            byte[] scratch = loop.scratch();
            while (buffer.isReadable()) {
                int length = Math.min(buffer.readableBytes(), scratch.length);
                buffer.readBytes(scratch, 0, length);
                listener.received(scratch, 0, length);
            }
        } finally {
            buffer.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ended();
    }
}
