package stoa.webapi.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Discovery (RFC 8414) and registration (RFC 7591) of applications. */
class RegistrationTest {
    private OAuthHouse house;

    @BeforeEach
    void build() throws Exception {
        house = new OAuthHouse(OAuthLimits.DEFAULTS);
    }

    @AfterEach
    void close() throws Exception {
        house.close();
    }

    private static JsonObject metadata(Object... redirects) {
        return new JsonObject()
                .put("client_name", "Garden")
                .put("redirect_uris", new JsonArray(List.of(redirects)));
    }

    private void assertRefused(JsonObject metadata, String error) throws Exception {
        HttpResponse<String> answer = house.register(metadata);
        assertThat(answer.statusCode()).as("%s", metadata).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getString("error")).isEqualTo(error);
    }

    @Test
    void the_metadata_tells_where_all_of_it_is_and_that_pkce_is_S256() throws Exception {
        HttpResponse<String> answer = house.get("/.well-known/oauth-authorization-server");
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
        JsonObject metadata = new JsonObject(answer.body());
        assertThat(metadata.getString("issuer")).isEqualTo(OAuthHouse.ISSUER);
        assertThat(house.provider.discovery("example.org"))
                .isEqualTo(OAuthHouse.ISSUER + "/.well-known/oauth-authorization-server");
        assertThat(metadata.getString("authorization_endpoint"))
                .isEqualTo(OAuthHouse.ISSUER + "/oauth/authorize");
        assertThat(metadata.getString("token_endpoint"))
                .isEqualTo(OAuthHouse.ISSUER + "/oauth/token");
        assertThat(metadata.getString("registration_endpoint"))
                .isEqualTo(OAuthHouse.ISSUER + "/oauth/register");
        assertThat(metadata.getString("revocation_endpoint"))
                .isEqualTo(OAuthHouse.ISSUER + "/oauth/revoke");
        assertThat(metadata.getJsonArray("scopes_supported"))
                .isEqualTo(
                        new JsonArray(
                                List.of(
                                        "xmpp:client:normal",
                                        "xmpp:account:read",
                                        "xmpp:account:write")));
        assertThat(metadata.getJsonArray("code_challenge_methods_supported"))
                .isEqualTo(new JsonArray(List.of("S256")));
        assertThat(metadata.getJsonArray("token_endpoint_auth_methods_supported"))
                .isEqualTo(new JsonArray(List.of("none")));
        assertThat(metadata.getBoolean("authorization_response_iss_parameter_supported")).isTrue();
    }

    @Test
    void who_registers_is_told_what_there_is() throws Exception {
        HttpResponse<String> answer =
                house.register(
                        metadata(OAuthHouse.REDIRECT)
                                .put("token_endpoint_auth_method", "client_secret_basic")
                                .put("logo_uri", "https://garden.example/logo.png"));
        assertThat(answer.statusCode()).isEqualTo(201);
        JsonObject client = new JsonObject(answer.body());
        assertThat(client.getString("client_name")).isEqualTo("Garden");
        assertThat(client.getString("token_endpoint_auth_method")).isEqualTo("none");
        assertThat(client.containsKey("client_secret")).isFalse();
        assertThat(client.getString("scope"))
                .isEqualTo("xmpp:client:normal xmpp:account:read xmpp:account:write");
        assertThat(client.getString("client_id")).isNotEmpty().doesNotContain("Garden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://garden.example/back?a=b",
                "http://127.0.0.1:8080/back",
                "http://127.0.0.1/back",
                "http://[::1]:9/back",
                "http://localhost:3000/",
                "org.example.garden:/back"
            })
    void such_redirect_uris_can_be_had(String redirect) throws Exception {
        assertThat(house.register(metadata(redirect)).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/back",
                "garden.example/back",
                "http://garden.example/back",
                "http://127.0.0.1.example/back",
                "http://127.0.0.1@garden.example/back",
                "https:///back",
                "https://garden.example/back#there",
                "https://me:secret@garden.example/back",
                "https://garden.example/ü",
                "https://garden.example/a b",
                "javascript:alert(1)",
                "data:text/html,x",
                "garden:/back",
                "org.example.garden:back",
                "org.example.garden://host/back",
                "file:///etc/passwd",
                "*",
                "https://*"
            })
    void others_cannot(String redirect) throws Exception {
        assertRefused(metadata(redirect), "invalid_redirect_uri");
    }

    @Test
    void the_redirect_uris_are_few_and_short() throws Exception {
        String long500 = "https://garden.example/" + "x".repeat(477);
        assertThat(house.register(metadata(long500)).statusCode()).isEqualTo(201);
        assertRefused(metadata(long500 + "x"), "invalid_redirect_uri");
        assertThat(house.register(metadata(long500, long500, long500)).statusCode()).isEqualTo(201);
        assertRefused(metadata(long500, long500, long500, "a.b:/"), "invalid_redirect_uri");
        Object[] six = Collections.nCopies(6, OAuthHouse.REDIRECT).toArray();
        assertRefused(metadata(six), "invalid_redirect_uri");
        assertRefused(metadata(), "invalid_redirect_uri");
        assertRefused(metadata(7), "invalid_redirect_uri");
        assertRefused(
                new JsonObject().put("client_name", "Garden").put("redirect_uris", "https://a/"),
                "invalid_redirect_uri");
        assertRefused(new JsonObject().put("client_name", "Garden"), "invalid_redirect_uri");
    }

    @Test
    void the_name_is_there_and_on_one_short_line() throws Exception {
        assertThat(
                        new JsonObject(
                                        house.register(
                                                        metadata(OAuthHouse.REDIRECT)
                                                                .put(
                                                                        "client_name",
                                                                        " My\n\u202eGarden\u0000 "))
                                                .body())
                                .getString("client_name"))
                .isEqualTo("My Garden");
        for (Object name : List.of("", " \n", "\u200b", "x".repeat(61), 7, new JsonArray())) {
            assertRefused(
                    metadata(OAuthHouse.REDIRECT).put("client_name", name),
                    "invalid_client_metadata");
        }
        JsonObject nameless = metadata(OAuthHouse.REDIRECT);
        nameless.remove("client_name");
        assertRefused(nameless, "invalid_client_metadata");
    }

    @Test
    void what_is_no_json_object_is_refused() throws Exception {
        for (String body : List.of("", "[]", "7", "{", "null", "\"text\"")) {
            assertThat(house.post("/oauth/register", "application/json", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(
                        house.post(
                                        "/oauth/register",
                                        "text/plain",
                                        metadata(OAuthHouse.REDIRECT).encode())
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_body_is_not_endless() throws Exception {
        for (String path : List.of("/oauth/register", "/oauth/token", "/oauth/revoke")) {
            for (String type : List.of("application/json", "application/x-www-form-urlencoded")) {
                assertThat(house.post(path, type, "x".repeat(16 * 1024 + 1)).statusCode())
                        .as("%s %s", path, type)
                        .isEqualTo(413);
            }
        }
    }

    @Test
    void pages_of_any_origin_may_ask_and_by_post_alone() throws Exception {
        for (String path : List.of("/oauth/register", "/oauth/token", "/oauth/revoke")) {
            HttpResponse<String> preflight =
                    house.send(
                            house.call(path)
                                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight.headers().firstValue("access-control-allow-origin")).contains("*");
            assertThat(preflight.headers().firstValue("access-control-allow-credentials"))
                    .isEmpty();
            assertThat(house.get(path + "?grant_type=authorization_code").statusCode())
                    .isEqualTo(405);
        }
    }

    @Test
    void nobody_registers_more_than_twenty_within_an_hour() throws Exception {
        for (int i = 0; i < OAuthLimits.DEFAULTS.registrations(); i++) {
            house.register("Garden", OAuthHouse.REDIRECT);
        }
        HttpResponse<String> refused = house.register(metadata(OAuthHouse.REDIRECT));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("retry-after").orElse(0)).isPositive();
        house.clock.advance(java.time.Duration.ofHours(1));
        house.register("Garden", OAuthHouse.REDIRECT);
    }
}
