package stoa.xmpp.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.xmpp.sasl.SaslFixture.bytes;
import static stoa.xmpp.sasl.SaslFixture.exchange;
import static stoa.xmpp.sasl.SaslFixture.keys;
import static stoa.xmpp.sasl.SaslFixture.negotiation;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.xmpp.jid.BareJid;

/** What is offered, the flag 'y', PLAIN and the tokens. */
class SaslNegotiationTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");

    private static List<String> offered(ChannelBindingPolicy policy, ChannelBindings bindings) {
        return negotiation(policy, bindings).mechanisms().stream()
                .map(SaslMechanism::text)
                .toList();
    }

    @Test
    void what_is_offered_follows_policy_and_connection() {
        assertThat(offered(ChannelBindingPolicy.OFFER, SaslFixture.TLS))
                .containsExactly(
                        "SCRAM-SHA-256-PLUS",
                        "SCRAM-SHA-1-PLUS",
                        "SCRAM-SHA-256",
                        "SCRAM-SHA-1",
                        "PLAIN");
        assertThat(offered(ChannelBindingPolicy.OFF, SaslFixture.TLS))
                .containsExactly("SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN")
                .isEqualTo(offered(ChannelBindingPolicy.OFFER, ChannelBindings.NONE));
        assertThat(offered(ChannelBindingPolicy.REQUIRE, SaslFixture.TLS))
                .containsExactly("SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS");
        assertThat(offered(ChannelBindingPolicy.REQUIRE, ChannelBindings.NONE)).isEmpty();

        SaslNegotiation off = negotiation(ChannelBindingPolicy.OFF, SaslFixture.TLS);
        assertThat(off.channelBindingTypes()).isEmpty();
        assertThat(off.tokenMechanisms()).containsExactly(SaslMechanism.HT_SHA_256_NONE);
        assertThat(off.exchange("SCRAM-SHA-1-PLUS")).isNull();
        assertThat(off.exchange("SCRAM-SHA-512")).isNull();
        assertThat(off.exchange("ANONYMOUS")).isNull();
        assertThat(negotiation(ChannelBindingPolicy.REQUIRE, SaslFixture.TLS).tokenMechanisms())
                .containsExactly(SaslMechanism.HT_SHA_256_EXPR, SaslMechanism.HT_SHA_256_ENDP);
    }

    private static SaslStep begin(SaslNegotiation n, String mechanism, String flag) {
        return exchange(n, mechanism).begin(bytes(flag + ",,n=juliet,r=x"));
    }

    @Test
    void y_is_the_truth_where_nothing_that_binds_is_offered() {
        assertThat(
                        begin(
                                negotiation(ChannelBindingPolicy.OFF, SaslFixture.TLS),
                                "SCRAM-SHA-1",
                                "y"))
                .isInstanceOf(SaslStep.NeedCredentials.class);
        assertThat(
                        begin(
                                negotiation(ChannelBindingPolicy.OFFER, ChannelBindings.NONE),
                                "SCRAM-SHA-1",
                                "y"))
                .isInstanceOf(SaslStep.NeedCredentials.class);
    }

    @Test
    void y_is_a_downgrade_where_binding_is_offered() {
        SaslNegotiation n = negotiation(ChannelBindingPolicy.OFFER, SaslFixture.TLS);
        ScramExchangeTest.refused(begin(n, "SCRAM-SHA-256", "y"), SaslCondition.NOT_AUTHORIZED);
        assertThat(begin(n, "SCRAM-SHA-256", "n")).isInstanceOf(SaslStep.NeedCredentials.class);
    }

    /** What slixmpp 1.8.3 does, attempt by attempt, with a server that has no tls-unique. */
    @Test
    void a_client_that_tried_a_binding_we_lack_may_say_y_afterwards() {
        SaslNegotiation n = negotiation(ChannelBindingPolicy.OFFER, SaslFixture.TLS);
        for (String mechanism : List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS")) {
            assertThat(begin(n, mechanism, "p=tls-unique"))
                    .isEqualTo(
                            SaslStep.failure(
                                    SaslCondition.MALFORMED_REQUEST,
                                    "an unsupported channel binding type"));
        }
        ScramClient client =
                new ScramClient("256", "juliet", "r0m30", "client", "y,,", new byte[0]);
        SaslExchange exchange = exchange(n, "SCRAM-SHA-256");
        exchange.begin(client.first());
        SaslStep challenge = exchange.provide(keys("r0m30", ScramHash.SHA_256));
        assertThat(exchange.step(client.last(((SaslStep.Challenge) challenge).data())))
                .isInstanceOf(SaslStep.Success.class);
    }

    @Test
    void an_account_known_to_bind_may_not_even_then() {
        SaslNegotiation n = negotiation(ChannelBindingPolicy.OFFER, SaslFixture.TLS);
        begin(n, "SCRAM-SHA-1-PLUS", "p=tls-unique");
        SaslExchange exchange = exchange(n, "SCRAM-SHA-1");
        exchange.begin(bytes("y,,n=juliet,r=x"));
        ScramKeys keys = ScramKeys.derive("r0m30", bytes("salt"), 4096, ScramHash.SHA_1);
        ScramExchangeTest.refused(
                exchange.provide(new Credentials.Scram(keys, true)), SaslCondition.NOT_AUTHORIZED);
    }

    @Test
    void the_attempt_counts_for_its_account_and_its_connection_only() {
        SaslNegotiation n = negotiation(ChannelBindingPolicy.OFFER, SaslFixture.TLS);
        exchange(n, "SCRAM-SHA-1-PLUS").begin(bytes("p=tls-unique,,n=romeo,r=x"));
        ScramExchangeTest.refused(begin(n, "SCRAM-SHA-1", "y"), SaslCondition.NOT_AUTHORIZED);
        begin(n, "SCRAM-SHA-1-PLUS", "p=tls-unique");
        SaslNegotiation another = negotiation(ChannelBindingPolicy.OFFER, SaslFixture.TLS);
        ScramExchangeTest.refused(begin(another, "SCRAM-SHA-1", "y"), SaslCondition.NOT_AUTHORIZED);
    }

    private static SaslStep plain(String message, Credentials credentials) {
        SaslExchange exchange =
                exchange(negotiation(ChannelBindingPolicy.OFF, ChannelBindings.NONE), "PLAIN");
        SaslStep step = exchange.begin(bytes(message));
        return step instanceof SaslStep.NeedCredentials need
                ? provide(exchange, need, credentials)
                : step;
    }

    private static SaslStep provide(
            SaslExchange exchange, SaslStep.NeedCredentials need, Credentials credentials) {
        assertThat(need.account()).isEqualTo(JULIET);
        return exchange.provide(credentials);
    }

    @Test
    void plain_takes_the_password_of_the_account_that_authenticates() {
        Credentials keys = keys("r0m30", ScramHash.SHA_256);
        SaslStep success = new SaslStep.Success(JULIET, null, null);
        assertThat(plain("\0juliet\0r0m30", keys)).isEqualTo(success);
        assertThat(plain("juliet@example.org\0juliet\0r0m30", keys)).isEqualTo(success);
        assertThat(plain("\0Juliet\0r0m30", keys)).isEqualTo(success);
        assertThat(plain("\0juliet\0romeo", keys)).isEqualTo(SaslStep.notAuthorized());
        assertThat(plain("\0juliet\0r0m30", new Credentials.None()))
                .isEqualTo(SaslStep.notAuthorized());
        assertThat(plain("romeo@example.org\0juliet\0r0m30", keys))
                .isInstanceOfSatisfying(
                        SaslStep.Failure.class,
                        f -> assertThat(f.condition()).isEqualTo(SaslCondition.INVALID_AUTHZID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "juliet", "\0juliet", "\0juliet\0", "\0\0r0m30", "\0juliet\0r0\0m30"})
    void what_is_not_plain_is_malformed(String message) {
        ScramExchangeTest.refused(
                plain(message, new Credentials.None()), SaslCondition.MALFORMED_REQUEST);
    }

    @Test
    void plain_is_not_offered_when_the_settings_say_so() {
        SaslNegotiation n =
                negotiation(
                        SaslFixture.settings(ChannelBindingPolicy.OFF).withPlain(false),
                        ChannelBindings.NONE);
        assertThat(n.exchange("PLAIN")).isNull();
    }

    private static byte[] token(String user, String token, String who, byte[] binding) {
        byte[] data = new byte[who.length() + binding.length];
        System.arraycopy(bytes(who), 0, data, 0, who.length());
        System.arraycopy(binding, 0, data, who.length(), binding.length);
        byte[] mac = ScramHash.SHA_256.hmac(bytes(token), data);
        byte[] name = bytes(user + (user.isEmpty() ? "" : "\0"));
        byte[] all = new byte[name.length + mac.length];
        System.arraycopy(name, 0, all, 0, name.length);
        System.arraycopy(mac, 0, all, name.length, mac.length);
        return all;
    }

    @Test
    void a_valid_token_signs_in_with_its_channel() {
        Credentials tokens = new Credentials.Tokens(List.of("older", "secret-token"));
        for (SaslMechanism m :
                List.of(
                        SaslMechanism.HT_SHA_256_NONE,
                        SaslMechanism.HT_SHA_256_EXPR,
                        SaslMechanism.HT_SHA_256_ENDP)) {
            byte[] binding =
                    switch (m) {
                        case HT_SHA_256_EXPR -> SaslFixture.EXPORTER;
                        case HT_SHA_256_ENDP -> SaslFixture.END_POINT;
                        default -> new byte[0];
                    };
            SaslNegotiation n = negotiation(ChannelBindingPolicy.OFFER, SaslFixture.TLS);
            SaslExchange good = exchange(n, m.text());
            assertThat(good.begin(token("juliet", "secret-token", "Initiator", binding)))
                    .isEqualTo(new SaslStep.NeedCredentials(JULIET, m));
            assertThat(good.provide(tokens))
                    .isInstanceOfSatisfying(
                            SaslStep.Success.class,
                            s ->
                                    assertThat(s.data())
                                            .isEqualTo(
                                                    token(
                                                            "",
                                                            "secret-token",
                                                            "Responder",
                                                            binding)));
            for (byte[] bad :
                    List.of(
                            token("juliet", "wrong", "Initiator", binding),
                            token("juliet", "secret-token", "Responder", binding),
                            token("juliet", "secret-token", "Initiator", bytes("elsewhere")))) {
                SaslExchange exchange = exchange(n, m.text());
                exchange.begin(bad);
                assertThat(exchange.provide(tokens)).satisfies(SaslNegotiationTest::noGoodToken);
            }
            SaslExchange none = exchange(n, m.text());
            none.begin(token("juliet", "secret-token", "Initiator", binding));
            assertThat(none.provide(new Credentials.None()))
                    .satisfies(SaslNegotiationTest::noGoodToken);
        }
    }

    /** XEP-0484: what the server does not trust any more has expired. */
    private static void noGoodToken(SaslStep step) {
        assertThat(step)
                .isInstanceOfSatisfying(
                        SaslStep.Failure.class,
                        failure ->
                                assertThat(failure.condition())
                                        .isEqualTo(SaslCondition.CREDENTIALS_EXPIRED));
    }
}
