package stoa.net.loop;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** The TCP ports that one listener of streams holds open. Safe on any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is heard by the listeners
public final class ListeningSockets {
    private final VertxLoops loops;
    private final Queue<Channel> open = new ConcurrentLinkedQueue<>();

    public ListeningSockets(VertxLoops loops) {
        this.loops = loops;
    }

    /** What all of them have in common; a listener may add options of its own. */
    public ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(loops.acceptor(), loops.group())
                .channelFactory(loops.serverChannels())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true);
    }

    /**
     * Begins to listen.
     *
     * @param accept prepares a connection that was taken, on its loop
     * @return the address listened on; fails with the reason when it cannot be had
     */
    public CompletionStage<InetSocketAddress> listen(
            ServerBootstrap bootstrap, InetSocketAddress address, Consumer<Channel> accept) {
        CompletableFuture<InetSocketAddress> done = new CompletableFuture<>();
        bootstrap
                .childHandler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                accept.accept(channel);
                            }
                        })
                .bind(address)
                .addListener(
                        bound -> {
                            if (bound.isSuccess()) {
                                Channel channel = ((ChannelFuture) bound).channel();
                                channel.pipeline().addLast(new AcceptFailures());
                                open.add(channel);
                                done.complete((InetSocketAddress) channel.localAddress());
                            } else {
                                done.completeExceptionally(bound.cause());
                            }
                        });
        return done;
    }

    /** Takes no more connections; completes when the ports are free. */
    public CompletableFuture<Void> close() {
        return CompletableFuture.allOf(
                open.stream().map(ListeningSockets::close).toArray(CompletableFuture<?>[]::new));
    }

    private static CompletableFuture<Void> close(Channel channel) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        channel.close().addListener(closed -> done.complete(null));
        return done;
    }
}
