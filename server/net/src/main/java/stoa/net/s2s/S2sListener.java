package stoa.net.s2s;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.net.limit.AddressLimit;

/** The ports that other servers connect to. Safe on any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails also ends the channel, and that is heard
final class S2sListener {
    private static final Logger LOG = LoggerFactory.getLogger(S2sListener.class);

    private final S2sContext server;
    private final AddressLimit addresses;
    private final List<Channel> listening = new CopyOnWriteArrayList<>();

    S2sListener(S2sContext server) {
        this.server = server;
        this.addresses = new AddressLimit(server.limits.streamsPerAddress());
    }

    /**
     * Begins to listen.
     *
     * @param direct whether connections begin with TLS (XEP-0368); else STARTTLS
     */
    CompletionStage<InetSocketAddress> listen(InetSocketAddress address, boolean direct) {
        CompletableFuture<InetSocketAddress> done = new CompletableFuture<>();
        new ServerBootstrap()
                .group(server.loops.acceptor(), server.loops.group())
                .channelFactory(server.loops.serverChannels())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                accept(channel, direct);
                            }
                        })
                .bind(address)
                .addListener(
                        bound -> {
                            if (bound.isSuccess()) {
                                Channel channel = ((ChannelFuture) bound).channel();
                                listening.add(channel);
                                done.complete((InetSocketAddress) channel.localAddress());
                            } else {
                                done.completeExceptionally(bound.cause());
                            }
                        });
        return done;
    }

    private void accept(Channel channel, boolean direct) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            channel.close(); // gone already
            return;
        }
        InetAddress peer = remote.getAddress();
        if (server.isClosed() || !addresses.begin(peer)) {
            server.metrics.refused.increment();
            LOG.debug("s2s_connection_refused peer={}", peer.getHostAddress());
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> addresses.end(peer));
        channel.pipeline().addLast("stream", new IncomingStream(server, peer, direct));
    }

    CompletionStage<Void> close() {
        CompletableFuture<?>[] closed =
                listening.stream()
                        .map(
                                channel -> {
                                    CompletableFuture<Void> done = new CompletableFuture<>();
                                    channel.close().addListener(gone -> done.complete(null));
                                    return done;
                                })
                        .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(closed);
    }
}
