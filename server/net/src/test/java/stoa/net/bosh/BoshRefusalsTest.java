package stoa.net.bosh;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.net.bosh.BoshPlayer.now;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.net.TestServer;
import stoa.xmpp.xml.Element;

/** What BOSH refuses, and its limits, beginning before anybody has signed in. */
class BoshRefusalsTest extends BoshStory {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<body xmlns='http://jabber.org/protocol/httpbind'/>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='0' to='example.org'/>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='-1' to='example.org'/>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='9007199254740992' to='example.org'/>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='1e3' to='example.org'/>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='5' to='example.org' wait='-1'/>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='5' to='example.org' hold='x'/>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='5' to='example.org'>text</body>",
                "<body xmlns='urn:other' rid='5' to='example.org'/>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='5' to='example.org'/><more/>",
                "<!DOCTYPE body [<!ENTITY a 'b'>]><body xmlns='http://jabber.org/protocol/httpbind' rid='5'>&a;</body>",
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='5' to='example.org'><!-- --></body>"
            })
    void what_is_no_request_is_refused(String body) {
        assertOver(now(juliet.posts(body)), "bad-request");
        assertThat(server.boshes.size()).isZero();
    }

    @Test
    void a_bomb_of_elements_is_refused() {
        String deep = "<a>".repeat(200) + "</a>".repeat(200);
        assertOver(
                now(
                        juliet.posts(
                                "<body xmlns='"
                                        + BoshPlayer.NS
                                        + "' rid='5' to='example.org'>"
                                        + deep
                                        + "</body>")),
                "bad-request");
    }

    @Test
    void bodies_are_bounded_more_tightly_before_signing_in() {
        juliet.creates("wait='60' hold='1'");
        assertOver(
                now(
                        juliet.sends(
                                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                                        + "A".repeat(20_000)
                                        + "</auth>")),
                "policy-violation");
    }

    @Test
    void a_body_that_is_too_long_is_not_read() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(juliet.address())
                        .POST(BodyPublishers.ofString("x".repeat(300_000)))
                        .build();
        assertThat(now(juliet.request(request)).statusCode()).isEqualTo(413);
    }

    @Test
    void an_unknown_session_is_not_found() {
        juliet.sid = "guessed";
        assertOver(now(juliet.sends("")), "item-not-found");
    }

    @Test
    void an_address_has_so_many_sessions_and_no_more() throws Exception {
        stop();
        begin(new TestServer.Options().bosh(BoshLimits.DEFAULTS.withSessionsPerAddress(2)));
        BoshPlayer second = new BoshPlayer(server);
        BoshPlayer third = new BoshPlayer(server);
        juliet.creates("wait='60' hold='1'");
        second.creates("wait='60' hold='1'");
        assertOver(third.creates("wait='60' hold='1'"), "policy-violation");
        assertOver(now(second.sends("type='terminate'", "")), null);
        assertThat(third.creates("wait='60' hold='1'").attribute("sid")).isNotNull();
        second.close();
        third.close();
    }

    @Test
    void who_does_not_sign_in_is_ended() throws Exception {
        juliet.creates("wait='60' hold='1'");
        CompletableFuture<Element> held = juliet.sends("");
        waitsFor(juliet, juliet.rid - 1);
        server.pass(Duration.ofSeconds(30));
        assertOver(now(held), "remote-stream-error");
        assertThat(server.boshes.size()).isZero();
    }
}
