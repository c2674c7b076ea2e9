package stoa.bench.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The one event loop that all connections of the generator share. One thread is enough for what two
 * cores can serve, leaves the other to the server, and lets the accounting do without locks:
 * everything but {@link #call} runs on the loop's thread.
 */
public final class Loop implements AutoCloseable {
    // of the 28,000 ports that a system has for one address' connections to one other
    private static final int PER_ADDRESS = 20_000;
    private static final int ADDRESSES = 254;

    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final SslContext tls;
    // what one read brought, shared by all connections because only one is read at a time
    private final byte[] scratch = new byte[1 << 17];
    private final ScramSha1 scram = new ScramSha1();
    private final int perAddress;
    private int open;

    public Loop() {
        this(PER_ADDRESS);
    }

    /** One that comes from the next address of loopback after so many connections. */
    Loop(int perAddress) {
        this.perAddress = perAddress;
        try {
            // loopback only, and the certificate was made for this run
            tls =
                    SslContextBuilder.forClient()
                            .sslProvider(SslProvider.OPENSSL_REFCNT)
                            .trustManager(InsecureTrustManagerFactory.INSTANCE)
                            .endpointIdentificationAlgorithm(null)
                            .protocols("TLSv1.3")
                            .build();
        } catch (SSLException e) {
            throw new IllegalStateException("no native TLS engine on this platform", e);
        }
    }

    /** Runs something on the loop and waits for its result. Not to be called on the loop. */
    public <T> T call(Supplier<T> work) {
        return await(CompletableFuture.supplyAsync(work, loop), 60);
    }

    /** Runs something on the loop and waits until it ran. Not to be called on the loop. */
    public void run(Runnable work) {
        await(CompletableFuture.runAsync(work, loop), 60);
    }

    /** Runs something on the loop later; may be called from anywhere. */
    @SuppressWarnings("FutureReturnValueIgnored") // failures surface through the loop's own log
    public void after(long nanos, Runnable work) {
        loop.schedule(work, nanos, TimeUnit.NANOSECONDS);
    }

    /** Waits for a future at most this long. Not to be called on the loop. */
    public static <T> T await(CompletableFuture<T> future, long seconds) {
        try {
            return future.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + seconds + " s", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Opens a TLS connection to a loopback port; the connection hears of its fate through its
     * listener. The first come from 127.0.0.1, further ones from 127.0.0.2 and so on, as an address
     * has ports for so many only.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a failed connect is reported to the listener
    Connection connect(int port, Connection.Listener listener) {
        Connection connection = new Connection(this, listener);
        SocketAddress from = from(open++);
        new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 30_000)
                .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline().addLast("tls", tls.newHandler(channel.alloc()));
                                channel.pipeline().addLast(connection);
                            }
                        })
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), from)
                .addListener(
                        done -> {
                            if (!done.isSuccess()) {
                                connection.failed(done.cause());
                            }
                        });
        return connection;
    }

    private @Nullable SocketAddress from(int others) {
        int address = others / perAddress;
        if (address == 0) {
            return null; // the system's choice
        }
        if (address >= ADDRESSES) {
            throw new IllegalStateException("there are no addresses left for " + others);
        }
        try {
            byte[] bytes = {127, 0, 0, (byte) (1 + address)};
            return new InetSocketAddress(InetAddress.getByAddress(bytes), 0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** A connection is gone. */
    void ended() {
        open--;
    }

    byte[] scratch() {
        return scratch;
    }

    ScramSha1 scram() {
        return scram;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nothing follows
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
