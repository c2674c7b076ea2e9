package stoa.webapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.accounts.invite.Invitations;
import stoa.accounts.invite.InviteAddresses;
import stoa.accounts.invite.Wish;
import stoa.accounts.people.Administrators;
import stoa.accounts.provision.NewAccount;
import stoa.accounts.provision.Provisioning;
import stoa.accounts.register.RegistrationFailures;
import stoa.accounts.register.RegistrationLimits;
import stoa.core.journal.Journal;
import stoa.core.session.Session;
import stoa.files.Blobs;
import stoa.files.Slots;
import stoa.files.UploadLimits;
import stoa.store.Bytes;
import stoa.store.account.Account;
import stoa.store.account.ScramKeys;
import stoa.store.invite.Invite;
import stoa.store.memory.MemoryStore;
import stoa.store.roster.Roster;
import stoa.webapi.files.FileRoutes;
import stoa.xmpp.jid.BareJid;

/** Each call over a real socket, with who may make it and what it answers when it refuses. */
class PeopleRoutesTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");

    private final MemoryStore store = new MemoryStore();
    private final Journal journal =
            new Journal(store, InstantSource.system(), 1 << 20, new NoScope());
    private final List<String> created = new ArrayList<>();
    private final List<String> introduced = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T10:00:00Z");
    private final InstantSource clock = () -> now;
    private final Provisioning provisioning =
            new Provisioning(
                    store.accounts(),
                    store.rosters(),
                    journal,
                    PeopleRoutesTest::keys,
                    Runnable::run,
                    clock,
                    new Heard(created));
    private final SecureRandom random = new SecureRandom();
    private final Invitations invitations =
            new Invitations(
                    store.invites(),
                    journal,
                    provisioning,
                    (inviter, invited) -> introduced.add(inviter + " " + invited),
                    random,
                    clock);
    private final FirstStart firstStart = new FirstStart(store, journal, provisioning, random);
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable HttpServer server;
    @TempDir private Path data;

    @BeforeEach
    void start() throws Exception {
        journal.start();
        ApiTokens tokens = new ApiTokens(random, clock);
        Router router = Router.router(vertx);
        new WebApi(
                        new InstanceRoute(
                                "1",
                                "example.org",
                                30,
                                Set.of("example.org", "other.example")::contains,
                                List.of()),
                        new PeopleRoutes(
                                "example.org",
                                firstStart,
                                invitations,
                                new InviteAddresses(true, () -> 443),
                                provisioning,
                                new AdministratorCalls(
                                        store.accounts(),
                                        new Administrators(store.accounts(), Set.of())),
                                tokens,
                                new RegistrationFailures(
                                        new RegistrationLimits(5, 0, 0, 0), clock)),
                        new HealthRoutes(() -> true, () -> "stoa_up 1\n"),
                        new FileRoutes(
                                new Slots(UploadLimits.of(1, 1), random, clock),
                                Blobs.open(data),
                                store.files(),
                                journal,
                                clock))
                .mount(router);
        server =
                vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        journal.close();
    }

    @Test
    void the_first_start_link_makes_one_administrator_and_is_spent() throws Exception {
        String token = firstStart.open("example.org").toCompletableFuture().get().orElseThrow();
        assertThat(post("/api/v1/setup/check", body("token", token)).status).isEqualTo(200);

        Answer claimed =
                post(
                        "/api/v1/setup/claim",
                        person("Juliet", "O, be some other name").put("token", token));

        assertThat(claimed.status).isEqualTo(201);
        assertThat(claimed.json.getString("address")).isEqualTo("juliet@example.org");
        assertThat(store.accounts().find(JULIET).toCompletableFuture().get().map(Account::admin))
                .contains(true);
        assertThat(created).containsExactly("juliet@example.org");
        assertThat(post("/api/v1/setup/check", body("token", token)).code())
                .isEqualTo("setup-link-used");
        assertThat(
                        post(
                                        "/api/v1/setup/claim",
                                        person("nurse", "password-9").put("token", token))
                                .code())
                .isEqualTo("setup-link-used");
    }

    @Test
    void a_refused_password_does_not_spend_the_link() throws Exception {
        String token = firstStart.open("example.org").toCompletableFuture().get().orElseThrow();

        assertThat(
                        post("/api/v1/setup/claim", person("juliet", "short").put("token", token))
                                .status)
                .isEqualTo(422);
        assertThat(post("/api/v1/setup/check", body("token", token)).status).isEqualTo(200);
    }

    @Test
    void a_wrong_link_opens_nothing() throws Exception {
        firstStart.open("example.org").toCompletableFuture().get();

        assertThat(post("/api/v1/setup/check", body("token", "guess")).status).isEqualTo(410);
        assertThat(
                        post("/api/v1/setup/claim", person("x", "password-9").put("token", "guess"))
                                .status)
                .isEqualTo(410);
    }

    @Test
    void there_is_no_first_start_link_once_somebody_is_there() throws Exception {
        provision("juliet@example.org", true);

        assertThat(firstStart.open("example.org").toCompletableFuture().get()).isEmpty();
    }

    @Test
    void an_administrator_adds_people_to_the_own_domain() throws Exception {
        String session = administrator();

        Answer added = post("/api/v1/people", person("romeo", "wherefore art thou"), session);

        assertThat(added.status).isEqualTo(201);
        assertThat(added.json.getString("address")).isEqualTo("romeo@example.org");
        assertThat(post("/api/v1/people", person("Romeo", "wherefore art thou"), session).code())
                .isEqualTo("username-taken");
        assertThat(post("/api/v1/people", person(" ", "wherefore art thou"), session).code())
                .isEqualTo("username-invalid");
        assertThat(post("/api/v1/people", person("romeo2", "short"), session).code())
                .isEqualTo("password-unacceptable");
        assertThat(post("/api/v1/people", body("username", "x"), session).code())
                .isEqualTo("field-missing");
    }

    @Test
    void people_and_invitations_need_an_administrators_token() throws Exception {
        for (String path : List.of("/api/v1/people", "/api/v1/invites")) {
            assertThat(post(path, person("romeo", "wherefore art thou")).status).isEqualTo(401);
            assertThat(post(path, person("romeo", "wherefore art thou"), "made-up").status)
                    .isEqualTo(401);
        }
    }

    @Test
    void a_token_ends_after_an_hour() throws Exception {
        String session = administrator();
        now = now.plus(ApiTokens.LIFETIME).plusSeconds(1);

        assertThat(post("/api/v1/people", person("romeo", "wherefore art thou"), session).status)
                .isEqualTo(401);
    }

    @Test
    void an_invitation_makes_as_many_accounts_as_it_says() throws Exception {
        Answer made = post("/api/v1/invites", new JsonObject().put("uses", 2), administrator());
        String token = made.json.getString("token");
        assertThat(made.status).isEqualTo(201);
        assertThat(made.json.getString("url")).endsWith("/invite#" + token);
        assertThat(post("/api/v1/invites/check", body("token", token)).json.getString("domain"))
                .isEqualTo("example.org");

        assertThat(
                        post(
                                        "/api/v1/invites/accept",
                                        person("romeo", "password-9").put("token", token))
                                .status)
                .isEqualTo(201);
        assertThat(
                        post(
                                        "/api/v1/invites/accept",
                                        person("romeo", "password-9").put("token", token))
                                .status)
                .isEqualTo(409);
        assertThat(
                        post(
                                        "/api/v1/invites/accept",
                                        person("nurse", "password-9").put("token", token))
                                .status)
                .isEqualTo(201);
        assertThat(
                        post(
                                        "/api/v1/invites/accept",
                                        person("tybalt", "password-9").put("token", token))
                                .code())
                .isEqualTo("invite-used");
    }

    @Test
    void two_people_with_one_invitation_at_once_make_one_account() throws Exception {
        Answer made = post("/api/v1/invites", new JsonObject(), administrator());
        String token = made.json.getString("token");

        List<CompletableFuture<Integer>> both = new ArrayList<>();
        for (String name : List.of("romeo", "tybalt")) {
            both.add(
                    http.sendAsync(
                                    request(
                                            "/api/v1/invites/accept",
                                            person(name, "password-9").put("token", token),
                                            null),
                                    HttpResponse.BodyHandlers.ofString())
                            .thenApply(HttpResponse::statusCode));
        }

        assertThat(List.of(both.get(0).get(), both.get(1).get())).containsOnlyOnce(201);
        assertThat(store.accounts().count("example.org").toCompletableFuture().get()).isEqualTo(2);
    }

    @Test
    void whoever_is_refused_again_and_again_waits() throws Exception {
        Answer made = post("/api/v1/invites", new JsonObject().put("uses", 9), administrator());
        String token = made.json.getString("token");
        for (int i = 0; i < 4; i++) {
            assertThat(accept("juliet", token).statusCode()).isEqualTo(409);
        }
        // One that works does not count, nor what could not be looked at.
        assertThat(accept("romeo", token).statusCode()).isEqualTo(201);
        assertThat(accept("romeo", "no-such-token").statusCode()).isEqualTo(410);

        HttpResponse<String> tooMany = accept("tybalt", token);

        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(new JsonObject(tooMany.body()).getString("code")).isEqualTo("too-many-tries");
        assertThat(tooMany.headers().firstValue("Retry-After")).contains("720");
        now = now.plusSeconds(719);
        assertThat(accept("tybalt", token).headers().firstValue("Retry-After")).contains("1");
        now = now.plusSeconds(1);
        assertThat(accept("tybalt", token).statusCode()).isEqualTo(201);
    }

    private HttpResponse<String> accept(String name, String token) throws Exception {
        return http.send(
                request(
                        "/api/v1/invites/accept",
                        person(name, "password-9").put("token", token),
                        null),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void an_invitation_is_forgotten_a_month_after_its_time() throws Exception {
        String token = invitation(Invite.Grants.ACCOUNT);
        now = now.plus(Wish.USUAL).plus(Invitations.REMEMBERED);
        invitations.forgetOld().toCompletableFuture().get();
        assertThat(post("/api/v1/invites/check", body("token", token)).code())
                .isEqualTo("invite-expired");

        now = now.plusMillis(1);
        invitations.forgetOld().toCompletableFuture().get();

        assertThat(store.invites().list("example.org", 10).toCompletableFuture().get()).isEmpty();
        assertThat(post("/api/v1/invites/check", body("token", token)).code())
                .isEqualTo("invite-used");
    }

    @Test
    void an_old_invitation_says_so() throws Exception {
        Answer made = post("/api/v1/invites", new JsonObject().put("hours", 1), administrator());
        now = now.plus(Duration.ofHours(2));

        assertThat(
                        post("/api/v1/invites/check", body("token", made.json.getString("token")))
                                .code())
                .isEqualTo("invite-expired");
    }

    private String invitation(Invite.Grants grants) throws Exception {
        return invitations
                .make(new Wish("example.org", JULIET, grants, 1, Wish.USUAL))
                .toCompletableFuture()
                .get()
                .token();
    }

    @Test
    void an_invitation_for_one_user_name_is_for_that_one_and_opens_in_apps_too() throws Exception {
        String token = invitation(new Invite.Grants(true, true, "romeo"));
        Answer checked = post("/api/v1/invites/check", body("token", token));
        assertThat(checked.json.getString("username")).isEqualTo("romeo");
        assertThat(checked.json.getString("uri"))
                .isEqualTo("xmpp:romeo@example.org?register;preauth=" + token);
        Answer another =
                post("/api/v1/invites/accept", person("nurse", "password-9").put("token", token));
        assertThat(another.status).isEqualTo(422);
        assertThat(another.code()).isEqualTo("username-invalid");
        assertThat(introduced).isEmpty();
        assertThat(
                        post(
                                        "/api/v1/invites/accept",
                                        person("romeo", "password-9").put("token", token))
                                .status)
                .isEqualTo(201);
        assertThat(introduced).containsExactly("juliet@example.org romeo@example.org");
    }

    @Test
    void an_invitation_to_a_contact_list_makes_no_account_here() throws Exception {
        String token = invitation(new Invite.Grants(false, true, null));
        assertThat(post("/api/v1/invites/check", body("token", token)).code())
                .isEqualTo("invite-for-contacts");
        assertThat(
                        post(
                                        "/api/v1/invites/accept",
                                        person("romeo", "password-9").put("token", token))
                                .code())
                .isEqualTo("invite-for-contacts");
    }

    @Test
    void numbers_out_of_bounds_are_refused() throws Exception {
        assertThat(
                        post("/api/v1/invites", new JsonObject().put("uses", -1), administrator())
                                .code())
                .isEqualTo("number-invalid");
    }

    @Test
    void what_is_no_json_is_refused() throws Exception {
        HttpRequest form =
                HttpRequest.newBuilder(uri("/api/v1/setup/check"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("token=x"))
                        .build();

        assertThat(http.send(form, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(415);
        assertThat(send(request("/api/v1/setup/check", "[1]", null)).status).isEqualTo(415);
    }

    /**
     * A lesson of others, docs/developing/security-lessons.md. What another site has a browser send
     * carries no right: there are no cookies, a form is not JSON, and no other origin may ask.
     */
    @Test
    void csrf_guard() throws Exception {
        String session = administrator();
        HttpRequest cookie =
                HttpRequest.newBuilder(uri("/api/v1/people"))
                        .header("Content-Type", "application/json")
                        .header("Cookie", "session=" + session + "; token=" + session)
                        .header("Origin", "https://elsewhere.example")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        person("romeo", "wherefore art thou").encode()))
                        .build();
        assertThat(send(cookie).status).isEqualTo(401);
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
            HttpRequest form =
                    HttpRequest.newBuilder(uri("/api/v1/people"))
                            .header("Content-Type", type)
                            .header("Authorization", "Bearer " + session)
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            person("romeo", "wherefore art thou").encode()))
                            .build();
            assertThat(send(form).status).as(type).isEqualTo(415);
        }
        HttpRequest preflight =
                HttpRequest.newBuilder(uri("/api/v1/people"))
                        .header("Origin", "https://elsewhere.example")
                        .header("Access-Control-Request-Method", "POST")
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .build();
        for (HttpRequest asked :
                List.of(
                        preflight,
                        cookie,
                        request(
                                "/api/v1/people",
                                person("romeo", "wherefore art thou"),
                                session))) {
            HttpResponse<String> answer = http.send(asked, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"))
                    .noneMatch(name -> name.equalsIgnoreCase("set-cookie"));
        }
    }

    @Test
    void predictable_tokens() throws Exception {
        Set<String> tokens = new HashSet<>();
        String session = administrator();
        for (int i = 0; i < 50; i++) {
            String token =
                    post("/api/v1/invites", new JsonObject(), session).json.getString("token");
            assertThat(Base64.getUrlDecoder().decode(token)).hasSize(32);
            assertThat(tokens.add(token)).isTrue();
            assertThat(tokens.add(ApiTokens.newToken(random))).isTrue();
        }
    }

    @Test
    void the_instance_tells_nothing_of_other_domains() throws Exception {
        JsonObject instance = get("/api/v1/instance").json;

        assertThat(instance.getString("domain")).isEqualTo("example.org");
        assertThat(instance.encode()).doesNotContain("other.example");
    }

    @Test
    void health_and_unknown_paths_answer() throws Exception {
        assertThat(get("/health/live").status).isEqualTo(200);
        assertThat(get("/health/ready").status).isEqualTo(200);
        assertThat(get("/api/v1/nothing").code()).isEqualTo("not-found");
    }

    private String administrator() throws Exception {
        String token = firstStart.open("example.org").toCompletableFuture().get().orElseThrow();
        return post(
                        "/api/v1/setup/claim",
                        person("juliet", "O, be some other name").put("token", token))
                .json
                .getString("session");
    }

    private void provision(String address, boolean admin) throws Exception {
        provisioning
                .create(new NewAccount(BareJid.of(address), null, "password-9", admin))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private record Answer(int status, JsonObject json) {
        String code() {
            return json.getString("code");
        }
    }

    private static JsonObject body(String field, String value) {
        return new JsonObject().put(field, value);
    }

    private static JsonObject person(String username, String password) {
        return new JsonObject()
                .put("username", username)
                .put("name", username)
                .put("password", password);
    }

    private Answer post(String path, JsonObject body) throws Exception {
        return send(request(path, body, null));
    }

    private Answer post(String path, JsonObject body, String bearer) throws Exception {
        return send(request(path, body, bearer));
    }

    private HttpRequest request(String path, Object body, @Nullable String bearer) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return request.build();
    }

    private Answer get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    private Answer send(HttpRequest request) throws Exception {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), new JsonObject(response.body()));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + (server == null ? 0 : server.actualPort()) + path);
    }

    private static List<ScramKeys> keys(String password) {
        return List.of(
                new ScramKeys(
                        "SHA-1",
                        Bytes.utf8("salt"),
                        4096,
                        Bytes.utf8("stored"),
                        Bytes.utf8("server")));
    }

    private record Heard(List<String> created) implements Provisioning.Listener {
        @Override
        public void created(Account account) {
            created.add(account.address().toString());
        }

        @Override
        public void changed(Account account) {}

        @Override
        public void deleted(BareJid account, Roster contacts) {
            created.remove(account.toString());
        }

        @Override
        public void passwordChanged(BareJid account, @Nullable Session asking) {}
    }

    private static final class NoScope implements Journal.ReleaseScope {
        @Override
        public void beginBatch() {}

        @Override
        public void endBatch() {}
    }
}
