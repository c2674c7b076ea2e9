package stoa.net.web;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.route.ServedDomains;
import stoa.net.bosh.BoshEndpoint;
import stoa.net.bosh.BoshSessions;
import stoa.net.limit.AddressLimit;
import stoa.net.loop.VertxLoops;
import stoa.net.stream.StreamServer;
import stoa.net.tls.CertificateStore;

/**
 * The web port. A server on each loop, all on the same port, so a connection stays on one loop.
 * Safe on any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Vert.x logs what fails where nobody waits
public final class WebListener {
    /** Where WebSocket streams begin; told by host-meta. */
    public static final String WEBSOCKET_PATH = "/xmpp-websocket";

    private static final Logger LOG = LoggerFactory.getLogger(WebListener.class);
    private static final String SUB_PROTOCOL = "xmpp";

    private final AtomicInteger randomPorts = new AtomicInteger();
    private final StreamServer streams;
    private final CertificateStore certificates;
    private final AddressLimit addresses;
    private final VertxLoops loops;
    private final WebHosts hosts;
    private final WebApp app;
    private final @Nullable BoshSessions bosh;
    private final Consumer<Router> routes;
    private final SecurityHeaders headers;
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final List<HttpServer> tlsServers = new CopyOnWriteArrayList<>();
    private final List<String> deployments = new CopyOnWriteArrayList<>();
    private final Set<WebSocketConnection> sockets = ConcurrentHashMap.newKeySet();
    private volatile List<Route> mounted = List.of();

    /**
     * @param bosh the sessions over HTTP (XEP-0124), or null when there shall be none
     * @param routes mounts other modules' routes; called once for each loop
     */
    public WebListener(
            StreamServer streams,
            CertificateStore certificates,
            AddressLimit addresses,
            VertxLoops loops,
            ServedDomains domains,
            WebApp app,
            @Nullable BoshSessions bosh,
            Consumer<Router> routes) {
        this.streams = streams;
        this.certificates = certificates;
        this.addresses = addresses;
        this.loops = loops;
        this.hosts = new WebHosts(domains);
        this.headers = new SecurityHeaders(hosts);
        this.app = app;
        this.bosh = bosh;
        this.routes = routes;
        certificates.onChange(this::renew);
    }

    /** What a loop's router answers; the WebSocket's path is not among it. */
    public List<Route> mounted() {
        return mounted;
    }

    /** Listens with TLS; completes with the address, or fails with the reason. */
    public CompletionStage<InetSocketAddress> listen(InetSocketAddress address) {
        HttpServerOptions options = options();
        options.setSsl(true)
                .setUseAlpn(true)
                .setSni(true)
                .setSslEngineOptions(new OpenSSLEngineOptions())
                .setKeyCertOptions(new WebCertificates(certificates))
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        return deploy(address, options);
    }

    /**
     * Listens without TLS, for a browser on this machine (which counts loopback as a secure
     * context).
     *
     * @throws IllegalArgumentException when the address is not this machine's own
     */
    public CompletionStage<InetSocketAddress> listenPlain(InetSocketAddress address) {
        if (!address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("without TLS on loopback only");
        }
        return deploy(address, options());
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions();
        int frame = streams.limits().afterLogin().stanzaBytes();
        options.setWebSocketSubProtocols(List.of(SUB_PROTOCOL));
        options.setMaxWebSocketFrameSize(frame).setMaxWebSocketMessageSize(frame);
        options.setMaxHeaderSize(16 * 1024).setMaxInitialLineLength(8 * 1024);
        options.setTcpNoDelay(true).setTcpKeepAlive(true);
        // Else a connection is nobody's until its first request is complete.
        options.setHttp2ClearTextEnabled(false);
        return options;
    }

    private CompletionStage<InetSocketAddress> deploy(
            InetSocketAddress address, HttpServerOptions options) {
        String host = address.getAddress().getHostAddress();
        SocketAddress shared =
                address.getPort() == 0
                        ? SocketAddress.sharedRandomPort(randomPorts.incrementAndGet(), host)
                        : SocketAddress.inetSocketAddress(address.getPort(), host);
        List<HttpServer> started = new CopyOnWriteArrayList<>();
        return loops.vertx()
                .deployVerticle(
                        () -> new OnLoop(options, shared, started),
                        new DeploymentOptions().setInstances(loops.count()))
                .map(
                        deployment -> {
                            deployments.add(deployment);
                            if (options.isSsl()) {
                                tlsServers.addAll(started);
                            }
                            return new InetSocketAddress(
                                    address.getAddress(), started.getFirst().actualPort());
                        })
                .toCompletionStage();
    }

    /** The server of one loop. */
    private final class OnLoop extends VerticleBase {
        private final HttpServerOptions options;
        private final SocketAddress address;
        private final List<HttpServer> started;

        OnLoop(HttpServerOptions options, SocketAddress address, List<HttpServer> started) {
            this.options = options;
            this.address = address;
            this.started = started;
        }

        @Override
        public Future<?> start() {
            HttpPeers peers = new HttpPeers(streams, addresses);
            streams.currentLoop().watch(peers);
            Router router = router(peers);
            HttpServer server =
                    vertx.createHttpServer(options)
                            .connectionHandler(peers::connected)
                            .requestHandler(
                                    request -> {
                                        // Not by the router, which would hide the WebSocket's
                                        // channel.
                                        if (request.path().equals(WEBSOCKET_PATH)) {
                                            upgrade(request, peers);
                                        } else {
                                            router.handle(request);
                                        }
                                    });
            started.add(server);
            servers.add(server);
            return server.listen(address);
        }

        private Router router(HttpPeers peers) {
            Router router = Router.router(vertx);
            router.route().handler(peers::requested);
            headers.mount(router);
            new HostMeta(hosts, bosh != null).mount(router);
            if (bosh != null) {
                new BoshEndpoint(bosh, request -> HttpPeers.address(request.connection()))
                        .mount(router);
            }
            routes.accept(router);
            app.mount(router);
            mounted = router.getRoutes();
            return router;
        }
    }

    private void upgrade(HttpServerRequest request, HttpPeers peers) {
        String offered = request.getHeader("Sec-WebSocket-Protocol");
        if (!request.canUpgradeToWebSocket() || !offers(offered)) {
            headers.add(request);
            request.response().setStatusCode(400).end("Here is a WebSocket for XMPP (RFC 7395).");
            return;
        }
        peers.upgraded(request.connection());
        request.toWebSocket()
                .onSuccess(socket -> begin(request, socket))
                .onFailure(
                        e -> {
                            peers.notUpgraded(request.connection());
                            LOG.debug("websocket_refused reason={}", e.getMessage());
                        });
    }

    private static boolean offers(@Nullable String header) {
        if (header == null) {
            return false;
        }
        for (String one : header.split(",", -1)) {
            if (one.strip().equals(SUB_PROTOCOL)) {
                return true;
            }
        }
        return false;
    }

    private void begin(HttpServerRequest request, ServerWebSocket socket) {
        WebSocketConnection connection =
                new WebSocketConnection(
                        streams, request.isSSL(), HttpPeers.address(request.connection()));
        sockets.add(connection);
        ChannelHandlerContext context = ((WebSocketInternal) socket).channelHandlerContext();
        context.channel().closeFuture().addListener(gone -> sockets.remove(connection));
        context.pipeline().addBefore(context.name(), "stream", connection);
    }

    /** Vert.x keeps the certificates it has until it is told of new ones. */
    private void renew() {
        for (HttpServer server : tlsServers) {
            ServerSSLOptions options = new ServerSSLOptions();
            options.setSni(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new WebCertificates(certificates))
                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
            server.updateSSLOptions(options, true)
                    .onFailure(e -> LOG.error("web_certificate_not_renewed", e));
        }
    }

    /** Ends the streams with {@code system-shutdown} and frees the ports. */
    public CompletionStage<Void> close() {
        sockets.forEach(socket -> socket.loop().executor().execute(socket::shutdown));
        if (bosh != null) {
            bosh.shutdown();
        }
        // At once: undeploying alone would wait for connections that are kept alive.
        List<Future<Void>> closed = servers.stream().map(HttpServer::close).toList();
        return Future.all(closed)
                .compose(
                        done ->
                                Future.all(
                                        deployments.stream()
                                                .map(id -> loops.vertx().undeploy(id))
                                                .toList()))
                .<Void>mapEmpty()
                .toCompletionStage();
    }
}
