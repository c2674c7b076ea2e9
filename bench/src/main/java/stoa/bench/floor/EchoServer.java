package stoa.bench.floor;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A TLS server that sends back what it reads: the least that a Netty server with BoringSSL pays for
 * a message in and a message out. An event loop a core.
 */
public final class EchoServer {
    private EchoServer() {}

    /** Serves until it is killed; the arguments are a port, a certificate and a key (PEM files). */
    public static void main(String[] arguments) throws Exception {
        start(Integer.parseInt(arguments[0]), new File(arguments[1]), new File(arguments[2]))
                .closeFuture()
                .sync();
    }

    /** Listens on a loopback port (0 for any) until the channel is closed. */
    public static Channel start(int port, File certificate, File key) throws Exception {
        SslContext tls =
                SslContextBuilder.forServer(certificate, key)
                        .sslProvider(SslProvider.OPENSSL_REFCNT)
                        .protocols("TLSv1.3")
                        .build();
        var group =
                new MultiThreadIoEventLoopGroup(
                        Runtime.getRuntime().availableProcessors(), EpollIoHandler.newFactory());
        return new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline()
                                        .addLast(tls.newHandler(channel.alloc()), new Echo());
                            }
                        })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .sync()
                .channel();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ctx.write(message, ctx.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
