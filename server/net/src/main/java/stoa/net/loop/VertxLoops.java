package stoa.net.loop;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.entity.EventLoops;

/**
 * The event loops of a Vert.x instance, shared by its HTTP servers, our own listeners and the
 * entities. Safe on any thread.
 */
public final class VertxLoops implements EventLoops {
    private static final Logger LOG = LoggerFactory.getLogger(VertxLoops.class);

    private final VertxInternal vertx;
    private final List<EventLoop> loops = new ArrayList<>();
    private final FastThreadLocal<Integer> index =
            new FastThreadLocal<>() {
                @Override
                protected Integer initialValue() {
                    return NONE;
                }
            };

    /** Takes the loops of that instance; returns when each of them runs. */
    public VertxLoops(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
        for (EventExecutor executor : this.vertx.nettyEventLoopGroup()) {
            int number = loops.size();
            loops.add((EventLoop) executor);
            executor.submit(() -> index.set(number)).syncUninterruptibly();
        }
    }

    /**
     * A Vert.x with so many loops, on epoll where there is one, whose servers with TLS send plain
     * HTTP to the right address.
     */
    public static Vertx newVertx(int loops) {
        return Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(loops))
                .withTransport(GuardedTransport.with(PlainHttpGuard::new))
                .build();
    }

    public Vertx vertx() {
        return vertx;
    }

    @Override
    public int count() {
        return loops.size();
    }

    @Override
    public EventLoop loop(int loopIndex) {
        return loops.get(loopIndex);
    }

    @Override
    public int currentIndex() {
        return index.get();
    }

    /** The loops as a group, for connections. */
    public EventLoopGroup group() {
        return vertx.nettyEventLoopGroup();
    }

    /** The loop that accepts connections. */
    public EventLoopGroup acceptor() {
        return vertx.acceptorEventLoopGroup();
    }

    /** Makes listening sockets that fit the loops. */
    public ChannelFactory<? extends ServerChannel> serverChannels() {
        return vertx.transport().serverChannelFactory(false);
    }

    /** Makes sockets for connections of our own to others that fit the loops. */
    public ChannelFactory<SocketChannel> socketChannels() {
        ChannelFactory<? extends Channel> factory = vertx.transport().channelFactory(false);
        return () -> (SocketChannel) factory.newChannel();
    }

    /** Makes UDP sockets that fit the loops. */
    public ChannelFactory<? extends DatagramChannel> datagramChannels() {
        return vertx.transport().datagramChannelFactory();
    }

    /**
     * Runs the task on a loop once in a period, until the future is cancelled. One that fails is
     * run again all the same.
     */
    public ScheduledFuture<?> every(Duration period, Runnable task) {
        return loops.getFirst()
                .scheduleAtFixedRate(
                        () -> run(task),
                        period.toMillis(),
                        period.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** What throws would never be run again, and nobody would be told. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("periodic_task_failed", e);
        }
    }

    /** Completes when every loop has done what it was given before this call. */
    public CompletableFuture<Void> settled() {
        return CompletableFuture.allOf(
                loops.stream()
                        .map(loop -> CompletableFuture.runAsync(() -> {}, loop))
                        .toArray(CompletableFuture<?>[]::new));
    }
}
