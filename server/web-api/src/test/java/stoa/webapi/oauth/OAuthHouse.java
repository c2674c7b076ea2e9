package stoa.webapi.oauth;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.Hooks;
import stoa.core.hook.IqRequest;
import stoa.core.hook.Target;
import stoa.core.journal.Change;
import stoa.core.route.Services;
import stoa.core.session.Session;
import stoa.store.account.Account;
import stoa.store.account.AccountSaved;
import stoa.store.memory.MemoryStore;
import stoa.testkit.ManualClock;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;

/** Juliet, the application "Garden", and the provider between them. */
final class OAuthHouse {
    static final BareJid JULIET = BareJid.of("juliet@example.org");
    static final String ISSUER = "https://example.org:5443";
    static final String REDIRECT = "https://garden.example/back";
    static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more";

    final MemoryStore store = new MemoryStore();
    final ManualClock clock = new ManualClock();
    final List<String> ended = new CopyOnWriteArrayList<>();
    final OAuthProvider provider;

    /** What happens before the next changes are stored. */
    volatile Runnable meanwhile = () -> {};

    private final Hooks hooks = new Hooks(new Services());
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;

    OAuthHouse(OAuthLimits limits) throws Exception {
        provider =
                new OAuthProvider(
                        new Issuers(() -> 5443),
                        host -> "example.org",
                        store.fastTokens(),
                        store.accounts(),
                        changes -> {
                            meanwhile.run();
                            commit(changes.toArray(Change[]::new));
                            return CompletableFuture.completedFuture(null);
                        },
                        (account, client) -> ended.add(client),
                        limits,
                        new byte[32],
                        new SecureRandom(),
                        clock,
                        clock);
        hooks.install(provider.feature());
        saveJuliet(true);
        Router router = Router.router(vertx);
        provider.mount(router);
        router.get("/oauth/authorize").handler(context -> context.response().end("the page"));
        server =
                vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS);
    }

    void saveJuliet(boolean enabled) {
        commit(new AccountSaved(new Account(JULIET, null, enabled, false, clock.instant())));
    }

    void commit(Change... changes) {
        try {
            store.commit(List.of(changes));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder call(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(call(path));
    }

    HttpResponse<String> post(String path, String type, String body) throws Exception {
        return send(
                call(path)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> form(String path, Map<String, String> fields) throws Exception {
        return post(path, "application/x-www-form-urlencoded", encoded(fields));
    }

    HttpResponse<String> register(JsonObject metadata) throws Exception {
        return post("/oauth/register", "application/json", metadata.encode());
    }

    /** Registers an application; its client identifier. */
    String register(String name, String... redirects) throws Exception {
        HttpResponse<String> answer =
                register(
                        new JsonObject()
                                .put("client_name", name)
                                .put("redirect_uris", new JsonArray(List.of(redirects))));
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.body());
        }
        return new JsonObject(answer.body()).getString("client_id");
    }

    static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(
                        one ->
                                one.getKey()
                                        + "="
                                        + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** What an application asks Juliet for. */
    static Map<String, String> request(String client) {
        Map<String, String> request = new HashMap<>();
        request.put("response_type", "code");
        request.put("client_id", client);
        request.put("redirect_uri", REDIRECT);
        request.put("state", "a state & more");
        request.put("scope", "xmpp:client:normal");
        request.put("code_challenge", challenge(VERIFIER));
        request.put("code_challenge_method", "S256");
        return request;
    }

    static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What an IQ to Juliet's account comes to. */
    Iq allow(Jid by, Iq.Type type, String query, @Nullable Session session) throws Exception {
        Iq iq = Iq.of(type, by, JULIET, "1", Element.text("allow", OAuthFeature.NS, query));
        var handler =
                Objects.requireNonNull(
                        hooks.iqHandler(Target.ACCOUNT, Objects.requireNonNull(iq.payload())));
        return handler.handle(new IqRequest(iq, session))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    /** Juliet allows it: the query of the address that her browser goes to. */
    Map<String, String> allow(Map<String, String> request) throws Exception {
        Iq answer = allow(JULIET.withResource("web"), Iq.Type.SET, encoded(request), null);
        Element payload = answer.payload();
        if (answer.isError() || payload == null) {
            throw new AssertionError(answer);
        }
        return query(payload.text());
    }

    static Map<String, String> query(String address) {
        Map<String, String> query = new HashMap<>();
        for (String pair : address.substring(address.indexOf('?') + 1).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    String code(String client) throws Exception {
        return Objects.requireNonNull(allow(request(client)).get("code"));
    }

    static Map<String, String> exchange(String client, String code) {
        Map<String, String> form = new HashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", client);
        form.put("code", code);
        form.put("redirect_uri", REDIRECT);
        form.put("code_verifier", VERIFIER);
        return form;
    }

    static Map<String, String> refreshing(String client, String token) {
        Map<String, String> form = new HashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("client_id", client);
        form.put("refresh_token", token);
        return form;
    }

    /** A grant for Juliet's account. */
    JsonObject grant(String client) throws Exception {
        return tokens(exchange(client, code(client)));
    }

    JsonObject tokens(Map<String, String> form) throws Exception {
        HttpResponse<String> answer = form("/oauth/token", form);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        return new JsonObject(answer.body());
    }

    Optional<OAuthProvider.Holder> holder(String token) throws Exception {
        return provider.find(token).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    void close() throws Exception {
        http.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
