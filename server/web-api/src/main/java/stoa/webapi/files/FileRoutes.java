package stoa.webapi.files;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import stoa.core.journal.Journal;
import stoa.files.Blobs;
import stoa.files.FileAddresses;
import stoa.files.Slot;
import stoa.files.Slots;
import stoa.store.file.FileStore;

/**
 * {@code PUT}, {@code GET} and {@code HEAD /files/ID/NAME}. The id is the right to do either
 * (XEP-0363 section 11); a slot takes one file. Web clients of any origin may ask, since nothing
 * but the address counts.
 */
public final class FileRoutes {
    private static final String DAY_SECONDS = "86400";

    private final Slots slots;
    private final Downloads downloads;
    private final Uploads uploads;

    public FileRoutes(
            Slots slots, Blobs blobs, FileStore files, Journal journal, InstantSource clock) {
        this.slots = slots;
        this.downloads = new Downloads(files, blobs, clock);
        this.uploads = new Uploads(slots, blobs, journal, clock);
    }

    public void mount(Router router) {
        String path = FileAddresses.PATH + ":id/:name";
        router.route(path).handler(FileRoutes::allowOrigins);
        router.options(path).handler(FileRoutes::preflight);
        router.put(path).handler(this::put);
        router.get(path).handler(downloads::get);
        router.head(path).handler(downloads::get);
        router.route(FileAddresses.PATH + "*")
                .handler(context -> say(context, 404, "There is no such file."));
    }

    private static void allowOrigins(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        context.next();
    }

    /** What the Fetch standard has a browser ask before it uploads (CORS). */
    private static void preflight(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, PUT, OPTIONS")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, Range")
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, DAY_SECONDS)
                .setStatusCode(204)
                .end();
    }

    private void put(RoutingContext context) {
        Slot slot = slots.take(context.pathParam("id"));
        if (slot == null) {
            Refusal.say(context, 403, "This address takes no file, or no longer: ask for another.");
        } else {
            uploads.begin(context, slot);
        }
    }

    static void say(RoutingContext context, int status, String sentence) {
        HttpServerResponse response = context.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(sentence + "\n");
        }
    }
}
