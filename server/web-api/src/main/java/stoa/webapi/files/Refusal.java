package stoa.webapi.files;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Refuses a file that is still coming. The answer goes at once; what comes after it is dropped for
 * a while, for a connection that is closed with something unread loses the answer on its way to the
 * client (RFC 9112 section 9.6). Confined to the request's event loop.
 */
final class Refusal {
    /** What is dropped of one file before the connection is closed all the same. */
    static final long MOST_BYTES = 64L << 20;

    private static final long LONGEST_MS = 20_000;

    private final HttpServerRequest request;
    private final Vertx vertx;
    private final long timer;
    private long dropped;

    private Refusal(RoutingContext context) {
        this.request = context.request();
        this.vertx = context.vertx();
        this.timer = vertx.setTimer(LONGEST_MS, late -> request.connection().close());
    }

    static void say(RoutingContext context, int status, String sentence) {
        HttpServerRequest request = context.request();
        boolean comes = !request.isEnded() && request.version() != HttpVersion.HTTP_2;
        if (comes && waitsForLeave(request)) {
            // It has not begun, and by RFC 9110 section 10.1.1 need not.
            context.response()
                    .putHeader(HttpHeaders.CONNECTION, "close")
                    .endHandler(said -> request.connection().close());
        } else if (comes) {
            new Refusal(context).drop();
        }
        FileRoutes.say(context, status, sentence);
    }

    private static boolean waitsForLeave(HttpServerRequest request) {
        return "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))
                && request.bytesRead() == 0;
    }

    private void drop() {
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(end -> vertx.cancelTimer(timer));
        request.handler(
                chunk -> {
                    dropped += chunk.length();
                    if (dropped > MOST_BYTES) {
                        request.connection().close();
                    }
                });
        request.resume();
    }
}
