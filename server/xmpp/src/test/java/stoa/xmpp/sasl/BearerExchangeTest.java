package stoa.xmpp.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.xmpp.sasl.SaslFixture.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.xmpp.jid.BareJid;

/** OAUTHBEARER as RFC 7628 has it; {@code ^A} stands for the separator. */
class BearerExchangeTest {
    private static final String DISCOVERY =
            "https://example.com/.well-known/oauth-authorization-server";
    private static final String TOKEN = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";

    /** The initial response of section 4.1, as it stands there. */
    private static final String EXAMPLE =
            "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBv"
                    + "cnQ9MTQzAWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1s"
                    + "emRHRXVZMjl0Q2c9PQEB";

    private static final BareJid USER = BareJid.of("user@example.com");

    private static SaslNegotiation negotiation(
            ChannelBindingPolicy policy, @Nullable String discovery) {
        SaslSettings settings = SaslFixture.settings(policy);
        return new SaslNegotiation(
                settings,
                settings.hashes(),
                "example.com",
                ChannelBindings.NONE,
                () -> "server-nonce",
                discovery);
    }

    private static SaslExchange exchange() {
        return SaslFixture.exchange(
                negotiation(ChannelBindingPolicy.OFFER, DISCOVERY), "OAUTHBEARER");
    }

    private static byte[] said(String text) {
        return bytes(text.replace("^A", "\u0001"));
    }

    private static void assertTellsWhereToGetOne(SaslStep step) {
        assertThat(step)
                .isInstanceOfSatisfying(
                        SaslStep.Challenge.class,
                        c ->
                                assertThat(new String(c.data(), StandardCharsets.UTF_8))
                                        .isEqualTo(
                                                "{\"status\":\"invalid_token\",\"openid-configuration\":\""
                                                        + DISCOVERY
                                                        + "\"}"));
    }

    private static void assertMalformed(SaslStep step) {
        assertThat(step)
                .isInstanceOfSatisfying(
                        SaslStep.Failure.class,
                        f -> {
                            assertThat(f.condition()).isEqualTo(SaslCondition.MALFORMED_REQUEST);
                            assertThat(f.guess()).isFalse();
                        });
    }

    @Test
    void the_exchange_of_section_4_1_signs_in() {
        SaslExchange exchange = exchange();
        assertThat(exchange.step(Base64.getDecoder().decode(EXAMPLE)))
                .isEqualTo(new SaslStep.NeedGrant(TOKEN));
        assertThat(exchange.provide(new Credentials.Granted(USER)))
                .isEqualTo(new SaslStep.Success(USER, null, null));
    }

    @Test
    void the_exchange_of_section_4_3_fails_after_the_dummy_response() {
        SaslExchange exchange = exchange();
        exchange.step(Base64.getDecoder().decode(EXAMPLE));
        assertTellsWhereToGetOne(exchange.provide(new Credentials.None()));
        assertThat(exchange.step(Base64.getDecoder().decode("AQ==")))
                .isInstanceOfSatisfying(
                        SaslStep.Failure.class,
                        f -> {
                            assertThat(f.condition()).isEqualTo(SaslCondition.NOT_AUTHORIZED);
                            assertThat(f.guess()).isFalse();
                        });
    }

    /** XEP-0493 section 2.3.1. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n,,^Aauth=Bearer ^A^A",
                "n,,^Aauth=Bearer^A^A",
                "n,,^Aauth=^A^A",
                "n,,^A^A",
                "n,a=user@example.com,^Ahost=h^Aport=5222^A^A",
                "y,,^Aauth=Bearer ^A^A",
                ""
            })
    void who_has_no_token_is_told_where_to_get_one(String message) {
        SaslExchange exchange = exchange();
        assertTellsWhereToGetOne(exchange.step(said(message)));
        assertThat(exchange.step(said("^A"))).isInstanceOf(SaslStep.Failure.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^A",
                "n",
                "n,,",
                "n,,^A",
                "n,^Aauth=Bearer x^A^A",
                "n,,^Aauth=Bearer x",
                "n,,^Aauth=Bearer x^A",
                "n,,^Aauth=Bearer x^A^A^A",
                "n,,^A^Aauth=Bearer x^A^A",
                "p=tls-exporter,,^Aauth=Bearer x^A^A",
                "n,user@example.com,^Aauth=Bearer x^A^A",
                "n,a=,^Aauth=Bearer x^A^A",
                "n,a=us=er@example.com,^Aauth=Bearer x^A^A",
                "n,,more^Aauth=Bearer x^A^A",
                "n,,^Aauth=Basic x^A^A",
                "n,,^Aauth=Bearerx^A^A",
                "n,,^Aauth^A^A",
                "n,,^A=Bearer x^A^A",
                "n,,^Aau th=Bearer x^A^A",
                "n,,^Aauth=Bearer x^Aauth=Bearer y^A^A",
                "n,,^Aauth=Bearer x^Aauth=Bearer x^A^A"
            })
    void what_is_no_message_is_malformed(String message) {
        assertMalformed(exchange().step(said(message)));
    }

    @Test
    void what_is_no_text_is_malformed() {
        assertMalformed(exchange().step(new byte[] {'n', ',', ',', 1, (byte) 0xff, 1, 1}));
    }

    @Test
    void other_keys_are_passed_over_and_the_scheme_is_of_any_case() {
        assertThat(exchange().step(said("n,,^Amthd=POST^Aauth=bEARER  abc ^Ahost=x^A^A")))
                .isEqualTo(new SaslStep.NeedGrant("abc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"n,a=nurse@example.com,", "n,a=user@example.org,", "n,a=nobody,"})
    void nobody_acts_as_another(String header) {
        SaslExchange exchange = exchange();
        assertThat(exchange.step(said(header + "^Aauth=Bearer x^A^A")))
                .isInstanceOf(SaslStep.NeedGrant.class);
        assertThat(exchange.provide(new Credentials.Granted(USER)))
                .isInstanceOfSatisfying(
                        SaslStep.Failure.class,
                        f -> assertThat(f.condition()).isEqualTo(SaslCondition.INVALID_AUTHZID));
    }

    @Test
    void another_domains_token_is_none() {
        SaslExchange exchange = exchange();
        exchange.step(said("n,,^Aauth=Bearer x^A^A"));
        assertTellsWhereToGetOne(
                exchange.provide(new Credentials.Granted(BareJid.of("user@example.org"))));
    }

    @Test
    void a_second_message_before_the_answer_is_malformed() {
        SaslExchange exchange = exchange();
        exchange.step(said("n,,^Aauth=Bearer x^A^A"));
        assertMalformed(exchange.step(said("n,,^Aauth=Bearer y^A^A")));
    }

    @Test
    void it_is_offered_last_where_there_is_a_provider_and_nowhere_else() {
        assertThat(negotiation(ChannelBindingPolicy.OFFER, DISCOVERY).mechanisms())
                .isEqualTo(
                        List.of(
                                SaslMechanism.SCRAM_SHA_256,
                                SaslMechanism.SCRAM_SHA_1,
                                SaslMechanism.PLAIN,
                                SaslMechanism.OAUTHBEARER));
        for (SaslNegotiation without :
                List.of(
                        negotiation(ChannelBindingPolicy.OFFER, null),
                        negotiation(ChannelBindingPolicy.REQUIRE, DISCOVERY))) {
            assertThat(without.mechanisms()).doesNotContain(SaslMechanism.OAUTHBEARER);
            assertThat(without.exchange("OAUTHBEARER")).isNull();
        }
        assertThat(negotiation(ChannelBindingPolicy.OFFER, DISCOVERY).tokenMechanisms())
                .doesNotContain(SaslMechanism.OAUTHBEARER);
    }

    /** A step may be logged; what it asks about is a secret. */
    @Test
    void a_token_is_not_told_with_the_step() {
        assertThat(new SaslStep.NeedGrant("secret").toString()).doesNotContain("secret");
    }
}
