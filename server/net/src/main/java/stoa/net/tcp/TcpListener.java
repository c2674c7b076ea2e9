package stoa.net.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.net.limit.AddressLimit;
import stoa.net.loop.ListeningSockets;
import stoa.net.loop.VertxLoops;
import stoa.net.stream.StreamServer;
import stoa.net.tls.TlsContexts;

/** Takes TCP connections of clients. Safe on any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails also ends the channel, and that is heard
public final class TcpListener {
    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
    private static final int BACKLOG = 1024;

    /** A connection counts as writable again below the first, and no more above the second. */
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final StreamServer server;
    private final TlsContexts tls;
    private final AddressLimit addresses;
    private final boolean allowPlaintext;
    private final VertxLoops loops;
    private final ListeningSockets sockets;
    private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();

    /**
     * @param allowPlaintext {@code xmpp.allow_plaintext}: clients on this machine may sign in
     *     without TLS
     */
    public TcpListener(
            StreamServer server,
            TlsContexts tls,
            AddressLimit addresses,
            VertxLoops loops,
            boolean allowPlaintext) {
        this.server = server;
        this.tls = tls;
        this.addresses = addresses;
        this.allowPlaintext = allowPlaintext;
        this.loops = loops;
        this.sockets = new ListeningSockets(loops);
    }

    /**
     * Begins to listen.
     *
     * @param direct whether connections begin with TLS; else STARTTLS
     * @return the address listened on; fails with the reason when it cannot be had
     */
    public CompletionStage<InetSocketAddress> listen(InetSocketAddress address, boolean direct) {
        return sockets.listen(
                sockets.bootstrap()
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK),
                address,
                channel -> accept(channel, direct));
    }

    private void accept(Channel channel, boolean direct) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            channel.close(); // gone already
            return;
        }
        InetAddress peer = remote.getAddress();
        if (!addresses.begin(peer)) {
            server.metrics().connectionsRefused.increment();
            LOG.debug("connection_refused peer={}", peer.getHostAddress());
            channel.close();
            return;
        }
        TcpConnection connection =
                new TcpConnection(
                        server, tls, direct, allowPlaintext && peer.isLoopbackAddress(), peer);
        server.metrics().connectionsAccepted.increment();
        server.metrics().connectionsNow.increment();
        connections.add(connection);
        channel.closeFuture()
                .addListener(
                        closed -> {
                            connections.remove(connection);
                            addresses.end(peer);
                            server.metrics().connectionsNow.decrement();
                        });
        channel.pipeline().addLast("stream", connection);
    }

    /**
     * Takes no more connections, ends the streams with {@code system-shutdown} and the sessions
     * that wait for a resumption; completes when the ports are free and the sessions' accounts have
     * been told what they were not delivered.
     */
    public CompletionStage<Void> close() {
        CompletableFuture<Void> free = sockets.close();
        connections.forEach(
                connection -> connection.loop().executor().execute(connection::shutdown));
        server.endWaiting();
        return CompletableFuture.allOf(free, loops.settled());
    }
}
