package stoa.conformance.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Inbox;
import stoa.conformance.wire.Session;

/**
 * The second promise over crashes: after each {@code kill -9}, in the middle of talk and searches,
 * a search finds everything that was heard, once and in order, whether the index had written it
 * down or not.
 */
@Tag("slow")
class SearchCrashTest {
    private static final String MAM = "urn:xmpp:mam:2";
    private static final int KILLS = 6;
    private static final int LINES = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Account juliet = Account.of("juliet@example.org");
    private final Account romeo = Account.of("romeo@example.org");
    private final List<String> heard = new ArrayList<>();

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void what_was_heard_is_found_after_a_kill_once_and_in_order() {
        var setup =
                Setup.of("example.org")
                        .account(juliet)
                        .account(romeo)
                        .set("limits.enabled", "false");
        try (var server = (PackagedServer) TestServer.start(setup)) {
            for (int kill = 0; kill < KILLS; kill++) {
                talk(server, kill);
                if (kill % 2 == 0) {
                    server.kill();
                } else {
                    server.stop(); // an index that was written down, for the next kill
                }
                server.startAgain();
                try (var session = signIn(server, romeo, "reader")) {
                    session.awaitSearch();
                    assertThat(found(session, "sonnet")).isEqualTo(heard);
                }
            }
            assertThat(heard).hasSize(KILLS * LINES);
            assertThat(server.log()).doesNotContain("search_index_damaged", "search_index_failed");
        }
    }

    /** A kill finds a search under way, and what it waits for half read. */
    private void talk(PackagedServer server, int kill) {
        try (var from = signIn(server, juliet, "talker");
                var to = signIn(server, romeo, "hearer")) {
            to.becomeAvailable();
            for (int i = 0; i < LINES; i++) {
                String body = "sonnet " + kill + " line " + i;
                from.send(
                        "<message type='chat' id='m%s-%s' to='%s'><body>%s</body></message>"
                                .formatted(kill, i, to.jid(), body));
                to.inbox()
                        .need(
                                body,
                                one -> one.child("body").map(Element::text).orElse("").equals(body),
                                PATIENCE);
                heard.add(body);
                if (i % 10 == 9) {
                    assertThat(found(to, "\"sonnet " + kill + " line " + i + "\""))
                            .as("found at once")
                            .containsExactly(body);
                }
            }
            to.send("<iq type='set' id='unanswered'>" + query("sonnet", "") + "</iq>");
        }
    }

    private static Session signIn(PackagedServer server, Account who, String resource) {
        return Session.signIn(server.endpoint(), who.jid(), who.password(), resource);
    }

    private static String query(String words, String after) {
        return ("<query xmlns='%s'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>%s</value></field>"
                        + "<field var='{urn:xmpp:fulltext:0}fulltext'><value>%s</value></field></x>"
                        + "<set xmlns='http://jabber.org/protocol/rsm'><max>100</max>%s</set></query>")
                .formatted(MAM, MAM, Element.escape(words), after);
    }

    /** What a search finds, all pages. */
    static List<String> found(Session session, String words) {
        List<String> all = new ArrayList<>();
        String after = "";
        while (true) {
            var answer = session.ask("set", "", query(words, after));
            for (var next = take(session); next.isPresent(); next = take(session)) {
                var result = next.get().element().child("result", MAM).orElseThrow();
                all.add(
                        result.child("forwarded")
                                .flatMap(forwarded -> forwarded.child("message"))
                                .flatMap(message -> message.child("body"))
                                .map(Element::text)
                                .orElse(""));
                after = "<after>" + result.need("id") + "</after>";
            }
            var fin =
                    answer.child("fin", MAM)
                            .orElseThrow(() -> new AssertionError(answer.toString()));
            if ("true".equals(fin.attribute("complete"))) {
                return all;
            }
        }
    }

    private static Optional<Inbox.Numbered> take(Session session) {
        return session.inbox().take(History::isResult, 0, Duration.ZERO);
    }
}
