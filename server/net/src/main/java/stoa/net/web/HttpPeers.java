package stoa.net.web;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import stoa.net.limit.AddressLimit;
import stoa.net.stream.StreamLoop;
import stoa.net.stream.StreamServer;

/**
 * The HTTP connections of one loop: how many an address has, and which of them do nothing. One that
 * sends no complete request head in time, or keeps silent between requests, is closed. Confined to
 * the loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a connection that cannot be closed is closed
final class HttpPeers implements StreamLoop.Swept {
    private static final long SILENT_MS = 60_000;

    private static final class Peer {
        private long quietSinceMs;
        private int underWay;

        Peer(long nowMs) {
            this.quietSinceMs = nowMs;
        }
    }

    private final StreamServer server;
    private final AddressLimit addresses;
    private final Map<HttpConnection, Peer> peers = new HashMap<>();

    HttpPeers(StreamServer server, AddressLimit addresses) {
        this.server = server;
        this.addresses = addresses;
    }

    void connected(HttpConnection connection) {
        InetAddress address = address(connection);
        if (!addresses.begin(address)) {
            server.metrics().connectionsRefused.increment();
            connection.close();
            return;
        }
        server.metrics().connectionsAccepted.increment();
        server.metrics().connectionsNow.increment();
        peers.put(connection, new Peer(server.now()));
        connection.closeHandler(
                gone -> {
                    peers.remove(connection);
                    addresses.end(address);
                    server.metrics().connectionsNow.decrement();
                });
    }

    static InetAddress address(HttpConnection connection) {
        SocketAddress remote = connection.remoteAddress();
        String literal = remote == null ? null : remote.hostAddress();
        try {
            return InetAddress.getByName(literal); // a literal is not looked up
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    /** A request has come; its connection is not quiet until it is answered. */
    void requested(RoutingContext context) {
        Peer peer = peers.get(context.request().connection());
        if (peer != null) {
            peer.underWay++;
            context.addEndHandler(done -> ended(peer));
        }
        context.next();
    }

    /** The connection is a WebSocket from now on, and its stream looks after it. */
    void upgraded(HttpConnection connection) {
        Peer peer = peers.get(connection);
        if (peer != null) {
            peer.underWay++;
        }
    }

    /** It did not become one: its silence counts as before. */
    void notUpgraded(HttpConnection connection) {
        Peer peer = peers.get(connection);
        if (peer != null) {
            ended(peer);
        }
    }

    private void ended(Peer peer) {
        peer.underWay--;
        peer.quietSinceMs = server.now();
    }

    @Override
    public boolean sweep(long nowMs) {
        for (var entry : Map.copyOf(peers).entrySet()) {
            Peer peer = entry.getValue();
            if (peer.underWay == 0 && nowMs - peer.quietSinceMs >= SILENT_MS) {
                server.metrics().deadlinesMissed.increment();
                entry.getKey().close();
            }
        }
        return true;
    }
}
