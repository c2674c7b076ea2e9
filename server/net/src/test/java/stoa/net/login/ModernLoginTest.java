package stoa.net.login;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.net.Sasl2Client.BIND2;
import static stoa.net.Sasl2Client.FAST;
import static stoa.net.Sasl2Client.SASL;
import static stoa.net.Sasl2Client.SASL2;
import static stoa.net.Sasl2Client.SM;
import static stoa.net.Sasl2Client.address;
import static stoa.net.Sasl2Client.ping;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.core.hook.Bind2Handler;
import stoa.core.session.Session;
import stoa.net.ClientSasl;
import stoa.net.Sasl2Client;
import stoa.net.TestServer;
import stoa.net.Transport;
import stoa.xmpp.sasl.ScramHash;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * SASL2 (XEP-0388) with what it carries: Bind 2 (XEP-0386), resumption (XEP-0198) and tokens
 * (XEP-0484), over every transport.
 */
class ModernLoginTest {
    private static final String CARBONS = "urn:xmpp:carbons:2";
    private static final String JULIET = "juliet@example.org";
    private static final String USE = "<fast xmlns='urn:xmpp:fast:0'/>";
    private static final String COUNTED = "<fast xmlns='urn:xmpp:fast:0' count='%d'/>";
    private static final String WISH =
            "<request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/>";
    private static final String BIND =
            "<bind xmlns='urn:xmpp:bind:0'><tag>Test</tag><enable xmlns='urn:xmpp:carbons:2'/><enable xmlns='urn:xmpp:sm:3' resume='true'/></bind>";

    private final List<Session> withCarbons = new CopyOnWriteArrayList<>();

    @TempDir private Path directory;
    private TestServer server;

    @BeforeEach
    void start() {
        server =
                new TestServer(
                        directory,
                        new TestServer.Options()
                                .joining(
                                        hooks -> {
                                            hooks.bind2(Name.of(CARBONS, "enable"), carbons());
                                            hooks.eachBind2(
                                                    (session, bind) ->
                                                            CompletableFuture.completedFuture(
                                                                    Optional.of(
                                                                            Element.empty(
                                                                                    "metadata",
                                                                                    "test"))));
                                        }));
    }

    private Bind2Handler carbons() {
        return (session, request) -> {
            withCarbons.add(session);
            return CompletableFuture.completedFuture(Optional.empty());
        };
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Sasl2Client connect(Transport transport) {
        return Sasl2Client.connect(server, transport);
    }

    private String token(Transport transport) {
        try (Sasl2Client client = connect(transport)) {
            client.open(JULIET);
            return token(client.prove("256", "juliet", WISH));
        }
    }

    private static String token(Element success) {
        Element token = Objects.requireNonNull(success.child("token", FAST), success.toString());
        return Objects.requireNonNull(token.attribute("token"));
    }

    private static Element child(Element of, String name, String namespace) {
        return Objects.requireNonNull(of.child(name, namespace), () -> name + " in " + of);
    }

    /** Signs in with a token; returns what the server says to that. */
    private Element use(String token, String inline) {
        try (Sasl2Client client = connect(Transport.WEBSOCKET)) {
            client.sayAtOnce(client.header(JULIET), client.byToken(token, inline));
            client.opened();
            return client.next();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void the_offer_names_what_can_be_asked_for_inline(Transport transport) {
        try (Sasl2Client client = connect(transport)) {
            Element offer = client.open(JULIET);
            Element inline = child(offer, "inline", SASL2);
            Element features = child(child(inline, "bind", BIND2), "inline", BIND2);
            assertThat(features.elements().map(one -> one.attribute("var")))
                    .containsExactlyInAnyOrder(SM, "urn:xmpp:csi:0", CARBONS);
            assertThat(inline.child("sm", SM)).isNotNull();
            Element fast = child(inline, "fast", FAST);
            assertThat(fast.elements().map(Element::text)).contains("HT-SHA-256-NONE");
            assertThat(fast.attribute("tls-0rtt")).as("nothing is taken from early data").isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void a_new_session_takes_one_round_trip(Transport transport) {
        String token = token(transport);
        try (Sasl2Client client = connect(transport)) {
            int before = client.roundTrips();
            client.sayAtOnce(
                    client.header(JULIET), client.byToken(token, USE + BIND), ping("first"));
            client.opened();
            Element success = client.expect("success");
            assertThat(address(success)).startsWith(JULIET + "/Test/");
            Element bound = child(success, "bound", BIND2);
            assertThat(bound.child("metadata", "test")).isNotNull();
            assertThat(child(bound, "enabled", SM).attribute("resume")).isEqualTo("true");
            client.expect("features");
            assertThat(client.expect("iq").attribute("id")).isEqualTo("first");
            assertThat(client.roundTrips() - before).isEqualTo(1);
            assertThat(withCarbons).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void a_lost_session_is_resumed_in_one_round_trip(Transport transport) {
        String token = token(transport);
        String address;
        String previous;
        try (Sasl2Client client = connect(transport)) {
            client.sayAtOnce(client.header(JULIET), client.byToken(token, USE + BIND));
            client.opened();
            Element success = client.expect("success");
            address = address(success);
            previous =
                    String.valueOf(
                            child(child(success, "bound", BIND2), "enabled", SM).attribute("id"));
            client.untilAnswered("sm");
            client.cut();
        }
        try (Sasl2Client client = connect(transport)) {
            int before = client.roundTrips();
            String resume = "<resume xmlns='%s' previd='%s' h='1'/>".formatted(SM, previous);
            client.sayAtOnce(
                    client.header(JULIET),
                    client.byToken(token, USE + resume + BIND),
                    ping("again"));
            client.opened();
            Element success = client.expect("success");
            assertThat(child(success, "resumed", SM).attribute("h")).isEqualTo("1");
            assertThat(success.child("bound", BIND2)).as("what is resumed is bound").isNull();
            assertThat(address(success)).isEqualTo(address);
            client.expect("features");
            assertThat(client.expect("iq").attribute("id")).isEqualTo("again");
            assertThat(client.roundTrips() - before).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void what_cannot_be_resumed_is_bound_anew(Transport transport) {
        try (Sasl2Client client = connect(transport)) {
            client.open(JULIET);
            Element success =
                    client.prove(
                            "256",
                            "juliet",
                            "<resume xmlns='%s' previd='x' h='0'/>".formatted(SM) + BIND);
            assertThat(
                            child(success, "failed", SM)
                                    .child("item-not-found", "urn:ietf:params:xml:ns:xmpp-stanzas"))
                    .isNotNull();
            assertThat(child(success, "bound", BIND2).child("enabled", SM)).isNotNull();
            assertThat(address(success)).startsWith(JULIET + "/");
            assertThat(success.elements().map(Element::name))
                    .as("as the schema has it")
                    .containsSubsequence("authorization-identifier", "failed", "bound");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void once_signed_in_there_is_no_second_sign_in(Transport transport) {
        try (Sasl2Client client = connect(transport)) {
            client.session("");
            client.sayAtOnce(client.authenticate("PLAIN", "AA==", ""));
            client.expectError("unsupported-stanza-type");
        }
        try (Sasl2Client client = connect(transport)) {
            client.open(JULIET);
            client.prove("256", "juliet", "");
            client.expect("features");
            client.sayAtOnce(client.authenticate("PLAIN", "AA==", ""));
            client.expectError("not-authorized");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "STARTTLS, <presence xmlns='jabber:client'/>",
        "DIRECT_TLS, <response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>AA==</response>",
        "WEBSOCKET, <authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'/>",
        "STARTTLS, <task-data xmlns='urn:xmpp:sasl:2'/>",
        "WEBSOCKET, <next xmlns='urn:xmpp:sasl:2' task='UPGR-SCRAM-SHA-512'/>"
    })
    void nothing_else_is_said_while_it_is_under_way(Transport transport, String other) {
        try (Sasl2Client client = connect(transport)) {
            client.open(JULIET);
            client.sayAtOnce(client.authenticate("SCRAM-SHA-1", "biwsbj1qdWxpZXQscj1hYmM=", ""));
            client.expect("challenge");
            client.sayAtOnce(other);
            client.expectError("policy-violation");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"STARTTLS", "DIRECT_TLS"})
    void white_space_behind_what_is_said_does_no_harm(Transport transport) {
        try (Sasl2Client client = connect(transport)) {
            client.open(JULIET);
            ClientSasl scram =
                    new ClientSasl("256", "juliet", TestServer.PASSWORD, "n,,", new byte[0]);
            client.sayAtOnce("\n", client.authenticate("SCRAM-SHA-256", scram.first(), ""), "\n");
            String proof = scram.answer(client.expect("challenge").text());
            client.sayAtOnce(
                    " ", "<response xmlns='%s'>%s</response>".formatted(SASL2, proof), "\n");
            assertThat(client.next().name()).isEqualTo("success");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"STARTTLS", "DIRECT_TLS"})
    void a_client_that_sends_white_space_alone_while_it_is_under_way_is_disconnected(
            Transport transport) {
        try (Sasl2Client client = connect(transport)) {
            client.open(JULIET);
            client.sayAtOnce(" ");
            client.sayAtOnce("<authenticate xmlns='%s' mechanism='PLAIN'/>\n".formatted(SASL2));
            client.expect("challenge");
            client.sayAtOnce(" ");
            client.expectError("policy-violation");
        }
        try (Sasl2Client client = connect(transport)) {
            client.session("");
            client.sayAtOnce(" ");
            assertThat(client.untilAnswered("after")).isEmpty();
        }
    }

    @Test
    void white_space_is_a_sign_of_life_while_signing_in_by_rfc_6120() {
        try (Sasl2Client client = connect(Transport.DIRECT_TLS)) {
            client.open(JULIET);
            client.sayAtOnce("<auth xmlns='%s' mechanism='PLAIN'/>".formatted(SASL));
            client.expect("challenge");
            client.sayAtOnce(" ");
            client.sayAtOnce("<abort xmlns='%s'/>".formatted(SASL));
            assertThat(client.expect("failure").child("aborted", SASL)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void stream_management_before_signing_in_is_refused_and_the_stream_goes_on(
            Transport transport) {
        try (Sasl2Client client = connect(transport)) {
            client.open(JULIET);
            for (String early :
                    List.of(
                            "<enable xmlns='%s'/>".formatted(SM),
                            "<resume xmlns='%s' previd='x' h='0'/>".formatted(SM))) {
                client.sayAtOnce(early);
                Element failed = client.expect("failed");
                assertThat(failed.namespace()).isEqualTo(SM);
                assertThat(
                                failed.child(
                                        "unexpected-request",
                                        "urn:ietf:params:xml:ns:xmpp-stanzas"))
                        .isNotNull();
            }
            assertThat(client.prove("256", "juliet", "").name()).isEqualTo("success");
        }
    }

    @Test
    void a_client_that_binds_anew_has_no_other_session() {
        try (Sasl2Client first = connect(Transport.DIRECT_TLS);
                Sasl2Client other = connect(Transport.DIRECT_TLS).as("a laptop");
                Sasl2Client again = connect(Transport.WEBSOCKET)) {
            String one = address(first.session("<tag>One</tag>"));
            other.session("<tag>One</tag>");
            String two = address(again.session("<tag>Two</tag>"));
            assertThat(two).isNotEqualTo(one);
            first.expectError("conflict");
            assertThat(other.untilAnswered("still")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a&#x7f;b", "\u2028"})
    void a_tag_that_cannot_be_in_a_resource_is_left_out(String tag) {
        try (Sasl2Client client = connect(Transport.DIRECT_TLS)) {
            assertThat(address(client.session("<tag>" + tag + "</tag>")))
                    .matches(JULIET + "/[0-9a-f]{16}");
        }
    }

    @Test
    void a_long_tag_is_cut_between_characters_and_the_agents_id_is_not_shown() {
        try (Sasl2Client client = connect(Transport.DIRECT_TLS).as("the-agents-id")) {
            String address =
                    address(client.session("<tag>" + "\uD83D\uDE00".repeat(100) + "</tag>"));
            assertThat(address)
                    .startsWith(JULIET + "/" + "\uD83D\uDE00".repeat(64) + "/")
                    .doesNotContain("the-agents-id");
        }
    }

    @Test
    void a_new_token_counts_anew() {
        String old = token(Transport.WEBSOCKET);
        assertThat(use(old, COUNTED.formatted(7)).name()).isEqualTo("success");
        String fresh = token(use(old, COUNTED.formatted(8) + WISH));
        assertThat(use(fresh, COUNTED.formatted(1)).name()).isEqualTo("success");
        assertThat(use(fresh, COUNTED.formatted(1)).name()).isEqualTo("failure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "", "9223372036854775808", "1.0"})
    void a_count_that_is_no_positive_number_is_not_taken(String count) {
        String token = token(Transport.WEBSOCKET);
        Element failure = use(token, "<fast xmlns='urn:xmpp:fast:0' count='" + count + "'/>");
        assertThat(failure.child("not-authorized", SASL)).as("%s", failure).isNotNull();
        assertThat(use(token, USE).name()).isEqualTo("success");
    }

    @Test
    void whoever_holds_a_token_that_has_expired_is_told_so() {
        String token = token(Transport.WEBSOCKET);
        server.pass(Duration.ofDays(31));
        assertThat(use(token, USE).child("credentials-expired", SASL)).isNotNull();
    }

    @Test
    void whoever_holds_what_is_no_token_any_more_is_told_so_and_may_sign_in_otherwise() {
        String token = token(Transport.WEBSOCKET);
        assertThat(use(token, "<fast xmlns='urn:xmpp:fast:0' invalidate='true'/>").name())
                .isEqualTo("success");
        try (Sasl2Client client = connect(Transport.DIRECT_TLS)) {
            client.open(JULIET);
            client.sayAtOnce(client.byToken(token, USE));
            assertThat(client.next().child("credentials-expired", SASL)).isNotNull();
            client.sayAtOnce(client.byToken("no such token", USE));
            assertThat(client.next().child("credentials-expired", SASL)).isNotNull();
            assertThat(client.prove("256", "juliet", "").name()).isEqualTo("success");
        }
    }

    @Test
    void a_token_that_is_made_void_is_followed_by_another_only_when_one_is_asked_for() {
        String token = token(Transport.WEBSOCKET);
        server.pass(Duration.ofDays(2)); // it would be replaced
        String over = "<fast xmlns='urn:xmpp:fast:0' invalidate='1'/>";
        String fresh = token(use(token, over + WISH));
        assertThat(use(token, USE).name()).isEqualTo("failure");
        server.pass(Duration.ofDays(2));
        assertThat(use(fresh, over).child("token", FAST)).isNull();
        assertThat(use(fresh, USE).name()).isEqualTo("failure");
    }

    @Test
    void a_token_is_good_for_its_own_client_only() {
        String token = token(Transport.WEBSOCKET);
        try (Sasl2Client thief = connect(Transport.WEBSOCKET).as("another")) {
            thief.sayAtOnce(thief.header(JULIET), thief.byToken(token, USE));
            thief.opened();
            assertThat(thief.next().child("credentials-expired", SASL)).isNotNull();
        }
    }

    @Test
    void a_client_that_provides_a_token_must_include_fast_and_say_which_client_it_is() {
        String token = token(Transport.WEBSOCKET);
        try (Sasl2Client client = connect(Transport.DIRECT_TLS)) {
            client.open(JULIET);
            String nameless =
                    "<authenticate xmlns='%s' mechanism='HT-SHA-256-NONE'><initial-response>%s</initial-response>%s</authenticate>"
                            .formatted(SASL2, ClientSasl.token("juliet", token, new byte[0]), USE);
            for (String request : List.of(client.byToken(token, ""), nameless)) {
                client.sayAtOnce(request);
                Element failure = client.next();
                assertThat(failure.child("malformed-request", SASL)).as("%s", failure).isNotNull();
            }
            client.sayAtOnce(client.byToken(token, USE));
            assertThat(client.next().name()).isEqualTo("success");
        }
    }

    @Test
    void a_token_is_asked_for_with_one_of_the_mechanisms_advertised() {
        try (Sasl2Client client = connect(Transport.DIRECT_TLS)) {
            client.open(JULIET);
            for (String other : List.of("HT-SHA-256-UNIQ", "SCRAM-SHA-256", "ht-sha-256-none")) {
                Element failure = client.prove("256", "juliet", wish("mechanism='" + other + "'"));
                assertThat(failure.child("invalid-mechanism", SASL)).as("%s", failure).isNotNull();
            }
            Element failure = client.prove("256", "juliet", wish(""));
            assertThat(failure.child("malformed-request", SASL)).as("%s", failure).isNotNull();
            assertThat(client.prove("256", "juliet", WISH).child("token", FAST)).isNotNull();
        }
    }

    private static String wish(String attribute) {
        return "<request-token xmlns='" + FAST + "' " + attribute + "/>";
    }

    @Test
    void whoever_asks_for_a_token_and_is_no_client_that_can_be_told_signs_in_without_one() {
        ClientSasl scram = new ClientSasl("256", "juliet", TestServer.PASSWORD, "n,,", new byte[0]);
        try (Sasl2Client client = connect(Transport.DIRECT_TLS)) {
            client.open(JULIET);
            client.sayAtOnce(
                    "<authenticate xmlns='%s' mechanism='SCRAM-SHA-256'><initial-response>%s</initial-response>%s</authenticate>"
                            .formatted(SASL2, scram.first(), WISH));
            String proof = scram.answer(client.expect("challenge").text());
            client.sayAtOnce("<response xmlns='%s'>%s</response>".formatted(SASL2, proof));
            Element success = client.expect("success");
            assertThat(success.child("token", FAST)).isNull();
        }
    }

    @Test
    void an_account_is_offered_what_it_has_keys_for() {
        server.addAccount("tybalt", true, ScramHash.SHA_1);
        try (Sasl2Client client = connect(Transport.DIRECT_TLS)) {
            Element offer = client.open("tybalt@example.org/home");
            assertThat(
                            offer.elements()
                                    .filter(one -> one.name().equals("mechanism"))
                                    .map(Element::text))
                    .containsExactly("SCRAM-SHA-1-PLUS", "SCRAM-SHA-1", "PLAIN");
            Element failure = client.prove("256", "tybalt", "");
            assertThat(failure.child("invalid-mechanism", SASL)).isNotNull();
            assertThat(client.prove("1", "tybalt", "").name()).isEqualTo("success");
        }
        for (String from : List.of("tybalt@verona.example", "example.org", "@", "")) {
            try (Sasl2Client client = connect(Transport.DIRECT_TLS)) {
                assertThat(client.open(from).elements().map(Element::text))
                        .contains("SCRAM-SHA-256", "SCRAM-SHA-1")
                        .doesNotContain("SCRAM-SHA-512");
            }
        }
    }
}
