package stoa.webapi.files;

import io.vertx.core.Future;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.files.Blobs;
import stoa.files.MediaTypes;
import stoa.store.file.FileStore;
import stoa.store.file.StoredFile;

/**
 * Hands files out again: whole or a range of them (RFC 9110 section 14), with a name to save them
 * under, and so that nothing in them runs.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a client that goes away is nobody's failure
final class Downloads {
    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);

    private static final Duration YEAR = Duration.ofDays(365);

    private static final String NOTHING_RUNS =
            "default-src 'none'; img-src 'self'; media-src 'self'; frame-ancestors 'none'";

    private final FileStore files;
    private final Blobs blobs;

    private final InstantSource clock;

    Downloads(FileStore files, Blobs blobs, InstantSource clock) {
        this.files = files;
        this.blobs = blobs;
        this.clock = clock;
    }

    void get(RoutingContext context) {
        Future.fromCompletionStage(
                        files.find(context.pathParam("id")), context.vertx().getOrCreateContext())
                .onSuccess(found -> answer(context, found))
                .onFailure(
                        failure -> {
                            LOG.error("file_lookup_failed", failure);
                            FileRoutes.say(context, 503, "Try again in a moment.");
                        });
    }

    private void answer(RoutingContext context, Optional<StoredFile> found) {
        Instant now = clock.instant();
        if (found.isEmpty() || found.get().purpose().isOver(now)) {
            FileRoutes.say(context, 404, "There is no such file.");
            return;
        }
        StoredFile file = found.get();
        String tag = '"' + file.sha256() + '"';
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.CACHE_CONTROL, caching(file, now))
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        if (tag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        boolean shown = MediaTypes.isShown(file.mediaType());
        boolean viewer = file.mediaType().equals("application/pdf");
        response.putHeader(
                        HttpHeaders.CONTENT_TYPE,
                        shown ? withCharset(file.mediaType()) : MediaTypes.UNKNOWN)
                .putHeader(
                        "Content-Disposition",
                        (shown ? "inline" : "attachment")
                                + "; filename*=UTF-8''"
                                + URLEncoder.encode(file.name(), StandardCharsets.UTF_8)
                                        .replace("+", "%20"))
                .putHeader(
                        "Content-Security-Policy",
                        viewer ? NOTHING_RUNS : NOTHING_RUNS + "; sandbox");
        ByteRange range = ByteRange.read(context.request().getHeader("Range"), file.size());
        if (range == null) {
            response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + file.size());
            FileRoutes.say(context, 416, "The file has " + file.size() + " bytes.");
            return;
        }
        if (range.isPart(file.size())) {
            response.setStatusCode(206)
                    .putHeader(HttpHeaders.CONTENT_RANGE, range.header(file.size()));
        }
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(range.length()));
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            send(context, file, range);
        }
    }

    /** What is at an address never changes; a browser keeps it until the file's own end at most. */
    private static String caching(StoredFile file, Instant now) {
        Instant end = file.purpose().expiresAt();
        Duration left = end == null ? YEAR : Duration.between(now, end);
        return "private, max-age="
                + (left.compareTo(YEAR) < 0 ? left : YEAR).toSeconds()
                + ", immutable";
    }

    /** Text was written by somebody whose client has not said how: nearly all of it is UTF-8. */
    private static String withCharset(String mediaType) {
        return mediaType.equals("text/plain") ? "text/plain; charset=utf-8" : mediaType;
    }

    private void send(RoutingContext context, StoredFile file, ByteRange range) {
        context.vertx()
                .fileSystem()
                .open(blobs.of(file.sha256()).toString(), new OpenOptions().setRead(true))
                .onSuccess(opened -> pipe(context, opened, range))
                .onFailure(
                        failure -> {
                            LOG.error("file_missing id={} sha256={}", file.id(), file.sha256());
                            context.response().headers().remove(HttpHeaders.CONTENT_LENGTH);
                            FileRoutes.say(context, 404, "The file is not there any more.");
                        });
    }

    private static void pipe(RoutingContext context, AsyncFile opened, ByteRange range) {
        opened.setReadPos(range.first()).setReadLength(range.length());
        opened.pipeTo(context.response()).eventually(opened::close);
    }
}
