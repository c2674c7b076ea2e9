package stoa.webapi.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.store.account.AccountDeleted;
import stoa.store.account.FastToken;
import stoa.store.account.FastTokensRevoked;
import stoa.store.account.KnownClient;

/** Codes become tokens, tokens other tokens, and then they are no good any more. */
class TokensTest {
    private OAuthHouse house;
    private String garden;

    @BeforeEach
    void build() throws Exception {
        house = new OAuthHouse(OAuthLimits.DEFAULTS);
        garden = house.register("Garden", OAuthHouse.REDIRECT);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private void assertRefused(Map<String, String> form, int status, String error)
            throws Exception {
        HttpResponse<String> answer = house.form("/oauth/token", form);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("error")).isEqualTo(error);
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    }

    private boolean isGood(String access) throws Exception {
        return house.holder(access).isPresent();
    }

    @Test
    void a_code_becomes_tokens_for_the_account_under_the_applications_name() throws Exception {
        JsonObject tokens = house.grant(garden);
        assertThat(tokens.getString("token_type")).isEqualTo("bearer");
        assertThat(tokens.getLong("expires_in")).isEqualTo(3_600);
        assertThat(tokens.getString("scope")).isEqualTo("xmpp:client:normal");
        OAuthProvider.Holder holder = house.holder(tokens.getString("access_token")).orElseThrow();
        assertThat(holder.account()).isEqualTo(OAuthHouse.JULIET);
        assertThat(holder.application().name()).isEqualTo("Garden");
        assertThat(holder.enabled()).isTrue();
        List<KnownClient> clients =
                house.store.clients().all(OAuthHouse.JULIET).toCompletableFuture().get();
        assertThat(clients).singleElement().extracting(KnownClient::software).isEqualTo("Garden");
    }

    @Test
    void of_tokens_their_hashes_are_kept() throws Exception {
        JsonObject tokens = house.grant(garden);
        List<FastToken> kept =
                house
                        .store
                        .fastTokens()
                        .all(OAuthHouse.JULIET)
                        .toCompletableFuture()
                        .get()
                        .values()
                        .stream()
                        .flatMap(List::stream)
                        .toList();
        assertThat(kept).hasSize(2);
        for (String name : List.of("access_token", "refresh_token")) {
            assertThat(kept.toString()).doesNotContain(tokens.getString(name));
        }
    }

    @Test
    void an_access_token_is_good_for_an_hour() throws Exception {
        String access = house.grant(garden).getString("access_token");
        house.clock.advance(Duration.ofHours(1).minusSeconds(1));
        assertThat(isGood(access)).isTrue();
        house.clock.advance(Duration.ofSeconds(1));
        assertThat(isGood(access)).isFalse();
    }

    @Test
    void a_code_is_good_for_a_minute() throws Exception {
        String code = house.code(garden);
        house.clock.advance(Duration.ofSeconds(59));
        house.tokens(OAuthHouse.exchange(garden, code));
        String late = house.code(garden);
        house.clock.advance(Duration.ofSeconds(60));
        assertRefused(OAuthHouse.exchange(garden, late), 400, "invalid_grant");
    }

    /** RFC 6749 section 4.1.2: and what it has brought ends. */
    @Test
    void a_code_is_good_once() throws Exception {
        String code = house.code(garden);
        String access = house.tokens(OAuthHouse.exchange(garden, code)).getString("access_token");
        assertThat(isGood(access)).isTrue();
        assertRefused(OAuthHouse.exchange(garden, code), 400, "invalid_grant");
        assertThat(isGood(access)).isFalse();
        assertThat(house.ended).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "code_verifier,another-verifier-of-forty-three-characters-",
        "redirect_uri,https://garden.example/other",
        "redirect_uri,-",
        "code,invented"
    })
    void a_code_with_something_wrong_is_spoiled(String name, String value) throws Exception {
        String code = house.code(garden);
        Map<String, String> form = OAuthHouse.exchange(garden, code);
        if (value.equals("-")) {
            form.remove(name);
        } else {
            form.put(name, value);
        }
        assertRefused(form, 400, "invalid_grant");
        if (!name.equals("code")) {
            assertRefused(OAuthHouse.exchange(garden, code), 400, "invalid_grant");
        }
    }

    @Test
    void another_applications_code_is_no_good() throws Exception {
        String orchard = house.register("Orchard", OAuthHouse.REDIRECT);
        String code = house.code(garden);
        assertRefused(OAuthHouse.exchange(orchard, code), 400, "invalid_grant");
        assertRefused(OAuthHouse.exchange(garden, code), 400, "invalid_grant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grant_type", "code", "code_verifier"})
    void what_is_missing_or_there_twice_is_no_request(String name) throws Exception {
        Map<String, String> form = OAuthHouse.exchange(garden, house.code(garden));
        String twice = OAuthHouse.encoded(form) + "&" + name + "=x";
        HttpResponse<String> answer =
                house.post("/oauth/token", "application/x-www-form-urlencoded", twice);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getString("error")).isEqualTo("invalid_request");
        form.put(name, ""); // section 3.1: as good as left out
        assertRefused(form, 400, "invalid_request");
        form.remove(name);
        assertRefused(form, 400, "invalid_request");
    }

    @Test
    void who_is_not_known_or_shows_a_secret_is_told_so() throws Exception {
        Map<String, String> form = OAuthHouse.exchange(garden, house.code(garden));
        for (String client : List.of("", "invented", garden + "x")) {
            Map<String, String> other = new HashMap<>(form);
            other.put("client_id", client);
            assertRefused(other, 401, "invalid_client");
        }
        HttpResponse<String> secret =
                house.send(
                        house.call("/oauth/token")
                                .header("Authorization", "Basic eDp5")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        java.net.http.HttpRequest.BodyPublishers.ofString(
                                                OAuthHouse.encoded(form))));
        assertThat(secret.statusCode()).isEqualTo(401);
        assertThat(secret.headers().firstValue("www-authenticate")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"password", "client_credentials", "implicit", "AUTHORIZATION_CODE", "x"})
    void there_are_two_ways_to_a_token(String type) throws Exception {
        Map<String, String> form = OAuthHouse.exchange(garden, house.code(garden));
        form.put("grant_type", type);
        assertRefused(form, 400, "unsupported_grant_type");
    }

    @Test
    void what_is_no_form_is_refused() throws Exception {
        for (String path : List.of("/oauth/token", "/oauth/revoke")) {
            assertThat(house.post(path, "application/json", "{}").statusCode()).isEqualTo(400);
            assertThat(
                            house.post(path, "application/x-www-form-urlencoded", "code=%zz")
                                    .statusCode())
                    .isBetween(400, 401);
        }
    }

    @Test
    void a_refresh_token_brings_the_next_ones() throws Exception {
        JsonObject first = house.grant(garden);
        house.clock.advance(Duration.ofHours(2));
        JsonObject next =
                house.tokens(OAuthHouse.refreshing(garden, first.getString("refresh_token")));
        assertThat(isGood(next.getString("access_token"))).isTrue();
        assertThat(next.getString("refresh_token")).isNotEqualTo(first.getString("refresh_token"));
        house.tokens(OAuthHouse.refreshing(garden, next.getString("refresh_token")));
        assertThat(isGood(next.getString("access_token"))).as("replaced").isFalse();
    }

    /** RFC 9700 section 4.14.2: one of the two who have it has stolen it. */
    @Test
    void a_refresh_token_that_is_shown_again_ends_the_grant() throws Exception {
        JsonObject first = house.grant(garden);
        Map<String, String> form = OAuthHouse.refreshing(garden, first.getString("refresh_token"));
        JsonObject next = house.tokens(form);
        assertRefused(form, 400, "invalid_grant");
        assertThat(isGood(next.getString("access_token"))).isFalse();
        assertRefused(
                OAuthHouse.refreshing(garden, next.getString("refresh_token")),
                400,
                "invalid_grant");
        assertThat(house.ended).hasSize(1);
    }

    @Test
    void a_refresh_token_is_its_applications_and_no_access_token() throws Exception {
        JsonObject tokens = house.grant(garden);
        String orchard = house.register("Orchard", OAuthHouse.REDIRECT);
        assertRefused(
                OAuthHouse.refreshing(orchard, tokens.getString("refresh_token")),
                400,
                "invalid_grant");
        assertRefused(
                OAuthHouse.refreshing(garden, tokens.getString("access_token")),
                400,
                "invalid_grant");
        assertThat(isGood(tokens.getString("refresh_token"))).isFalse();
        assertThat(isGood(tokens.getString("access_token"))).as("nobody lost anything").isTrue();
        Map<String, String> wider =
                OAuthHouse.refreshing(garden, tokens.getString("refresh_token"));
        wider.put("scope", "xmpp:account:write");
        assertRefused(wider, 400, "invalid_scope");
    }

    private JsonObject granted(String scope) throws Exception {
        Map<String, String> request = OAuthHouse.request(garden);
        request.put("scope", scope);
        String code = Objects.requireNonNull(house.allow(request).get("code"));
        return house.tokens(OAuthHouse.exchange(garden, code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xmpp:client:normal",
                "xmpp:account:read",
                "xmpp:account:read xmpp:account:write"
            })
    void new_tokens_have_the_scope_that_was_granted(String scope) throws Exception {
        JsonObject tokens = granted(scope);
        for (int i = 0; i < 3; i++) {
            house.clock.advance(Duration.ofMinutes(50));
            tokens = house.tokens(OAuthHouse.refreshing(garden, tokens.getString("refresh_token")));
            assertThat(tokens.getString("scope")).isEqualTo(scope);
            assertThat(
                            house.holder(tokens.getString("access_token"))
                                    .orElseThrow()
                                    .application()
                                    .scope()
                                    .text())
                    .isEqualTo(scope);
        }
    }

    /** RFC 6749 section 6; who asks for more has lost nothing. */
    @ParameterizedTest
    @CsvSource({
        "xmpp:account:read,xmpp:account:write,no",
        "xmpp:account:read,xmpp:account:read xmpp:account:write,no",
        "xmpp:account:read,xmpp:client:normal,no",
        "xmpp:account:read,xmpp:account:read xmpp:client:normal,no",
        "xmpp:account:read,openid,no",
        "xmpp:account:read,xmpp:account:read,yes",
        "xmpp:account:write,xmpp:client:normal,no",
        "xmpp:account:write,xmpp:account:write,yes",
        "xmpp:account:write,xmpp:account:read,yes",
        "xmpp:client:normal,xmpp:account:read,no",
        "xmpp:client:normal,xmpp:account:write,no",
        "xmpp:client:normal,openid xmpp:client:normal,yes"
    })
    void a_refresh_asks_for_no_more_than_was_granted(String granted, String asked, String may)
            throws Exception {
        JsonObject tokens = granted(granted);
        Map<String, String> form = OAuthHouse.refreshing(garden, tokens.getString("refresh_token"));
        form.put("scope", asked);
        if (may.equals("yes")) {
            assertThat(house.tokens(form).getString("scope")).isEqualTo(tokens.getString("scope"));
        } else {
            assertRefused(form, 400, "invalid_scope");
            form.remove("scope");
            house.tokens(form);
        }
    }

    /** Nobody makes one scope of another: both are sealed. */
    @Test
    void grants_of_two_scopes_are_two_clients() throws Exception {
        JsonObject reads = granted("xmpp:account:read");
        JsonObject chats = granted("xmpp:client:normal");
        List<KnownClient> clients =
                house.store.clients().all(OAuthHouse.JULIET).toCompletableFuture().get();
        assertThat(clients).hasSize(2).extracting(KnownClient::software).containsOnly("Garden");
        assertThat(isGood(reads.getString("access_token"))).isTrue();
        assertThat(revoke(garden, reads.getString("refresh_token")).statusCode()).isEqualTo(200);
        assertThat(isGood(reads.getString("access_token"))).isFalse();
        assertThat(isGood(chats.getString("access_token"))).isTrue();
    }

    @Test
    void a_grant_that_is_not_used_for_thirty_days_is_over() throws Exception {
        JsonObject tokens = house.grant(garden);
        house.clock.advance(Duration.ofDays(30).minusSeconds(1));
        JsonObject next =
                house.tokens(OAuthHouse.refreshing(garden, tokens.getString("refresh_token")));
        house.clock.advance(Duration.ofDays(30));
        assertRefused(
                OAuthHouse.refreshing(garden, next.getString("refresh_token")),
                400,
                "invalid_grant");
        assertThat(house.ended).hasSize(1);
    }

    @Test
    void a_grant_ends_with_the_password_and_a_code_too() throws Exception {
        JsonObject tokens = house.grant(garden);
        String code = house.code(garden);
        house.commit(new FastTokensRevoked(OAuthHouse.JULIET)); // as a new password does
        house.provider.forget(OAuthHouse.JULIET);
        assertThat(isGood(tokens.getString("access_token"))).isFalse();
        assertRefused(
                OAuthHouse.refreshing(garden, tokens.getString("refresh_token")),
                400,
                "invalid_grant");
        assertRefused(OAuthHouse.exchange(garden, code), 400, "invalid_grant");
    }

    /** In whatever order the two come to be stored. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_password_that_changes_while_a_code_becomes_a_grant_ends_it(boolean before)
            throws Exception {
        String code = house.code(garden);
        if (before) {
            house.meanwhile =
                    () -> {
                        house.meanwhile = () -> {};
                        house.provider.forget(OAuthHouse.JULIET);
                    };
            assertRefused(OAuthHouse.exchange(garden, code), 400, "invalid_grant");
        } else {
            JsonObject tokens = house.tokens(OAuthHouse.exchange(garden, code));
            house.provider.forget(OAuthHouse.JULIET);
            assertThat(isGood(tokens.getString("access_token"))).isFalse();
        }
        assertThat(house.store.fastTokens().all(OAuthHouse.JULIET).toCompletableFuture().get())
                .isEmpty();
    }

    @Test
    void a_grant_ends_with_the_account() throws Exception {
        JsonObject tokens = house.grant(garden);
        String code = house.code(garden);
        house.commit(new AccountDeleted(OAuthHouse.JULIET));
        assertRefused(OAuthHouse.exchange(garden, code), 400, "invalid_grant");
        house.saveJuliet(true);
        assertThat(isGood(tokens.getString("access_token"))).isFalse();
        assertRefused(
                OAuthHouse.refreshing(garden, tokens.getString("refresh_token")),
                400,
                "invalid_grant");
    }

    @Test
    void a_disabled_account_gives_nothing() throws Exception {
        JsonObject tokens = house.grant(garden);
        String code = house.code(garden);
        house.saveJuliet(false);
        assertThat(house.holder(tokens.getString("access_token")).orElseThrow().enabled())
                .isFalse();
        assertRefused(OAuthHouse.exchange(garden, code), 400, "invalid_grant");
        assertRefused(
                OAuthHouse.refreshing(garden, tokens.getString("refresh_token")),
                400,
                "invalid_grant");
    }

    /** RFC 7009. */
    @ParameterizedTest
    @ValueSource(strings = {"access_token", "refresh_token"})
    void either_token_ends_the_grant(String which) throws Exception {
        JsonObject tokens = house.grant(garden);
        assertThat(revoke(garden, tokens.getString(which)).statusCode()).isEqualTo(200);
        assertThat(isGood(tokens.getString("access_token"))).isFalse();
        assertRefused(
                OAuthHouse.refreshing(garden, tokens.getString("refresh_token")),
                400,
                "invalid_grant");
        assertThat(house.ended).hasSize(1);
        assertThat(house.store.clients().all(OAuthHouse.JULIET).toCompletableFuture().get())
                .isEmpty();
        assertThat(revoke(garden, tokens.getString(which)).statusCode())
                .as("what is over is over")
                .isEqualTo(200);
    }

    @Test
    void what_is_no_token_is_none_and_another_applications_stays() throws Exception {
        assertThat(revoke(garden, "invented").statusCode()).isEqualTo(200);
        String access = house.grant(garden).getString("access_token");
        String orchard = house.register("Orchard", OAuthHouse.REDIRECT);
        assertThat(revoke(orchard, access).statusCode()).isEqualTo(400);
        assertThat(revoke("invented", access).statusCode()).isEqualTo(401);
        assertThat(isGood(access)).isTrue();
        assertThat(house.form("/oauth/revoke", Map.of("client_id", garden)).statusCode())
                .isEqualTo(400);
    }

    private HttpResponse<String> revoke(String client, String token) throws Exception {
        return house.form(
                "/oauth/revoke",
                Map.of("client_id", client, "token", token, "token_type_hint", "x"));
    }

    @Test
    void of_more_than_twenty_grants_the_one_used_longest_ago_ends() throws Exception {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < Grants.MOST; i++) {
            tokens.add(house.grant(garden).getString("access_token"));
            house.clock.advance(Duration.ofSeconds(150)); // 24 an hour; 30 may be
        }
        assertThat(isGood(tokens.getFirst())).isTrue();
        house.grant(garden);
        assertThat(isGood(tokens.get(0))).isFalse();
        assertThat(isGood(tokens.get(1))).isTrue();
        assertThat(house.ended).hasSize(1);
    }

    @Test
    void whoever_guesses_is_stopped_after_sixty_within_an_hour() throws Exception {
        Map<String, String> wrong = OAuthHouse.exchange(garden, "invented");
        for (int i = 0; i < OAuthLimits.DEFAULTS.failures(); i++) {
            assertRefused(wrong, 400, "invalid_grant");
        }
        HttpResponse<String> refused = house.form("/oauth/token", wrong);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("retry-after").orElse(0)).isPositive();
    }

    @Test
    void nothing_that_was_not_made_here_is_a_token() throws Exception {
        String access = house.grant(garden).getString("access_token");
        for (String token :
                List.of(
                        "",
                        "x",
                        "ü",
                        access.substring(1),
                        access + "A",
                        garden,
                        "A".repeat(9_000))) {
            assertThat(isGood(token)).as(token).isFalse();
        }
    }
}
