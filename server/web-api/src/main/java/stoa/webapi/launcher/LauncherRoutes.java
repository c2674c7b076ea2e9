package stoa.webapi.launcher;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.xmpp.jid.BareJid;

/**
 * The calls of {@code launcher.js}, which come from pages of other origins:
 *
 * <ul>
 *   <li>{@code GET /api/v1/launcher/origin}: whether the asking page's own origin is listed; to
 *       anybody, so that the page's maker can be told what is wrong.
 *   <li>{@code GET /api/v1/launcher/unread} with a bearer token: the unread number, and each new
 *       one from then on, as server-sent events. For listed origins only, and each with its own
 *       tokens.
 * </ul>
 *
 * <p>Nothing is authorised by a cookie, and browsers are told not to send any: no page can have a
 * browser ask in its owner's name. A token in an address is not looked at.
 */
public final class LauncherRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(LauncherRoutes.class);
    private static final String UNREAD = "/api/v1/launcher/unread";
    private static final String PREFLIGHT_SECONDS = "600";

    private final Set<HostOrigin> origins;
    private final LauncherTokens tokens;
    private final LauncherStreams streams;

    public LauncherRoutes(Set<HostOrigin> origins, LauncherTokens tokens, LauncherStreams streams) {
        this.origins = Set.copyOf(origins);
        this.tokens = tokens;
        this.streams = streams;
    }

    public void mount(Router router) {
        router.get("/api/v1/launcher/origin").handler(this::origin);
        router.options(UNREAD).handler(this::preflight);
        router.get(UNREAD).handler(this::unread);
    }

    private @Nullable HostOrigin listed(RoutingContext context) {
        String text = context.request().getHeader(HttpHeaders.ORIGIN);
        HostOrigin origin = text == null ? null : HostOrigin.parse(text);
        return origin != null && origins.contains(origin) ? origin : null;
    }

    private void origin(RoutingContext context) {
        boolean listed = listed(context) != null;
        context.response()
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(new JsonObject().put("listed", listed).toBuffer());
    }

    /** The answer's head for a listed origin; false, and it is refused, when it is not. */
    private @Nullable HostOrigin admit(RoutingContext context) {
        HostOrigin origin = listed(context);
        context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (origin == null) {
            refuse(context, 403, "origin-not-listed", "Pages of this origin may not ask.");
            return null;
        }
        context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin.text());
        return origin;
    }

    private void preflight(RoutingContext context) {
        if (admit(context) != null) {
            context.response()
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET")
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "authorization")
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS)
                    .setStatusCode(204)
                    .end();
        }
    }

    private void unread(RoutingContext context) {
        HostOrigin origin = admit(context);
        if (origin == null) {
            return;
        }
        @Nullable String token = bearer(context);
        Context loop = context.vertx().getOrCreateContext();
        Future.fromCompletionStage(tokens.holder(token, origin), loop)
                .onSuccess(holder -> begin(context, loop, token, origin, holder))
                .onFailure(
                        failure -> {
                            LOG.error("launcher_call_failed", failure);
                            refuse(context, 503, "try-again", "Try again in a moment.");
                        });
    }

    private void begin(
            RoutingContext context,
            Context loop,
            @Nullable String token,
            HostOrigin origin,
            Optional<BareJid> holder) {
        HttpServerResponse response = context.response();
        if (holder.isEmpty() || token == null) {
            refuse(context, 401, "not-signed-in", "Open the chat and sign in.");
            return;
        }
        if (response.closed()) {
            return;
        }
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                // Some proxies gather what is streamed unless they are told.
                .putHeader("X-Accel-Buffering", "no");
        if (streams.begin(
                holder.get(),
                token,
                origin,
                loop,
                response,
                gone -> context.addEndHandler(done -> gone.run()))) {
            response.write(":\n\n");
        } else {
            response.setChunked(false);
            refuse(context, 429, "too-many-streams", "Too many pages of this account ask.");
        }
    }

    private static @Nullable String bearer(RoutingContext context) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : null;
    }

    private static void refuse(RoutingContext context, int status, String code, String detail) {
        HttpServerResponse response = context.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(
                            new JsonObject()
                                    .put("type", "about:blank")
                                    .put("title", code)
                                    .put("status", status)
                                    .put("code", code)
                                    .put("detail", detail)
                                    .toBuffer());
        }
    }
}
