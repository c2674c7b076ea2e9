package stoa.webapi.oauth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import stoa.core.seal.Seal;

/**
 * What comes before a person's answer:
 *
 * <ul>
 *   <li>{@code GET /.well-known/oauth-authorization-server}: the metadata (RFC 8414), of the domain
 *       whose host is asked;
 *   <li>{@code GET /oauth/authorize}: the page, which the web app is (RFC 6749 section 3.1). A
 *       request that cannot be answered by one goes back to the application, or is answered 400
 *       where that is not known;
 *   <li>{@code GET /api/v1/oauth/request}: with the same query, what the page asks the person.
 * </ul>
 */
final class AuthorizationRoutes {
    static final String AUTHORIZE = "/oauth/authorize";

    private final Seal seal;
    private final Issuers issuers;
    private final UnaryOperator<String> domains;

    AuthorizationRoutes(Seal seal, Issuers issuers, UnaryOperator<String> domains) {
        this.seal = seal;
        this.issuers = issuers;
        this.domains = domains;
    }

    void mount(Router router) {
        router.get(Issuers.METADATA).handler(this::metadata);
        router.get(AUTHORIZE).handler(this::authorize);
        router.get("/api/v1/oauth/request").handler(this::request);
    }

    private String domain(RoutingContext context) {
        var authority = context.request().authority();
        return domains.apply(authority == null ? "" : authority.host().toLowerCase(Locale.ROOT));
    }

    private void metadata(RoutingContext context) {
        String issuer = issuers.of(domain(context));
        JsonArray none = new JsonArray(List.of("none"));
        context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        answer(
                context,
                new JsonObject()
                        .put("issuer", issuer)
                        .put("authorization_endpoint", issuer + AUTHORIZE)
                        .put("token_endpoint", issuer + TokenRoutes.TOKEN)
                        .put("registration_endpoint", issuer + TokenRoutes.REGISTER)
                        .put("revocation_endpoint", issuer + TokenRoutes.REVOKE)
                        .put("scopes_supported", new JsonArray(Scopes.SUPPORTED))
                        .put("response_types_supported", new JsonArray(List.of("code")))
                        .put("response_modes_supported", new JsonArray(List.of("query")))
                        .put(
                                "grant_types_supported",
                                new JsonArray(List.of("authorization_code", "refresh_token")))
                        .put("token_endpoint_auth_methods_supported", none)
                        .put("revocation_endpoint_auth_methods_supported", none)
                        .put("code_challenge_methods_supported", new JsonArray(List.of("S256")))
                        .put("authorization_response_iss_parameter_supported", true));
    }

    private AuthorizationRequest.Read read(RoutingContext context) {
        return AuthorizationRequest.of(
                Parameters.of(context.request().query()), seal, issuers.of(domain(context)));
    }

    private void authorize(RoutingContext context) {
        switch (read(context)) {
            case AuthorizationRequest.Good good -> context.next();
            case AuthorizationRequest.Refused refused ->
                    context.response()
                            .setStatusCode(302)
                            .putHeader(HttpHeaders.LOCATION, refused.location())
                            .end();
            case AuthorizationRequest.Unusable nothing -> {
                context.response().setStatusCode(400);
                context.next();
            }
        }
    }

    /** The page may come from the browser's own store, so it learns all of it here. */
    private void request(RoutingContext context) {
        JsonObject answer = new JsonObject();
        switch (read(context)) {
            case AuthorizationRequest.Good(AuthorizationRequest asked) ->
                    answer.put("application", asked.application().name())
                            .put("at", asked.redirect().shown())
                            .put("scope", asked.scope().text())
                            .put("denied", asked.denied(issuers.of(domain(context))));
            case AuthorizationRequest.Refused refused -> answer.put("goto", refused.location());
            case AuthorizationRequest.Unusable nothing -> {
                context.response().setStatusCode(400);
                answer.put("code", "oauth-unusable");
            }
        }
        answer(context, answer);
    }

    private static void answer(RoutingContext context, JsonObject json) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(json.toBuffer());
    }
}
