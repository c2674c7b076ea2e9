package stoa.net.s2s;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.net.limit.AddressLimit;
import stoa.net.loop.ListeningSockets;

/** The ports that other servers connect to. Safe on any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails also ends the channel, and that is heard
final class S2sListener {
    private static final Logger LOG = LoggerFactory.getLogger(S2sListener.class);

    private final S2sContext server;
    private final AddressLimit addresses;
    private final ListeningSockets sockets;

    S2sListener(S2sContext server) {
        this.server = server;
        this.addresses = new AddressLimit(server.limits.streamsPerAddress());
        this.sockets = new ListeningSockets(server.loops);
    }

    /**
     * Begins to listen.
     *
     * @param direct whether connections begin with TLS (XEP-0368); else STARTTLS
     */
    CompletionStage<InetSocketAddress> listen(InetSocketAddress address, boolean direct) {
        return sockets.listen(sockets.bootstrap(), address, channel -> accept(channel, direct));
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
        return sockets.close();
    }
}
