package stoa.net.component;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stoa.net.loop.VertxLoops;

/** The port that components connect to (section 2). Safe on any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails also ends the channel, and that is heard
public final class ComponentListener {
    private static final int STREAM_ID_BYTES = 12;

    private final Map<String, Component> components;
    private final VertxLoops loops;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable Channel listening;

    public ComponentListener(Collection<Component> components, VertxLoops loops) {
        this.components =
                components.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        one -> one.address().domain(), Function.identity()));
        this.loops = loops;
    }

    private String newStreamId() {
        byte[] bytes = new byte[STREAM_ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Begins to listen; completes with the address, or fails with the reason. */
    public CompletionStage<InetSocketAddress> listen(InetSocketAddress address) {
        CompletableFuture<InetSocketAddress> done = new CompletableFuture<>();
        new ServerBootstrap()
                .group(loops.acceptor(), loops.group())
                .channelFactory(loops.serverChannels())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline()
                                        .addLast(
                                                new ComponentConnection(
                                                        components,
                                                        ComponentListener.this::newStreamId));
                            }
                        })
                .bind(address)
                .addListener(
                        bound -> {
                            if (bound.isSuccess()) {
                                Channel channel = ((ChannelFuture) bound).channel();
                                listening = channel;
                                done.complete((InetSocketAddress) channel.localAddress());
                            } else {
                                done.completeExceptionally(bound.cause());
                            }
                        });
        return done;
    }

    /** Takes no more connections and ends those there are; completes when the port is free. */
    public CompletionStage<Void> close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        components.values().forEach(Component::shutdown);
        Channel channel = listening;
        if (channel == null) {
            done.complete(null);
        } else {
            channel.close().addListener(closed -> done.complete(null));
        }
        return done;
    }
}
