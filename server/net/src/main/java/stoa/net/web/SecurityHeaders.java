package stoa.net.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;

/**
 * What every answer tells the browser: load nothing from elsewhere, run nothing inline, be framed
 * by nobody, guess no types, keep nothing, tell nobody where one came from, use no device that a
 * chat has no use for, come back with TLS only. A route may set a header to something else.
 */
final class SecurityHeaders {
    private static final long HSTS_SECONDS = 365L * 24 * 3600;

    /**
     * Camera, microphone and screen are what calls need, and asked of the person by the browser;
     * the rest nobody may ask for, whatever runs in the page.
     */
    private static final String PERMISSIONS =
            "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(),"
                    + " usb=(), serial=(), bluetooth=(), hid=(), midi=(), accelerometer=(),"
                    + " gyroscope=(), magnetometer=(), browsing-topics=()";

    /** The script with the chat icon, which pages of other origins load. */
    private static final String LAUNCHER = "/launcher.js";

    /** The chat in a window of its own, which such a page opens and brings to the front again. */
    private static final String POP_OUT = "/popout";

    private final WebHosts hosts;

    SecurityHeaders(WebHosts hosts) {
        this.hosts = hosts;
    }

    void mount(Router router) {
        router.route()
                .handler(
                        context -> {
                            add(context.request());
                            context.next();
                        });
    }

    /** For an answer that no route gives, too. */
    void add(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        boolean tls = request.isSSL();
        response.putHeader(
                "Content-Security-Policy",
                policy((tls ? "wss://" : "ws://") + hosts.authority(request)));
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("X-Frame-Options", "DENY");
        response.putHeader("Referrer-Policy", "no-referrer");
        response.putHeader("Permissions-Policy", PERMISSIONS);
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        String path = request.path() == null ? "" : request.path();
        response.putHeader(
                "Cross-Origin-Opener-Policy",
                isPopOut(path) ? "unsafe-none" : "same-origin-allow-popups");
        if (path.equals(LAUNCHER)) {
            response.putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        }
        if (tls) {
            response.putHeader("Strict-Transport-Security", "max-age=" + HSTS_SECONDS);
        }
    }

    private static boolean isPopOut(String path) {
        return path.equals(POP_OUT) || path.startsWith(POP_OUT + "/");
    }

    /** Named besides 'self', because older browsers do not count a WebSocket as the same origin. */
    private static String policy(String webSocket) {
        return "default-src 'self'; connect-src 'self' "
                + webSocket
                + "; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none';"
                + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }
}
