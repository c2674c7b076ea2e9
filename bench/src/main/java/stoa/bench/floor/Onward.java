package stoa.bench.floor;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;

/**
 * The one TLS stream from a relay to another. It begins with {@link #HELLO} from either side, then
 * come frames: the length of the rest in four bytes, the group's name with its length in one, the
 * message. What a turn of the loop passes on leaves in one write. Any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, and is heard of
final class Onward {
    static final String HELLO = "<server/>";

    /** The longest frame. */
    static final int FRAME_BYTES = 1 << 20;

    private final CompletableFuture<Channel> ready = new CompletableFuture<>();
    private final AtomicBoolean flushing = new AtomicBoolean();

    /** Connects to the relay at that loopback port. */
    static Onward connect(EventLoopGroup loops, int port) throws SSLException {
        // loopback only, and the certificate was made for this run
        SslContext tls =
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.OPENSSL_REFCNT)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm(null)
                        .protocols("TLSv1.3")
                        .build();
        Onward onward = new Onward();
        new Bootstrap()
                .group(loops)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline()
                                        .addLast(
                                                tls.newHandler(channel.alloc()),
                                                onward.new Greeting());
                            }
                        })
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addListener(
                        done -> {
                            if (!done.isSuccess()) {
                                onward.ready.completeExceptionally(done.cause());
                            }
                        });
        return onward;
    }

    /** Runs it once the other relay has answered; never if it does not. */
    void whenReady(Runnable then) {
        ready.thenRun(then);
    }

    /** Passes a message on, and takes over the buffer; only once it is ready. */
    void pass(String group, ByteBuf bytes) {
        Channel channel = ready.join();
        byte[] name = group.getBytes(StandardCharsets.US_ASCII);
        int length = 1 + name.length + bytes.readableBytes();
        ByteBuf frame = channel.alloc().directBuffer(4 + length);
        frame.writeInt(length).writeByte(name.length).writeBytes(name).writeBytes(bytes);
        bytes.release();
        channel.write(frame, channel.voidPromise());
        if (flushing.compareAndSet(false, true)) {
            channel.eventLoop()
                    .execute(
                            () -> {
                                flushing.set(false);
                                channel.flush();
                            });
        }
    }

    private final class Greeting extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(Unpooled.copiedBuffer(HELLO, StandardCharsets.US_ASCII));
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ((ByteBuf) message).release();
            ready.complete(ctx.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ready.completeExceptionally(cause);
            ctx.close();
        }
    }
}
