package stoa.webapi;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.journal.JournalException;
import stoa.core.session.Networks;

/**
 * One call being answered: reads its JSON, and writes a result or a problem. On the call's event
 * loop.
 */
final class Call {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private final RoutingContext context;

    Call(RoutingContext context) {
        this.context = context;
    }

    /** The body as a JSON object. */
    JsonObject body() {
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        Buffer body = context.body().buffer();
        if (type == null
                || !type.toLowerCase(Locale.ROOT).startsWith("application/json")
                || body == null) {
            throw new ProblemException(Problem.NOT_JSON);
        }
        try {
            return body.toJsonObject();
        } catch (DecodeException | ClassCastException e) {
            throw new ProblemException(Problem.NOT_JSON);
        }
    }

    /** A text the body must have. */
    static String text(JsonObject body, String field) {
        if (body.getValue(field) instanceof String text) {
            return text;
        }
        throw new ProblemException(Problem.missing(field));
    }

    /** A text the body may have. */
    static @Nullable String optionalText(JsonObject body, String field) {
        Object value = body.getValue(field);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new ProblemException(Problem.missing(field));
    }

    /** A whole number within bounds; the fallback when it is left out. */
    static int number(JsonObject body, String field, int fallback, int min, int max) {
        Object value = body.getValue(field);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Integer n && n >= min && n <= max) {
            return n;
        }
        throw new ProblemException(
                new Problem(
                        422,
                        "number-invalid",
                        "\""
                                + field
                                + "\" must be a whole number from "
                                + min
                                + " to "
                                + max
                                + "."));
    }

    /** The bearer token of the call, or null. */
    @Nullable String bearer() {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : null;
    }

    /** The name of the host that was asked, without the port. */
    String host() {
        var authority = context.request().authority();
        return authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
    }

    /** The origin the caller reached us by, for links to copy. */
    String origin() {
        var authority = context.request().authority();
        return context.request().scheme()
                + "://"
                + (authority == null ? "localhost" : authority.toString());
    }

    /** The address that the call came from, or its IPv6 network. */
    InetAddress network() {
        var remote = context.request().connection().remoteAddress();
        String literal = remote == null ? null : remote.hostAddress();
        try {
            return Networks.of(InetAddress.getByName(literal)); // a literal is not looked up
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    /** Answers when the stage completes. */
    void answer(int status, CompletionStage<JsonObject> result) {
        Future.fromCompletionStage(result, context.vertx().getOrCreateContext())
                .onComplete(json -> write(status, "application/json", json), this::refuse);
    }

    void answer(int status, JsonObject json) {
        write(status, "application/json", json);
    }

    void refuse(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        Problem problem =
                switch (cause) {
                    case ProblemException refused -> refused.problem();
                    case JournalException notStored -> Problem.TRY_AGAIN;
                    default -> {
                        LOG.error(
                                "http_call_failed method={} path={}",
                                context.request().method(),
                                context.normalizedPath(),
                                cause);
                        yield Problem.TRY_AGAIN;
                    }
                };
        if (problem.retrySeconds() > 0 && !context.response().ended()) {
            context.response()
                    .putHeader(HttpHeaders.RETRY_AFTER, Long.toString(problem.retrySeconds()));
        }
        write(problem.status(), "application/problem+json", problem.toJson());
    }

    private void write(int status, String type, JsonObject json) {
        if (!context.response().ended()) {
            context.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, type)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(json.toBuffer());
        }
    }
}
