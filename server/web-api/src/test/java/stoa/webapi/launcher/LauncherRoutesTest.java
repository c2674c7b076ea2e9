package stoa.webapi.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.webapi.launcher.LauncherHouse.INTRANET;
import static stoa.webapi.launcher.LauncherHouse.JULIET;
import static stoa.webapi.launcher.LauncherHouse.ROMEO;
import static stoa.webapi.launcher.LauncherHouse.WEBMAIL;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stoa.store.account.Account;
import stoa.store.account.AccountSaved;
import stoa.store.account.FastTokensRevoked;
import stoa.store.account.KnownClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Each call of the icon: who may make it, what it tells, and what ends it. */
@Timeout(60)
class LauncherRoutesTest {
    private static final String UNREAD = "/api/v1/launcher/unread";
    private static final String EVIL = "https://evil.example";
    private static final BareJid NURSE = BareJid.of("nurse@example.org");

    private LauncherHouse house;

    @BeforeEach
    void start() throws Exception {
        house = new LauncherHouse();
    }

    @AfterEach
    void stop() throws Exception {
        house.close();
    }

    private HttpResponse<String> get(String path, @Nullable String origin, @Nullable String token)
            throws Exception {
        return house.send(house.call(path, origin, token));
    }

    private static @Nullable String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    @Test
    void anybody_is_told_whether_their_own_origin_is_listed() throws Exception {
        for (String origin : new String[] {INTRANET, WEBMAIL}) {
            HttpResponse<String> answer = get("/api/v1/launcher/origin", origin, null);
            assertThat(new JsonObject(answer.body()).getBoolean("listed")).as(origin).isTrue();
            assertThat(header(answer, "access-control-allow-origin")).isEqualTo("*");
        }
        for (String origin :
                new String[] {
                    EVIL,
                    "null",
                    "http://intranet.example.org",
                    "https://intranet.example.org:8443",
                    "https://intranet.example.org.evil.example"
                }) {
            assertThat(get("/api/v1/launcher/origin", origin, null).body())
                    .as(origin)
                    .isEqualTo("{\"listed\":false}");
        }
    }

    @Test
    void pages_of_other_origins_are_refused_with_a_token_or_without() throws Exception {
        String token = house.token(INTRANET);
        for (String origin : new String[] {EVIL, "null", null}) {
            HttpResponse<String> answer = get(UNREAD, origin, token);
            assertThat(answer.statusCode()).as(origin).isEqualTo(403);
            assertThat(header(answer, "access-control-allow-origin")).as(origin).isNull();
        }
        HttpResponse<String> preflight = preflight(EVIL);
        assertThat(preflight.statusCode()).isEqualTo(403);
        assertThat(header(preflight, "access-control-allow-origin")).isNull();
    }

    private HttpResponse<String> preflight(String origin) throws Exception {
        HttpRequest.Builder request =
                house.call(UNREAD, origin, null)
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("Access-Control-Request-Method", "GET")
                        .header("Access-Control-Request-Headers", "authorization");
        return house.send(request);
    }

    @Test
    void a_listed_page_may_ask_with_a_token_and_without_cookies() throws Exception {
        HttpResponse<String> preflight = preflight(INTRANET);
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(header(preflight, "access-control-allow-origin")).isEqualTo(INTRANET);
        assertThat(header(preflight, "access-control-allow-headers")).isEqualTo("authorization");
        assertThat(header(preflight, "access-control-allow-credentials")).isNull();
        assertThat(header(preflight, "vary")).containsIgnoringCase("origin");
    }

    @Test
    void without_a_good_token_nothing_is_told() throws Exception {
        String token = house.token(INTRANET);
        char other = token.charAt(20) == 'A' ? 'B' : 'A';
        List<@Nullable String> bad = new ArrayList<>();
        bad.add(null);
        bad.add("");
        bad.add("A");
        bad.add("no base64!");
        bad.add("A".repeat(64));
        bad.add("A".repeat(6_000));
        bad.add(token.substring(0, 20) + other + token.substring(21));
        for (String one : bad) {
            HttpResponse<String> answer = get(UNREAD, INTRANET, one);
            assertThat(answer.statusCode()).as(one).isEqualTo(401);
            assertThat(header(answer, "access-control-allow-origin")).isEqualTo(INTRANET);
        }
        // Never in the address, where it would stand in logs.
        assertThat(get(UNREAD + "?token=" + token, INTRANET, null).statusCode()).isEqualTo(401);
        // And only for the pages it was made for.
        assertThat(get(UNREAD, WEBMAIL, token).statusCode()).isEqualTo(401);
    }

    @Test
    void a_token_says_nothing_of_whose_it_is() throws Exception {
        byte[] inside = java.util.Base64.getUrlDecoder().decode(house.token(INTRANET));
        assertThat(new String(inside, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("juliet")
                .doesNotContain("example");
        assertThat(house.token(INTRANET)).isNotEqualTo(house.token(INTRANET));
    }

    @Test
    void the_number_is_told_at_once_and_when_it_changes() throws Exception {
        house.say(ROMEO, JULIET);
        try (LauncherHouse.Events events = house.listen(house.token(INTRANET))) {
            assertThat(header(events.response(), "content-type")).isEqualTo("text/event-stream");
            assertThat(events.next()).isEqualTo("{\"unread\":1}");
            long begun = System.nanoTime();
            long last = house.say(ROMEO, JULIET);
            assertThat(events.next()).isEqualTo("{\"unread\":2}");
            toldAtOnce(begun);
            house.displays(ROMEO, last);
            assertThat(events.next()).isEqualTo("{\"unread\":0}");
        }
    }

    /**
     * Told for the sake of what was said since then, within a second, and not by the next sign of
     * life. The second itself is not measured: the machine may stall for longer.
     */
    static void toldAtOnce(long begun) {
        assertThat(System.nanoTime() - begun)
                .isLessThan(TimeUnit.MILLISECONDS.toNanos(LauncherStreams.SIGN_OF_LIFE_MS) / 2);
        assertThat(Duration.ofMillis(LauncherStreams.GATHER_MS)).isLessThan(Duration.ofMillis(500));
    }

    @Test
    void the_number_counts_lines_that_are_unread_and_wanted() throws Exception {
        house.say(NURSE, JULIET);
        long read = house.say(ROMEO, JULIET);
        house.displays(ROMEO, read);
        long line = house.say(ROMEO, JULIET);
        house.say(
                ROMEO,
                JULIET,
                Element.of("replace", "urn:xmpp:message-correct:0")
                        .attribute("id", Long.toString(line))
                        .build());
        house.say(ROMEO, JULIET, Element.empty("reactions", "urn:xmpp:reactions:0"));
        String token = house.token(INTRANET);
        try (LauncherHouse.Events events = house.listen(token)) {
            assertThat(events.next()).isEqualTo("{\"unread\":2}");
            // An answer means that what was before it is read.
            house.say(JULIET, NURSE);
            assertThat(events.next()).isEqualTo("{\"unread\":1}");
            // XEP-0492: the closest setting counts.
            house.publishes(
                    "urn:stoa:conversations:0",
                    ROMEO,
                    marks(Element.empty("never", "urn:xmpp:notification-settings:1")));
            assertThat(events.next()).isEqualTo("{\"unread\":0}");
            house.publishes(
                    "urn:stoa:conversations:0",
                    ROMEO,
                    marks(
                            Element.empty("never", "urn:xmpp:notification-settings:1"),
                            Element.of("always", "urn:xmpp:notification-settings:1")
                                    .attribute("identity-category", "client")
                                    .attribute("identity-type", "web")
                                    .build(),
                            Element.of("never", "urn:xmpp:notification-settings:1")
                                    .attribute("identity-category", "client")
                                    .attribute("identity-type", "phone")
                                    .build()));
            assertThat(events.next()).isEqualTo("{\"unread\":1}");
        }
        house.clock.advance(UnreadNumbers.REACH.plusSeconds(1));
        try (LauncherHouse.Events events = house.listen(token)) {
            assertThat(events.next()).isEqualTo("{\"unread\":0}");
        }
    }

    @Test
    void what_is_wanted_unread_again_is_counted_until_it_is_read() throws Exception {
        house.say(ROMEO, JULIET);
        long last = house.say(ROMEO, JULIET);
        house.displays(ROMEO, last);
        try (LauncherHouse.Events events = house.listen(house.token(INTRANET))) {
            assertThat(events.next()).isEqualTo("{\"unread\":0}");
            house.wantsUnread(ROMEO, 2, 0, last);
            assertThat(events.next()).isEqualTo("{\"unread\":2}");
            long behind = house.say(ROMEO, JULIET);
            assertThat(events.next()).isEqualTo("{\"unread\":3}");
            // Read on, by a client that knows nothing of it.
            house.displays(ROMEO, behind);
            assertThat(events.next()).isEqualTo("{\"unread\":0}");
            house.wantsUnread(ROMEO, 1, 0, behind);
            assertThat(events.next()).isEqualTo("{\"unread\":1}");
            house.wantsUnread(ROMEO, 0, 0, behind);
            assertThat(events.next()).isEqualTo("{\"unread\":0}");
            house.wantsUnread(ROMEO, 1, 0, behind);
            assertThat(events.next()).isEqualTo("{\"unread\":1}");
            house.clock.advance(Duration.ofMinutes(1));
            house.say(JULIET, ROMEO);
            assertThat(events.next()).isEqualTo("{\"unread\":0}");
        }
    }

    @Test
    void what_says_nothing_of_lines_counts_none() throws Exception {
        house.displays(ROMEO, house.say(ROMEO, JULIET));
        Element.Builder bad = Element.of("unread", UnreadAgain.NODE).attribute("lines", "2");
        house.publishes(UnreadAgain.NODE, ROMEO, bad.build());
        assertThat(UnreadAgain.in(bad.build())).isNull();
        assertThat(UnreadAgain.in(bad.attribute("stamp", "yesterday").build())).isNull();
        try (LauncherHouse.Events events = house.listen(house.token(INTRANET))) {
            assertThat(events.next()).isEqualTo("{\"unread\":0}");
        }
    }

    private static Element marks(Element... settings) {
        return Element.of("conversation", "urn:stoa:conversations:0")
                .child(
                        Element.of("notify", "urn:xmpp:notification-settings:1")
                                .children(List.of(settings))
                                .build())
                .build();
    }

    @Test
    void whatever_ends_the_access_ends_the_stream() throws Exception {
        List<Runnable> ends =
                List.of(
                        house::signOut,
                        () -> house.commit(new FastTokensRevoked(JULIET)),
                        () ->
                                house.commit(
                                        new AccountSaved(
                                                new Account(
                                                        JULIET,
                                                        null,
                                                        false,
                                                        false,
                                                        house.clock.instant()))),
                        () -> house.clock.advance(LauncherTokens.LIFETIME));
        for (Runnable end : ends) {
            house.commit(
                    new AccountSaved(
                            new Account(JULIET, null, true, false, house.clock.instant())));
            house.signIn();
            String token = house.token(INTRANET);
            try (LauncherHouse.Events events = house.listen(token)) {
                assertThat(events.next()).isEqualTo("{\"unread\":0}");
                end.run();
                house.streams.changed(JULIET);
                assertThat(events.next()).isEqualTo("{\"void\":true}");
                assertThat(events.next()).isNull();
            }
            assertThat(get(UNREAD, INTRANET, token).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void the_icon_is_among_the_clients_and_goes_with_the_browser() throws Exception {
        String token = house.token(INTRANET);
        assertThat(clients()).containsExactly("Chat icon of " + INTRANET);
        house.signOut();
        assertThat(get(UNREAD, INTRANET, token).statusCode()).isEqualTo(401);
        assertThat(clients()).isEmpty();
    }

    @Test
    void a_token_stays_good_while_those_after_it_may_not_have_reached_the_page() throws Exception {
        List<String> given = new ArrayList<>();
        for (int i = 0; i < LauncherTokens.MOST; i++) {
            given.add(house.token(INTRANET));
        }
        try (LauncherHouse.Events events = house.listen(given.getFirst())) {
            assertThat(events.next()).isEqualTo("{\"unread\":0}");
            given.add(house.token(INTRANET));
            house.streams.changed(JULIET);
            assertThat(events.next()).isEqualTo("{\"void\":true}");
        }
        assertThat(get(UNREAD, INTRANET, given.getFirst()).statusCode()).isEqualTo(401);
        assertThat(clients()).containsExactly("Chat icon of " + INTRANET);
        for (String token : given.subList(1, given.size())) {
            house.listen(token).close();
        }
        house.signOut();
        for (String token : given) {
            assertThat(get(UNREAD, INTRANET, token).statusCode()).isEqualTo(401);
        }
    }

    private List<String> clients() throws Exception {
        return house.store.clients().all(JULIET).toCompletableFuture().get().stream()
                .map((KnownClient one) -> one.software() + " of " + one.device())
                .toList();
    }

    @Test
    void an_account_has_so_many_streams_and_no_more() throws Exception {
        String token = house.token(INTRANET);
        List<LauncherHouse.Events> all = new ArrayList<>();
        for (int i = 0; i < LauncherStreams.MOST; i++) {
            LauncherHouse.Events events = house.listen(token);
            assertThat(events.next()).isEqualTo("{\"unread\":0}");
            all.add(events);
        }
        assertThat(get(UNREAD, INTRANET, token).statusCode()).isEqualTo(429);
        for (LauncherHouse.Events events : all) {
            events.close();
        }
        while (house.streams.size() > 0) {
            Thread.onSpinWait(); // until the server has noticed
        }
        house.listen(token).close();
    }

    @Test
    void only_the_owner_gets_a_token_and_only_for_listed_pages() throws Exception {
        assertThat(condition(house.ask(ROMEO.withResource("pc"), Iq.Type.SET, INTRANET)))
                .isEqualTo(Condition.FORBIDDEN);
        var web = JULIET.withResource("web");
        assertThat(condition(house.ask(web, Iq.Type.SET, EVIL))).isEqualTo(Condition.NOT_ALLOWED);
        for (String bad : new String[] {null, "", "intranet.example.org", INTRANET + "/page"}) {
            assertThat(condition(house.ask(web, Iq.Type.SET, bad)))
                    .as(bad)
                    .isEqualTo(Condition.BAD_REQUEST);
        }
        assertThat(condition(house.ask(web, Iq.Type.GET, INTRANET)))
                .isEqualTo(Condition.BAD_REQUEST);
        house.namesNoClient();
        assertThat(condition(house.ask(web, Iq.Type.SET, INTRANET)))
                .isEqualTo(Condition.NOT_ACCEPTABLE);
    }

    private static @Nullable Condition condition(Iq answer) {
        Element error = answer.payload("error", Stanza.CLIENT);
        return error == null
                ? null
                : Arrays.stream(Condition.values())
                        .filter(one -> error.child(one.text(), StanzaError.NAMESPACE) != null)
                        .findFirst()
                        .orElse(null);
    }

    @Test
    void origins_are_read_as_browsers_write_them() {
        assertThat(LauncherHouse.origin("https://Intranet.Example.org:443").text())
                .isEqualTo(INTRANET);
        assertThat(LauncherHouse.origin("http://localhost:8080").text())
                .isEqualTo("http://localhost:8080");
        for (String bad :
                new String[] {
                    "http://intranet.example.org",
                    "https://intranet.example.org/",
                    "https://juliet@intranet.example.org",
                    "https://intranet.example.org?a",
                    "https://intranet.example.org#a",
                    "https://*.example.org",
                    "intranet.example.org",
                    "null",
                    "*"
                }) {
            assertThat(HostOrigin.parse(bad)).as(bad).isNull();
        }
        assertThat(Duration.ofMillis(LauncherStreams.SIGN_OF_LIFE_MS))
                .as("before proxies that wait a minute give up")
                .isLessThan(Duration.ofMinutes(1));
    }
}
