package stoa.net.web;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * What every answer tells the browser: load nothing from elsewhere, run nothing inline, be framed
 * by nobody, guess no types, tell nobody where one came from, come back with TLS only. A route may
 * set a header to something else.
 */
final class SecurityHeaders {
    private static final long HSTS_SECONDS = 365L * 24 * 3600;

    private final WebHosts hosts;

    SecurityHeaders(WebHosts hosts) {
        this.hosts = hosts;
    }

    void mount(Router router) {
        router.route().handler(this::add);
    }

    private void add(RoutingContext context) {
        HttpServerResponse response = context.response();
        boolean tls = context.request().isSSL();
        response.putHeader(
                "Content-Security-Policy",
                policy((tls ? "wss://" : "ws://") + hosts.authority(context.request())));
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("X-Frame-Options", "DENY");
        response.putHeader("Referrer-Policy", "no-referrer");
        response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
        if (tls) {
            response.putHeader("Strict-Transport-Security", "max-age=" + HSTS_SECONDS);
        }
        context.next();
    }

    /** Named besides 'self', because older browsers do not count a WebSocket as the same origin. */
    private static String policy(String webSocket) {
        return "default-src 'self'; connect-src 'self' "
                + webSocket
                + "; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none';"
                + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }
}
