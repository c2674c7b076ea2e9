package stoa.webapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stoa.testkit.ManualClock;

/** Other clients are told where to connect, and whether they can. */
class ConnectionRouteTest {
    private final Vertx vertx = Vertx.vertx();
    private final ManualClock clock = new ManualClock();
    private final BlockingQueue<NetSocket> connections = new LinkedBlockingQueue<>();
    private final Socket taken = new Socket();

    @AfterEach
    void stop() throws Exception {
        taken.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void the_ports_are_named_and_tried_at_the_domain() throws Exception {
        NetServer open =
                vertx.createNetServer()
                        .connectHandler(connections::add)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS);
        int closed = closedPort();
        ConnectionRoute route = new ConnectionRoute("localhost", "localhost"::equals, clock);
        route.listeningOn(open.actualPort(), closed);
        int web = serve(route);

        JsonObject told = get(web);
        assertThat(told)
                .isEqualTo(
                        new JsonObject()
                                .put("domain", "localhost")
                                .put("port", open.actualPort())
                                .put("tls_port", closed)
                                .put("port_reachable", true)
                                .put("tls_port_reachable", false));

        // Whoever asks again and again makes the server connect once in a while only.
        get(web);
        get(web);
        assertThat(connections.poll(60, TimeUnit.SECONDS)).isNotNull();
        assertThat(connections).isEmpty();
        clock.advance(Duration.ofSeconds(11));
        get(web);
        assertThat(connections.poll(60, TimeUnit.SECONDS)).isNotNull();
    }

    /** A port where nobody listens, and which nobody is given as long as the test runs. */
    private int closedPort() throws IOException {
        taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return taken.getLocalPort();
    }

    private int serve(ConnectionRoute route) throws Exception {
        Router router = Router.router(vertx);
        route.mount(router);
        HttpServer server =
                vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS);
        return server.actualPort();
    }

    private static JsonObject get(int port) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/connection");
            HttpResponse<String> response =
                    client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            return new JsonObject(response.body());
        }
    }
}
