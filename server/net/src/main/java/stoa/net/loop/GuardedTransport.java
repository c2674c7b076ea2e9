package stoa.net.loop;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x' transport, and a handler of ours in front of everything Vert.x puts into the connections
 * that its servers take. There is no other way to see a connection's first bytes: Vert.x shows a
 * connection when its TLS handshake is done.
 */
final class GuardedTransport implements Transport, io.vertx.core.transport.Transport {
    private final io.vertx.core.transport.Transport chosen;
    private final Transport base;
    private final Supplier<ChannelHandler> guard;

    private GuardedTransport(
            io.vertx.core.transport.Transport chosen, Supplier<ChannelHandler> guard) {
        this.chosen = chosen;
        this.base = chosen.implementation();
        this.guard = guard;
    }

    /** On epoll or its like where there is one. */
    static GuardedTransport with(Supplier<ChannelHandler> guard) {
        io.vertx.core.transport.Transport best =
                io.vertx.core.transport.Transport.nativeTransport();
        boolean usable = best != null && best.available();
        return new GuardedTransport(usable ? best : io.vertx.core.transport.Transport.NIO, guard);
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
        base.configure(config, domainSocket, bootstrap);
        bootstrap.handler(new Door());
    }

    /** In a listening channel, before what prepares the connections it has taken. */
    private final class Door extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object taken) {
            if (taken instanceof Channel connection) {
                connection.pipeline().addFirst(guard.get());
            }
            ctx.fireChannelRead(taken);
        }
    }

    // What Vert.x asks of the transport it is given.

    @Override
    public String name() {
        return chosen.name();
    }

    @Override
    public boolean available() {
        return chosen.available();
    }

    @Override
    public Transport implementation() {
        return this;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return base.unavailabilityCause();
    }

    @Override
    public boolean isAvailable() {
        return base.isAvailable();
    }

    // The rest is the transport's own.

    @Override
    public boolean supportsDomainSockets() {
        return base.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
        return base.supportFileRegion();
    }

    @Override
    public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
        return base.convert(address);
    }

    @Override
    public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
        return base.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return base.ioHandlerFactory();
    }

    @Override
    public EventLoopGroup eventLoopGroup(
            int type, int threads, ThreadFactory factory, int ioRatio) {
        return base.eventLoopGroup(type, threads, factory, ioRatio);
    }

    @Override
    @SuppressWarnings("deprecation") // Vert.x' own interface still asks for it
    public DatagramChannel datagramChannel(io.netty.channel.socket.InternetProtocolFamily family) {
        return base.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        return base.datagramChannelFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return base.channelFactory(domainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return base.serverChannelFactory(domainSocket);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        base.configure(channel, options);
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
        base.configure(config, domainSocket, bootstrap);
    }
}
