package stoa.net.bosh;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.net.bosh.BoshPlayer.message;
import static stoa.net.bosh.BoshPlayer.now;
import static stoa.net.bosh.BoshPlayer.ping;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.net.TestServer;
import stoa.testkit.Spec;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/** XEP-0124 and XEP-0206 over HTTP, request by request. */
@SuppressWarnings("FutureReturnValueIgnored") // some requests are answered to nobody
class BoshTest extends BoshStory {
    @Spec(xep = 124, section = "7.2", says = "what the session creation response says")
    @Test
    void a_session_is_created() {
        Element created = juliet.creates("wait='90' hold='5' content='text/plain; charset=x'");
        assertThat(created.attribute("sid")).hasSizeGreaterThan(30);
        assertThat(created.attribute("wait")).isEqualTo("60");
        assertThat(created.attribute("hold")).isEqualTo("1");
        assertThat(created.attribute("requests")).isEqualTo("2");
        assertThat(created.attribute("inactivity")).isEqualTo("60");
        assertThat(created.attribute("polling")).isEqualTo("2");
        assertThat(created.attribute("maxpause")).isEqualTo("120");
        assertThat(created.attribute("ver")).isEqualTo("1.6");
        assertThat(created.attribute("from")).isEqualTo(TestServer.DOMAIN);
        assertThat(created.attribute("ack")).isEqualTo("1573741820");
        assertThat(created.attribute("version", "urn:xmpp:xbosh")).isEqualTo("1.0");
        assertThat(created.attribute("restartlogic", "urn:xmpp:xbosh")).isEqualTo("true");
        Element features = Objects.requireNonNull(created.child("features", StreamError.STREAMS));
        assertThat(features.child("mechanisms", "urn:ietf:params:xml:ns:xmpp-sasl")).isNotNull();
        assertThat(features.child("starttls", "urn:ietf:params:xml:ns:xmpp-tls")).isNull();
        HttpResponse<byte[]> response = juliet.lastResponse();
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("text/plain; charset=utf-8");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; frame-ancestors 'none'; sandbox");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void people_sign_in_and_talk_in_every_version_of_http(HttpClient.Version version)
            throws Exception {
        juliet.close();
        juliet = new BoshPlayer(server, version);
        signedIn();
        CompletableFuture<Element> held = juliet.sends("");
        waitsFor(juliet, juliet.rid - 1);
        assertThat(held).isNotDone();
        romeoSays("m1");
        assertMessage(now(held), "m1");
        CompletableFuture<Element> next = juliet.sends(message(ROMEO.toString(), "m2"));
        assertThat(received().attribute("from")).isEqualTo(JULIET.toString());
        romeoSays("m3");
        assertMessage(now(next), "m3");
    }

    @Spec(xep = 206, section = "2", says = "the namespace of stanzas may be left out")
    @Test
    void a_stanza_without_its_namespace_is_one() throws Exception {
        signedIn();
        juliet.sends("<message to='" + ROMEO + "' id='m1'><body>Hi</body></message>");
        Element message = received();
        assertThat(message.namespace()).isEqualTo(Stanza.CLIENT);
        assertThat(message.childText("body")).isEqualTo("Hi");
    }

    @Spec(xep = 124, section = "14.2", says = "payloads are taken in the order of request IDs")
    @Test
    void requests_that_overtake_each_other_are_put_in_order() throws Exception {
        signedIn();
        String first = juliet.body("", message(ROMEO.toString(), "m1"));
        String second = juliet.body("", message(ROMEO.toString(), "m2"));
        CompletableFuture<Element> secondAnswer = juliet.posts(second);
        server.drainLoops();
        assertThat(server.gate.received).isEmpty();
        Element firstAnswer = now(juliet.posts(first));
        assertNothing(firstAnswer);
        assertThat(firstAnswer.attribute("ack")).isEqualTo(Long.toString(juliet.rid - 1));
        assertThat(received().attribute("id")).isEqualTo("m1");
        assertThat(received().attribute("id")).isEqualTo("m2");
        romeoSays("m3");
        assertMessage(now(secondAnswer), "m3");
    }

    @Spec(xep = 124, section = "14.2", says = "a request ID beyond the window ends the session")
    @ParameterizedTest
    @ValueSource(longs = {2, 1_000_000})
    void a_request_id_beyond_the_window_ends_the_session(long ahead) {
        signedIn();
        assertOver(now(juliet.posts(juliet.body(juliet.rid + ahead, "", ""))), "item-not-found");
        assertOver(now(juliet.sends("")), "item-not-found");
    }

    @Spec(xep = 124, section = "14.3", says = "the same request gets a copy of the response")
    @Test
    void a_request_whose_response_was_lost_gets_it_again() throws Exception {
        signedIn();
        String request = juliet.body("", message(ROMEO.toString(), "m1"));
        CompletableFuture<Element> answer = juliet.posts(request);
        received();
        romeoSays("m2");
        assertMessage(now(answer), "m2");
        byte[] first = juliet.lastBytes();
        assertMessage(now(juliet.posts(request)), "m2");
        assertThat(juliet.lastBytes()).isEqualTo(first);
        assertThat(server.gate.received).as("taken once").isEmpty();
        // And goes on as if nothing had happened.
        CompletableFuture<Element> next = juliet.sends("");
        waitsFor(juliet, juliet.rid - 1);
        romeoSays("m3");
        assertMessage(now(next), "m3");
    }

    @Test
    void a_request_whose_connection_was_lost_is_held_for_the_one_that_repeats_it() {
        signedIn();
        String request = juliet.body("", "");
        isLost(request);
        romeoSays("m1");
        server.drainLoops();
        assertMessage(now(juliet.posts(request)), "m1");
    }

    @Spec(xep = 124, section = "11", says = "has not yet responded: who is gone waits for nothing")
    @Test
    void a_page_that_is_reloaded_at_once_goes_on_with_its_session() {
        signedIn();
        isLost(juliet.body("", ""));
        CompletableFuture<Element> next = juliet.sends("");
        waitsFor(juliet, juliet.rid - 1);
        romeoSays("m1");
        assertMessage(now(next), "m1");
    }

    /** The server holds that request, and its connection is cut. */
    private void isLost(String request) {
        BoshPlayer lost = new BoshPlayer(server);
        lost.posts(request);
        waitsFor(juliet, juliet.rid - 1);
        lost.close();
        BoshSession bosh = Objects.requireNonNull(server.boshes.find(juliet.sid));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (onLoop(bosh, bosh::isHolding)) {
            assertThat(System.nanoTime()).as("the cut was noticed").isLessThan(deadline);
        }
    }

    @Spec(xep = 124, section = "14.3", says = "a response that is not kept any more")
    @Test
    void what_is_repeated_too_late_ends_the_session() {
        signedIn();
        long old = juliet.rid - 3;
        assertOver(now(juliet.posts(juliet.body(old, "", ""))), "item-not-found");
        assertOver(now(juliet.sends("")), "item-not-found");
    }

    @Spec(xep = 124, section = "8", says = "no longer than wait, and no more than hold")
    @Test
    void a_request_is_answered_when_its_time_is_over_or_the_next_one_comes() {
        signedIn("wait='10' hold='1'");
        CompletableFuture<Element> first = juliet.sends("");
        waitsFor(juliet, juliet.rid - 1);
        server.pass(Duration.ofSeconds(9));
        assertThat(first).isNotDone();
        server.pass(Duration.ofSeconds(1));
        assertNothing(now(first));
        CompletableFuture<Element> second = juliet.sends("");
        waitsFor(juliet, juliet.rid - 1);
        CompletableFuture<Element> third = juliet.sends(ping("p1"));
        assertNothing(now(second));
        Element pong = Objects.requireNonNull(now(third).child("iq", Stanza.CLIENT));
        assertThat(pong.attribute("id")).isEqualTo("p1");
    }

    @Spec(xep = 124, section = "11", says = "empty requests that come too fast")
    @Test
    void who_asks_too_often_is_ended() throws Exception {
        signedIn();
        CompletableFuture<Element> first = juliet.sends("");
        waitsFor(juliet, juliet.rid - 1);
        server.pass(Duration.ofSeconds(3));
        CompletableFuture<Element> second = juliet.sends("");
        assertNothing(now(first)); // that was not too soon
        waitsFor(juliet, juliet.rid - 1);
        server.pass(Duration.ofSeconds(1));
        CompletableFuture<Element> third = juliet.sends("");
        assertNothing(now(second));
        assertOver(now(third), "policy-violation");
        assertThat(server.gate.ended.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Spec(xep = 124, section = "12", says = "polling sessions")
    @Test
    void who_polls_is_answered_at_once_and_not_too_often() {
        Element created = juliet.creates("wait='0' hold='0'");
        assertThat(created.attribute("hold")).isEqualTo("0");
        assertThat(created.attribute("wait")).isEqualTo("0");
        assertThat(created.attribute("inactivity")).isEqualTo("120");
        server.pass(Duration.ofSeconds(2));
        assertNothing(now(juliet.sends("")));
        server.pass(Duration.ofSeconds(2));
        assertNothing(now(juliet.sends("")));
        server.pass(Duration.ofSeconds(1));
        assertOver(now(juliet.sends("")), "policy-violation");
    }

    @Spec(xep = 124, section = "10", says = "who is away too long has no session any more")
    @Test
    void who_makes_no_request_is_gone() throws Exception {
        signedIn();
        server.pass(Duration.ofSeconds(59));
        assertThat(server.gate.ended).isEmpty();
        server.pass(Duration.ofSeconds(1));
        assertThat(server.gate.ended.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertOver(now(juliet.sends("")), "item-not-found");
        assertThat(server.boshes.size()).isZero();
    }

    @Spec(xep = 124, section = "10", says = "a pause")
    @Test
    void who_pauses_may_be_away_for_longer() {
        signedIn();
        CompletableFuture<Element> held = juliet.sends("");
        waitsFor(juliet, juliet.rid - 1);
        assertNothing(now(juliet.sends("pause='120'", "")));
        assertNothing(now(held));
        romeoSays("m1");
        server.pass(Duration.ofSeconds(119));
        assertThat(server.gate.ended).isEmpty();
        assertMessage(now(juliet.sends("")), "m1");
        server.pass(Duration.ofSeconds(60)); // back to normal
        assertOver(now(juliet.sends("")), "item-not-found");
    }

    @Test
    void a_pause_longer_than_is_allowed_ends_the_session() {
        signedIn();
        assertOver(now(juliet.sends("pause='121'", "")), "policy-violation");
    }

    @Spec(xep = 124, section = "13", says = "the client terminates the session")
    @Test
    void who_says_goodbye_is_heard_first() throws Exception {
        signedIn();
        CompletableFuture<Element> held = juliet.sends("");
        waitsFor(juliet, juliet.rid - 1);
        Element over =
                now(
                        juliet.sends(
                                "type='terminate'",
                                "<presence xmlns='jabber:client' type='unavailable'/>"));
        assertOver(over, null);
        assertNothing(now(held));
        assertThat(received().attribute("type")).isEqualTo("unavailable");
        assertThat(server.gate.ended.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertOver(now(juliet.sends("")), "item-not-found");
        assertThat(server.boshes.size()).isZero();
    }

    @Spec(xep = 206, section = "6", says = "a stream error is passed on")
    @Test
    void a_stream_error_ends_the_session_also_when_nobody_waits() {
        signedIn();
        romeoSays("m1");
        session().end("conflict", "replaced");
        server.drainLoops();
        Element over = now(juliet.sends(""));
        assertOver(over, "remote-stream-error");
        Element error = Objects.requireNonNull(over.child("error", StreamError.STREAMS));
        assertThat(error.child("conflict", StreamError.NAMESPACE)).isNotNull();
        assertOver(now(juliet.sends("")), "item-not-found");
    }

    @Test
    void stanzas_before_signing_in_are_a_stream_error() {
        juliet.creates("wait='60' hold='1'");
        assertOver(now(juliet.sends(ping("p1"))), "remote-stream-error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere.example", "@@"})
    void another_host_is_unknown(String to) {
        Element over =
                now(
                        juliet.posts(
                                "<body xmlns='"
                                        + BoshPlayer.NS
                                        + "' rid='7' to='"
                                        + to
                                        + "' wait='60' hold='1'/>"));
        assertOver(over, "host-unknown");
        assertThat(over.attribute("sid")).isNull();
        assertThat(server.boshes.size()).isZero();
    }

    @Test
    void no_host_is_improper() {
        assertOver(
                now(juliet.posts("<body xmlns='" + BoshPlayer.NS + "' rid='7'/>")),
                "improper-addressing");
    }

    @Spec(xep = 124, section = "15", says = "key sequencing")
    @Test
    void who_knows_the_keys_is_let_on_and_nobody_else() throws Exception {
        String[] keys = keys("seed", 7);
        Element created = juliet.creates("wait='60' hold='1' newkey='" + keys[6] + "'");
        assertThat(created.attribute("sid")).isNotNull();
        server.pass(Duration.ofSeconds(3));
        String[] more = keys("another seed", 3);
        CompletableFuture<Element> one = juliet.sends("key='" + keys[5] + "'", "");
        waitsFor(juliet, juliet.rid - 1);
        server.pass(Duration.ofSeconds(3));
        CompletableFuture<Element> two =
                juliet.sends("key='" + keys[4] + "' newkey='" + more[2] + "'", "");
        assertNothing(now(one));
        waitsFor(juliet, juliet.rid - 1);
        server.pass(Duration.ofSeconds(3));
        CompletableFuture<Element> three = juliet.sends("key='" + more[1] + "'", "");
        assertNothing(now(two));
        waitsFor(juliet, juliet.rid - 1);
        CompletableFuture<Element> forged = juliet.sends("key='" + keys[3] + "'", ping("p1"));
        assertNothing(now(three));
        assertOver(now(forged), "item-not-found");
        assertThat(server.gate.received).isEmpty();
    }

    private static String[] keys(String seed, int count) throws Exception {
        String[] keys = new String[count];
        String last = seed;
        for (int i = 0; i < count; i++) {
            last =
                    HexFormat.of()
                            .formatHex(
                                    java.security.MessageDigest.getInstance("SHA-1")
                                            .digest(last.getBytes(StandardCharsets.UTF_8)));
            keys[i] = last;
        }
        return keys;
    }

    @Spec(xep = 124, section = "9.2", says = "the report of a response that may be lost")
    @Test
    void a_response_that_the_client_has_not_got_is_reported() {
        juliet.creates("wait='60' hold='1' ack='1'");
        juliet.signsIn("juliet", "balcony");
        CompletableFuture<Element> lost = juliet.sends(ping("p1"));
        now(lost);
        long had = juliet.rid - 2;
        server.pass(Duration.ofSeconds(6));
        Element report = now(juliet.sends("ack='" + had + "'", ""));
        assertThat(report.attribute("report")).isEqualTo(Long.toString(had + 1));
        assertThat(report.attribute("time")).isEqualTo("6000");
    }

    @Test
    void pages_of_other_origins_may_use_it() throws Exception {
        HttpRequest preflight =
                HttpRequest.newBuilder(juliet.address())
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Origin", "https://chat.elsewhere.example")
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "content-type")
                        .build();
        HttpResponse<byte[]> allowed = now(juliet.request(preflight));
        assertThat(allowed.statusCode()).isEqualTo(204);
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(allowed.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValue("Content-Type");
        HttpRequest get = HttpRequest.newBuilder(juliet.address()).build();
        assertThat(now(juliet.request(get)).statusCode()).isEqualTo(405);
    }

    @Test
    void much_that_waits_comes_in_order_and_in_several_responses() {
        signedIn();
        String words = "x".repeat(10_000);
        for (int i = 0; i < 100; i++) {
            session()
                    .send(
                            Message.of(
                                            Message.Type.CHAT,
                                            ROMEO,
                                            JULIET,
                                            Element.text("body", Stanza.CLIENT, words))
                                    .withId("m" + i));
        }
        int next = 0;
        int responses = 0;
        while (next < 100) {
            server.pass(Duration.ofSeconds(3));
            Element body = now(juliet.sends(""));
            assertThat(juliet.lastBytes().length).isLessThan(300_000);
            for (Element message : body.elements().toList()) {
                assertThat(message.attribute("id")).isEqualTo("m" + next++);
            }
            responses++;
        }
        assertThat(responses).isBetween(4, 6);
    }

    @Test
    void the_server_stops_and_says_so() {
        signedIn();
        CompletableFuture<Element> held = juliet.sends("");
        waitsFor(juliet, juliet.rid - 1);
        server.boshes.shutdown();
        assertOver(now(held), "system-shutdown");
    }

    @Test
    void host_meta_tells_where_it_is() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(juliet.address().resolve("/.well-known/host-meta")).build();
        String said = new String(now(juliet.request(request)).body(), StandardCharsets.UTF_8);
        assertThat(said)
                .contains("urn:xmpp:alt-connections:xbosh")
                .contains("https://localhost:" + server.webPort() + "/http-bind");
        HttpRequest json =
                HttpRequest.newBuilder(juliet.address().resolve("/.well-known/host-meta.json"))
                        .build();
        assertThat(new String(now(juliet.request(json)).body(), StandardCharsets.UTF_8))
                .contains("urn:xmpp:alt-connections:xbosh")
                .contains("urn:xmpp:alt-connections:websocket");
    }
}
