package stoa.webapi;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Where other XMPP clients connect, and whether they can: {@code GET /api/v1/connection} names the
 * ports of the domain that was asked, and says whether a connection to the domain's own name
 * reaches them (5222 with STARTTLS, 5223 with TLS from the start, as RFC 6120 section 3.2 falls
 * back to without SRV records). The attempt is made by the server itself, at most once in {@link
 * #GOOD_FOR} for a domain, however often it is asked for, and only to served domains: nobody can
 * have it connect elsewhere. Mounted on the web listener; its event loops run it.
 */
public final class ConnectionRoute {
    private static final Duration GOOD_FOR = Duration.ofSeconds(10);
    private static final int PATIENCE_MS = 3_000;

    private final String defaultDomain;
    private final Predicate<String> serves;
    private final InstantSource clock;
    private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();
    // Written when the ports are open, read by any event loop.
    private volatile Ports ports = new Ports(0, 0);

    private record Ports(int startTls, int directTls) {}

    private record Attempt(Instant at, Future<JsonObject> outcome) {}

    public ConnectionRoute(String defaultDomain, Predicate<String> serves, InstantSource clock) {
        this.defaultDomain = defaultDomain;
        this.serves = serves;
        this.clock = clock;
    }

    /** The ports that are open. */
    public void listeningOn(int startTls, int directTls) {
        ports = new Ports(startTls, directTls);
    }

    public void mount(Router router) {
        router.get("/api/v1/connection")
                .handler(
                        context -> {
                            Call call = new Call(context);
                            String domain = serves.test(call.host()) ? call.host() : defaultDomain;
                            call.answer(200, outcome(context.vertx(), domain).toCompletionStage());
                        });
    }

    private Future<JsonObject> outcome(Vertx vertx, String domain) {
        Instant now = clock.instant();
        return attempts.compute(
                        domain,
                        (name, last) ->
                                last != null && last.at().plus(GOOD_FOR).isAfter(now)
                                        ? last
                                        : new Attempt(now, attempt(vertx, name)))
                .outcome();
    }

    private Future<JsonObject> attempt(Vertx vertx, String domain) {
        Ports open = ports;
        NetClient client =
                vertx.createNetClient(new NetClientOptions().setConnectTimeout(PATIENCE_MS));
        Future<Boolean> startTls = reaches(client, domain, open.startTls());
        Future<Boolean> directTls = reaches(client, domain, open.directTls());
        return Future.all(startTls, directTls)
                .map(
                        both ->
                                new JsonObject()
                                        .put("domain", domain)
                                        .put("port", open.startTls())
                                        .put("tls_port", open.directTls())
                                        .put("port_reachable", startTls.result())
                                        .put("tls_port_reachable", directTls.result()))
                .onComplete(done -> client.close());
    }

    private static Future<Boolean> reaches(NetClient client, String host, int port) {
        return client.connect(port, host)
                .compose(socket -> socket.close().map(true))
                .otherwise(false);
    }
}
