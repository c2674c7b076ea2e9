package stoa.webapi.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
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
import stoa.core.session.Application;
import stoa.core.session.Scope;
import stoa.core.session.Session;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.EncodedStanza;

/** An application asks for leave, and a person answers (RFC 6749 section 4.1, RFC 9207). */
class AuthorizationTest {
    private static final Jid BROWSER = OAuthHouse.JULIET.withResource("web");

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

    private HttpResponse<String> authorize(String query) throws Exception {
        return house.get("/oauth/authorize?" + query);
    }

    private JsonObject asks(String query) throws Exception {
        return new JsonObject(house.get("/api/v1/oauth/request?" + query).body());
    }

    private static String query(Map<String, String> request) {
        return OAuthHouse.encoded(request);
    }

    private Map<String, String> request() {
        return OAuthHouse.request(garden);
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> request = request();
        if (value.equals("-")) {
            request.remove(name);
        } else {
            request.put(name, value);
        }
        return request;
    }

    @Test
    void a_good_request_is_answered_by_the_page_which_learns_who_asks() throws Exception {
        assertThat(authorize(query(request())).body()).isEqualTo("the page");
        JsonObject asked = asks(query(request()));
        assertThat(asked.getString("application")).isEqualTo("Garden");
        assertThat(asked.getString("at")).isEqualTo("garden.example");
        assertThat(OAuthHouse.query(asked.getString("denied")))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "a state & more")
                .containsEntry("iss", OAuthHouse.ISSUER)
                .doesNotContainKey("code");
    }

    @Test
    void who_is_allowed_gets_a_code_with_the_state_and_the_issuer() throws Exception {
        Iq answer = house.allow(BROWSER, Iq.Type.SET, query(request()), null);
        String address = Objects.requireNonNull(answer.payload()).text();
        assertThat(address).startsWith(OAuthHouse.REDIRECT + "?");
        assertThat(OAuthHouse.query(address))
                .containsEntry("state", "a state & more")
                .containsEntry("iss", OAuthHouse.ISSUER)
                .containsOnlyKeys("code", "state", "iss");
    }

    @ParameterizedTest
    @CsvSource({
        "response_type,-,invalid_request",
        "response_type,token,unsupported_response_type",
        "response_type,code token,unsupported_response_type",
        "response_mode,fragment,invalid_request",
        "code_challenge,-,invalid_request",
        "code_challenge,short,invalid_request",
        "code_challenge_method,-,invalid_request",
        "code_challenge_method,plain,invalid_request",
        "scope,xmpp:account,invalid_scope",
        "scope,xmpp:account:reader xmpp:Account:read,invalid_scope",
        "scope,xmpp:client:normalish,invalid_scope"
    })
    void what_cannot_be_asked_goes_back_to_the_application(String name, String value, String error)
            throws Exception {
        String query = query(with(name, value));
        HttpResponse<String> answer = authorize(query);
        assertThat(answer.statusCode()).isEqualTo(302);
        String location = answer.headers().firstValue("location").orElseThrow();
        assertThat(location).startsWith(OAuthHouse.REDIRECT + "?error=");
        assertThat(OAuthHouse.query(location))
                .containsEntry("error", error)
                .containsEntry("state", "a state & more")
                .containsEntry("iss", OAuthHouse.ISSUER);
        assertThat(asks(query).getString("goto")).isEqualTo(location);
        assertRefused(house.allow(BROWSER, Iq.Type.SET, query, null), "bad-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response_type",
                "state",
                "scope",
                "code_challenge",
                "code_challenge_method"
            })
    void what_is_there_twice_goes_back_to_the_application(String name) throws Exception {
        HttpResponse<String> answer = authorize(query(request()) + "&" + name + "=code");
        assertThat(OAuthHouse.query(answer.headers().firstValue("location").orElseThrow()))
                .containsEntry("error", "invalid_request");
    }

    /** RFC 9700 section 4.11: nobody is sent anywhere that was not registered. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example/back",
                "https://garden.example/back/",
                "https://garden.example/back?",
                "https://garden.example/BACK",
                "https://garden.example:443/back",
                "https://garden.example.elsewhere.example/back",
                "https://garden.example/back#there",
                "https://garden.example@elsewhere.example/back",
                "http://garden.example/back",
                "javascript:alert(1)",
                "//elsewhere.example/back"
            })
    void nobody_is_sent_elsewhere(String redirect) throws Exception {
        assertUnusable(query(with("redirect_uri", redirect)));
    }

    @Test
    void an_application_that_is_not_known_is_told_nothing() throws Exception {
        assertUnusable(query(with("client_id", "-")));
        assertUnusable(query(with("client_id", "invented")));
        assertUnusable(query(with("client_id", garden.substring(1))));
        assertUnusable(query(request()) + "&client_id=" + garden);
        assertUnusable(query(request()) + "&redirect_uri=" + OAuthHouse.REDIRECT);
        assertUnusable("");
        assertRefused(house.allow(BROWSER, Iq.Type.SET, "client_id=%zz", null), "bad-request");
        // What the server sealed for something else is no identifier.
        String token = house.grant(garden).getString("access_token");
        assertUnusable(query(with("client_id", token)));
    }

    private void assertUnusable(String query) throws Exception {
        HttpResponse<String> answer = authorize(query);
        assertThat(answer.statusCode()).as(query).isEqualTo(400);
        assertThat(answer.headers().firstValue("location")).isEmpty();
        HttpResponse<String> asked = house.get("/api/v1/oauth/request?" + query);
        assertThat(asked.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(asked.body()).fieldNames()).containsOnly("code");
        assertRefused(house.allow(BROWSER, Iq.Type.SET, query, null), "bad-request");
    }

    @Test
    void of_one_registered_address_it_need_not_be_said_which() throws Exception {
        Map<String, String> request = with("redirect_uri", "-");
        String code = Objects.requireNonNull(house.allow(request).get("code"));
        Map<String, String> form = OAuthHouse.exchange(garden, code);
        form.remove("redirect_uri");
        assertThat(house.tokens(form).getString("access_token")).isNotEmpty();
        String two = house.register("Two", OAuthHouse.REDIRECT, "https://garden.example/other");
        Map<String, String> unsaid = OAuthHouse.request(two);
        unsaid.remove("redirect_uri");
        assertUnusable(query(unsaid));
    }

    /** RFC 8252 section 7.3: the port of one's own machine is whatever is free. */
    @Test
    void the_port_of_a_loopback_address_is_not_compared() throws Exception {
        String local = house.register("Local", "http://127.0.0.1/back");
        Map<String, String> request = new HashMap<>(OAuthHouse.request(local));
        request.put("redirect_uri", "http://127.0.0.1:49152/back");
        assertThat(authorize(query(request)).statusCode()).isEqualTo(200);
        for (String other :
                List.of(
                        "http://127.0.0.1:49152/",
                        "http://[::1]:1/back",
                        "http://localhost/back")) {
            request.put("redirect_uri", other);
            assertThat(authorize(query(request)).statusCode()).as(other).isEqualTo(400);
        }
    }

    /** What the person is asked is what the application is given. */
    @ParameterizedTest
    @CsvSource({
        "-,xmpp:client:normal,CLIENT_NORMAL",
        "xmpp:client:normal,xmpp:client:normal,CLIENT_NORMAL",
        "xmpp:account:read xmpp:client:normal,xmpp:client:normal,CLIENT_NORMAL",
        "xmpp:account:write xmpp:client:normal,xmpp:client:normal,CLIENT_NORMAL",
        "xmpp:account:read,xmpp:account:read,ACCOUNT_READ",
        "openid xmpp:account:read profile,xmpp:account:read,ACCOUNT_READ",
        "xmpp:account:write,xmpp:account:read xmpp:account:write,ACCOUNT_WRITE",
        "xmpp:account:write xmpp:account:read,xmpp:account:read xmpp:account:write,ACCOUNT_WRITE"
    })
    void of_scopes_the_widest_known_one_is_given(String asked, String given, Scope scope)
            throws Exception {
        Map<String, String> request = with("scope", asked);
        assertThat(asks(query(request)).getString("scope")).isEqualTo(given);
        String code = Objects.requireNonNull(house.allow(request).get("code"));
        JsonObject tokens = house.tokens(OAuthHouse.exchange(garden, code));
        assertThat(tokens.getString("scope")).isEqualTo(given);
        assertThat(house.holder(tokens.getString("access_token")).orElseThrow().application())
                .extracting(Application::scope)
                .isEqualTo(scope);
    }

    @Test
    void the_state_is_of_any_sort_and_not_too_long() throws Exception {
        assertThat(authorize(query(with("state", "s".repeat(1_000)))).statusCode()).isEqualTo(200);
        assertThat(authorize(query(with("state", "s".repeat(1_001)))).statusCode()).isEqualTo(302);
    }

    @Test
    void only_the_owner_allows_and_no_application_does() throws Exception {
        for (Scope scope : Scope.values()) {
            assertRefused(
                    house.allow(BROWSER, Iq.Type.SET, query(request()), new AnApplication(scope)),
                    "forbidden");
        }
        assertRefused(
                house.allow(
                        BareJid.of("romeo@example.org").withResource("pc"),
                        Iq.Type.SET,
                        query(request()),
                        null),
                "forbidden");
        assertRefused(house.allow(BROWSER, Iq.Type.GET, query(request()), null), "bad-request");
    }

    @Test
    void nobody_allows_more_than_thirty_within_an_hour() throws Exception {
        for (int i = 0; i < OAuthLimits.DEFAULTS.consents(); i++) {
            house.code(garden);
        }
        assertRefused(
                house.allow(BROWSER, Iq.Type.SET, query(request()), null), "resource-constraint");
        house.clock.advance(java.time.Duration.ofHours(1));
        assertThat(house.code(garden)).isNotEmpty();
    }

    private static void assertRefused(Iq answer, String condition) {
        assertThat(answer.isError()).isTrue();
        assertThat(answer.toElement().toString()).contains("<" + condition + " ");
    }

    /** The session of one that was let in before. */
    private record AnApplication(Scope scope) implements Session {
        @Override
        public FullJid address() {
            return OAuthHouse.JULIET.withResource("Garden/1");
        }

        @Override
        public long number() {
            return 1;
        }

        @Override
        public void send(Stanza stanza) {}

        @Override
        public void send(EncodedStanza stanza, Jid to) {}

        @Override
        public void send(EncodedStanza message, Jid to, long archiveId) {}

        @Override
        public void end(String streamErrorCondition, String text) {}
    }
}
