package stoa.app.serve;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.ext.web.Route;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import stoa.app.config.ConfigReader;

/**
 * Every route of the assembled server, as its router knows them, over TLS and without: a route that
 * comes later and forgets a header fails here.
 */
class WebHeadersTest {
    /** What a browser may keep, and for how long it may say so. */
    private static final Set<String> CACHE =
            Set.of("no-store", "no-cache", "public, max-age=31536000, immutable");

    @TempDir private static Path data;
    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        List<String> sets =
                List.of(
                        "xmpp.port=0",
                        "xmpp.tls_port=0",
                        "web.port=0",
                        "web.demo_port=0",
                        "xmpp.s2s_port=0",
                        "oauth.enabled=true",
                        "bind=127.0.0.1");
        server = Server.start(data, null, () -> ConfigReader.read(null, sets, true), true);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static Listeners listeners() {
        return requireNonNull(server.listening());
    }

    /** A method and a path each, with something for what is variable in it. */
    private static Set<String> requests() {
        Set<String> requests = new TreeSet<>();
        for (Route route : listeners().webRoutes()) {
            String path = route.getPath();
            if (path == null) {
                continue; // for all requests
            }
            String concrete = path.replaceAll(":[a-z]+", "x");
            concrete =
                    route.isExactPath() ? concrete : concrete + (path.endsWith("/") ? "x" : "/x");
            Set<String> methods = new TreeSet<>(Set.of("GET", "POST", "OPTIONS", "HEAD"));
            if (route.methods() != null) {
                route.methods().forEach(method -> methods.add(method.name()));
            }
            for (String method : methods) {
                requests.add(method + " " + concrete);
            }
        }
        return requests;
    }

    @Test
    void the_router_tells_its_routes() {
        assertThat(requests())
                .contains(
                        "GET /api/v1/instance",
                        "POST /api/v1/people",
                        "GET /health/live",
                        "GET /metrics",
                        "GET /.well-known/host-meta.json",
                        "GET /.well-known/oauth-authorization-server",
                        "GET /oauth/authorize",
                        "GET /api/v1/oauth/request",
                        "POST /oauth/register",
                        "POST /oauth/token",
                        "POST /oauth/revoke");
    }

    @TestFactory
    List<DynamicTest> every_route_protects_those_who_read_its_answer() {
        List<String> all = new ArrayList<>(requests());
        all.addAll(
                List.of(
                        "GET /",
                        "GET /index.html",
                        "GET /sw.js",
                        "GET /room/garden",
                        "GET /assets/none-00000000.js",
                        "GET /nothing.here",
                        "PUT /",
                        "DELETE /api/v1/people",
                        "GET /xmpp-websocket",
                        "GET /../../etc/passwd"));
        return all.stream()
                .map(
                        request ->
                                DynamicTest.dynamicTest(
                                        request,
                                        () -> {
                                            check(ask(request, true), true);
                                            check(ask(request, false), false);
                                        }))
                .toList();
    }

    private static void check(Map<String, String> headers, boolean tls) {
        String policy = headers.getOrDefault("content-security-policy", "none");
        assertThat(policy)
                .contains("default-src '")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe-inline")
                .doesNotContain("unsafe-eval");
        assertThat(headers)
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("x-frame-options", "DENY")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("cross-origin-opener-policy", "same-origin-allow-popups");
        assertThat(headers.get("permissions-policy")).contains("geolocation=()", "camera=(self)");
        assertThat(headers.get("cache-control")).isIn(CACHE);
        if (tls) {
            assertThat(headers).containsEntry("strict-transport-security", "max-age=31536000");
        } else {
            assertThat(headers).doesNotContainKey("strict-transport-security");
        }
    }

    /** The headers of an answer, their names in small letters. */
    private static Map<String, String> ask(String request, boolean tls) throws Exception {
        Listeners.Addresses addresses = listeners().addresses;
        InetSocketAddress at = tls ? addresses.web() : requireNonNull(addresses.plainWeb());
        try (Socket socket = tls ? tls(at) : new Socket(at.getAddress(), at.getPort())) {
            String head =
                    request
                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                            + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return headers(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Map<String, String> headers(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 ");
        Map<String, String> headers = new HashMap<>();
        for (String line : answer.split("\r\n\r\n", 2)[0].split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                assertThat(headers.put(name, line.substring(colon + 1).strip()))
                        .as(name + " comes once")
                        .isNull();
            }
        }
        return headers;
    }

    private static Socket tls(InetSocketAddress at) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        return context.getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), at.getPort());
    }

    /** The certificate is the server's own, made for this test. */
    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
