package stoa.webapi.oauth;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.accounts.register.Hourly;
import stoa.core.seal.Seal;
import stoa.core.session.Networks;

/**
 * What applications ask themselves: {@code POST /oauth/register} (RFC 7591), {@code /oauth/token}
 * (RFC 6749 sections 4.1.3 and 6) and {@code /oauth/revoke} (RFC 7009). A body has at most {@link
 * #BODY_BYTES}. Pages of any origin may ask: what counts is in the request, and browsers add
 * nothing of the person's to it.
 */
final class TokenRoutes {
    static final String REGISTER = "/oauth/register";
    static final String TOKEN = "/oauth/token";
    static final String REVOKE = "/oauth/revoke";
    static final int BODY_BYTES = 16 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(TokenRoutes.class);
    private static final String PREFLIGHT_SECONDS = "600";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Seal seal;
    private final Codes codes;
    private final Grants grants;
    private final InstantSource clock;
    private final InstantSource steady;
    private final Hourly<InetAddress> registrations;
    private final Hourly<InetAddress> failures;

    TokenRoutes(
            Seal seal,
            Codes codes,
            Grants grants,
            OAuthLimits limits,
            InstantSource clock,
            InstantSource steady) {
        this.seal = seal;
        this.codes = codes;
        this.grants = grants;
        this.clock = clock;
        this.steady = steady;
        this.registrations = new Hourly<>(limits.registrations());
        this.failures = new Hourly<>(limits.failures());
    }

    void mount(Router router) {
        mount(router, REGISTER, this::register);
        mount(router, TOKEN, this::token);
        mount(router, REVOKE, this::revoke);
    }

    private static void mount(
            Router router,
            String path,
            Function<RoutingContext, CompletionStage<Optional<JsonObject>>> handler) {
        router.route(path).handler(TokenRoutes::allowOrigins);
        router.options(path).handler(TokenRoutes::preflight);
        router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES))
                .handler(context -> answer(context, handler));
        router.route(path)
                .handler(
                        context ->
                                context.response()
                                        .setStatusCode(405)
                                        .putHeader(HttpHeaders.ALLOW, "POST, OPTIONS")
                                        .end());
    }

    private static void allowOrigins(RoutingContext context) {
        context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        context.next();
    }

    private static void preflight(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "POST")
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "content-type")
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS)
                .setStatusCode(204)
                .end();
    }

    private CompletionStage<Optional<JsonObject>> register(RoutingContext context) {
        InetAddress network = network(context);
        count(registrations, network);
        JsonObject metadata = null;
        try {
            if (is(context, "application/json")) {
                metadata = context.body().asJsonObject();
            }
        } catch (DecodeException | ClassCastException e) {
            metadata = null;
        }
        if (metadata == null) {
            throw OAuthProblem.badMetadata("A JSON object is wanted.");
        }
        context.response().setStatusCode(201);
        return CompletableFuture.completedFuture(
                Optional.of(Registration.register(metadata, seal, clock.instant())));
    }

    private CompletionStage<Optional<JsonObject>> token(RoutingContext context) {
        Parameters form = form(context);
        String client = client(context, form);
        InetAddress network = mayFail(context);
        CompletionStage<Optional<Grants.Issued>> issued =
                switch (form.get("grant_type")) {
                    case null -> throw OAuthProblem.badRequest("\"grant_type\" is missing.");
                    case "authorization_code" -> redeem(form, client);
                    case "refresh_token" ->
                            grants.refresh(
                                    required(form, "refresh_token"), client, form.get("scope"));
                    default -> throw OAuthProblem.badGrantType();
                };
        return issued.thenApply(
                tokens -> {
                    if (tokens.isEmpty()) {
                        failures.done(network, steady.millis());
                        throw OAuthProblem.badGrant();
                    }
                    return Optional.of(json(tokens.get()));
                });
    }

    private CompletionStage<Optional<Grants.Issued>> redeem(Parameters form, String client) {
        String code = required(form, "code");
        String verifier = required(form, "code_verifier");
        return switch (codes.take(code, client, form.get("redirect_uri"), verifier)) {
            case Codes.Good good ->
                    grants.begin(good.account(), good.grant(), client)
                            .thenCompose(
                                    issued ->
                                            codes.knows(code)
                                                    ? CompletableFuture.completedFuture(issued)
                                                    : outOfDate(good));
            case Codes.Bad bad -> CompletableFuture.completedFuture(Optional.empty());
            case Codes.Again again -> {
                LOG.warn("oauth_code_reused account={}", again.account());
                yield grants.end(again.account(), again.grant().clientId())
                        .thenApply(done -> Optional.empty());
            }
        };
    }

    /** The password was changed, or the account removed, while the code became a grant. */
    private CompletionStage<Optional<Grants.Issued>> outOfDate(Codes.Good good) {
        return grants.end(good.account(), good.grant().clientId())
                .thenApply(done -> Optional.empty());
    }

    private static JsonObject json(Grants.Issued tokens) {
        return new JsonObject()
                .put("access_token", tokens.access())
                .put("token_type", "bearer")
                .put("expires_in", Grants.ACCESS_LIFETIME.toSeconds())
                .put("refresh_token", tokens.refresh())
                .put("scope", tokens.scope().text());
    }

    private CompletionStage<Optional<JsonObject>> revoke(RoutingContext context) {
        Parameters form = form(context);
        String client = client(context, form);
        return grants.revoke(required(form, "token"), client)
                .thenApply(
                        own -> {
                            if (!own) {
                                throw OAuthProblem.badGrant();
                            }
                            return Optional.empty();
                        });
    }

    private static Parameters form(RoutingContext context) {
        if (!is(context, FORM)) {
            throw OAuthProblem.badRequest("A form is wanted.");
        }
        Parameters form = Parameters.of(context.request().formAttributes());
        if (form.anyDoubled()) {
            throw OAuthProblem.badRequest("A parameter is there twice.");
        }
        return form;
    }

    /** RFC 6749 section 5.2: who shows a secret is told that there are none. */
    private String client(RoutingContext context, Parameters form) {
        String id = form.get("client_id");
        if (context.request().getHeader(HttpHeaders.AUTHORIZATION) != null) {
            context.response().putHeader("WWW-Authenticate", "Basic realm=\"none\"");
            throw OAuthProblem.badClient();
        }
        if (id == null || Registration.of(id, seal) == null) {
            throw OAuthProblem.badClient();
        }
        return id;
    }

    private static String required(Parameters form, String name) {
        String value = form.get(name);
        if (value == null) {
            throw OAuthProblem.badRequest("\"" + name + "\" is missing.");
        }
        return value;
    }

    private InetAddress mayFail(RoutingContext context) {
        InetAddress network = network(context);
        mayBe(failures, network);
        return network;
    }

    private void count(Hourly<InetAddress> limit, InetAddress network) {
        mayBe(limit, network);
        limit.done(network, steady.millis());
    }

    private void mayBe(Hourly<InetAddress> limit, InetAddress network) {
        if (!limit.mayBe(network, steady.millis())) {
            throw OAuthProblem.tooOften(Math.max(1, limit.waitMs(network, steady.millis()) / 1000));
        }
    }

    private static InetAddress network(RoutingContext context) {
        var remote = context.request().connection().remoteAddress();
        String literal = remote == null ? null : remote.hostAddress();
        try {
            return Networks.of(InetAddress.getByName(literal)); // a literal is not looked up
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    private static boolean is(RoutingContext context, String type) {
        String said = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        return said != null && said.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(type);
    }

    private static void answer(
            RoutingContext context,
            Function<RoutingContext, CompletionStage<Optional<JsonObject>>> handler) {
        CompletionStage<Optional<JsonObject>> result;
        try {
            result = handler.apply(context);
        } catch (OAuthProblem refused) {
            refuse(context, refused);
            return;
        }
        Future.fromCompletionStage(result, context.vertx().getOrCreateContext())
                .onComplete(
                        json -> write(context, json.orElse(null)),
                        failure -> refuse(context, failure));
    }

    private static void refuse(RoutingContext context, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof OAuthProblem problem) {
            context.response().setStatusCode(problem.status());
            if (problem.retrySeconds() > 0) {
                context.response()
                        .putHeader(HttpHeaders.RETRY_AFTER, Long.toString(problem.retrySeconds()));
            }
            write(context, problem.toJson());
        } else {
            LOG.error("oauth_call_failed path={}", context.normalizedPath(), cause);
            context.response().setStatusCode(503);
            write(context, new JsonObject().put("error", "temporarily_unavailable"));
        }
    }

    private static void write(RoutingContext context, @Nullable JsonObject json) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store").putHeader("Pragma", "no-cache");
        if (json == null) {
            response.end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(json.toBuffer());
        }
    }
}
