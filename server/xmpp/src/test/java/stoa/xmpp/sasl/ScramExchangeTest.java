package stoa.xmpp.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.xmpp.sasl.SaslFixture.bytes;
import static stoa.xmpp.sasl.SaslFixture.exchange;
import static stoa.xmpp.sasl.SaslFixture.keys;
import static stoa.xmpp.sasl.SaslFixture.negotiation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.xmpp.jid.BareJid;

class ScramExchangeTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");

    private static SaslStep play(
            SaslNegotiation n, String mechanism, ScramClient client, Credentials credentials) {
        SaslExchange exchange = exchange(n, mechanism);
        SaslStep step = exchange.begin(client.first());
        if (step instanceof SaslStep.NeedCredentials need) {
            assertThat(need.account()).isEqualTo(JULIET);
            assertThat(need.mechanism().text()).isEqualTo(mechanism);
            step = exchange.provide(credentials);
        }
        return step instanceof SaslStep.Challenge challenge
                ? exchange.step(client.last(challenge.data()))
                : step;
    }

    private static ScramClient juliet(String hash, String header, byte[] binding) {
        return new ScramClient(hash, "juliet", "r0m30", "client-nonce", header, binding);
    }

    private static void vector(
            String mechanism,
            String snonce,
            String salt,
            String first,
            String challenge,
            String last,
            String success) {
        ScramHash hash = mechanism.endsWith("256") ? ScramHash.SHA_256 : ScramHash.SHA_1;
        SaslNegotiation n =
                new SaslNegotiation(
                        SaslFixture.settings(ChannelBindingPolicy.OFFER),
                        Set.of(hash),
                        "example.org",
                        ChannelBindings.NONE,
                        () -> snonce,
                        null);
        SaslExchange exchange = exchange(n, mechanism);
        assertThat(exchange.begin(null))
                .isInstanceOfSatisfying(
                        SaslStep.Challenge.class, c -> assertThat(c.data()).isEmpty());
        assertThat(exchange.step(bytes(first)))
                .isEqualTo(
                        new SaslStep.NeedCredentials(
                                BareJid.of("user@example.org"), exchange.mechanism()));
        ScramKeys keys = ScramKeys.derive("pencil", Base64.getDecoder().decode(salt), 4096, hash);
        assertThat(exchange.provide(new Credentials.Scram(keys, false)))
                .isInstanceOfSatisfying(
                        SaslStep.Challenge.class,
                        c -> assertThat(c.data()).asString().isEqualTo(challenge));
        assertThat(exchange.step(bytes(last)))
                .isInstanceOfSatisfying(
                        SaslStep.Success.class,
                        s -> {
                            assertThat(s.data()).asString().isEqualTo(success);
                            assertThat(s.account()).isEqualTo(BareJid.of("user@example.org"));
                            assertThat(s.channelBinding()).isNull();
                        });
    }

    @Test
    void the_example_of_rfc_5802_section_5() {
        vector(
                "SCRAM-SHA-1",
                "3rfcNHYJY1ZVvWVs7j",
                "QSXCR+Q6sek8bf92",
                "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
                "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
                "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
                "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    }

    @Test
    void the_example_of_rfc_7677_section_3() {
        vector(
                "SCRAM-SHA-256",
                "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
                "W22ZaJ0SNY7soEsUEjb6gQ==",
                "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    @ParameterizedTest
    @CsvSource({
        "SCRAM-SHA-1-PLUS, 1, tls-exporter", "SCRAM-SHA-256-PLUS, 256, tls-exporter",
        "SCRAM-SHA-1-PLUS, 1, tls-server-end-point", "SCRAM-SHA-256-PLUS, 256, tls-server-end-point"
    })
    void channels_are_bound(String mechanism, String hash, String type) {
        byte[] data = type.equals("tls-exporter") ? SaslFixture.EXPORTER : SaslFixture.END_POINT;
        ScramHash of = hash.equals("1") ? ScramHash.SHA_1 : ScramHash.SHA_256;
        for (ChannelBindingPolicy policy :
                Set.of(ChannelBindingPolicy.OFFER, ChannelBindingPolicy.REQUIRE)) {
            ScramClient client = juliet(hash, "p=" + type + ",,", data);
            SaslStep step =
                    play(
                            negotiation(policy, SaslFixture.TLS),
                            mechanism,
                            client,
                            keys("r0m30", of));
            assertThat(step)
                    .isInstanceOfSatisfying(
                            SaslStep.Success.class,
                            s -> {
                                assertThat(s.data()).asString().isEqualTo(client.serverFinal());
                                assertThat(s.channelBinding()).isEqualTo(type);
                            });
        }
        ScramClient between = juliet(hash, "p=" + type + ",,", bytes("another channel"));
        refused(
                play(
                        negotiation(ChannelBindingPolicy.OFFER, SaslFixture.TLS),
                        mechanism,
                        between,
                        keys("r0m30", of)),
                SaslCondition.NOT_AUTHORIZED);
    }

    @Test
    void a_header_that_was_changed_on_the_way_is_refused() {
        ScramClient client = juliet("1", "y,,", new byte[0]);
        SaslNegotiation n = negotiation(ChannelBindingPolicy.OFFER, ChannelBindings.NONE);
        SaslExchange exchange = exchange(n, "SCRAM-SHA-1");
        exchange.begin(
                bytes("n" + new String(client.first(), StandardCharsets.UTF_8).substring(1)));
        SaslStep.Challenge challenge =
                (SaslStep.Challenge) exchange.provide(keys("r0m30", ScramHash.SHA_1));
        refused(exchange.step(client.last(challenge.data())), SaslCondition.NOT_AUTHORIZED);
    }

    @Test
    void a_wrong_password_and_an_unknown_account_look_the_same() {
        ScramClient client = juliet("256", "n,,", new byte[0]);
        SaslNegotiation n = negotiation(ChannelBindingPolicy.OFFER, ChannelBindings.NONE);
        SaslStep wrong = play(n, "SCRAM-SHA-256", client, keys("other", ScramHash.SHA_256));
        SaslStep unknown = play(n, "SCRAM-SHA-256", client, new Credentials.None());
        assertThat(wrong).isEqualTo(SaslStep.notAuthorized());
        assertThat(unknown).isEqualTo(wrong);
    }

    @Test
    void an_unknown_account_always_has_the_same_salt_and_another_one_per_name_and_hash() {
        SaslSettings settings = SaslFixture.settings(ChannelBindingPolicy.OFFER);
        ScramKeys once = FakeKeys.of(JULIET, settings, ScramHash.SHA_1);
        assertThat(once).isEqualTo(FakeKeys.of(JULIET, settings, ScramHash.SHA_1));
        assertThat(once.salt()).hasSize(ScramKeys.SALT_BYTES);
        assertThat(once.salt())
                .isNotEqualTo(FakeKeys.of(JULIET, settings, ScramHash.SHA_256).salt())
                .isNotEqualTo(
                        FakeKeys.of(BareJid.of("romeo@example.org"), settings, ScramHash.SHA_1)
                                .salt());
    }

    @Test
    void names_are_unescaped_and_prepared() {
        SaslNegotiation n = negotiation(ChannelBindingPolicy.OFF, ChannelBindings.NONE);
        assertThat(exchange(n, "SCRAM-SHA-1").begin(bytes("n,,n=JULIET,r=x")))
                .isEqualTo(new SaslStep.NeedCredentials(JULIET, SaslMechanism.SCRAM_SHA_1));
        assertThat(exchange(n, "SCRAM-SHA-1").begin(bytes("n,,n=a=3Db=2Cc,r=x")))
                .isEqualTo(
                        new SaslStep.NeedCredentials(
                                BareJid.of("a=b,c", "example.org"), SaslMechanism.SCRAM_SHA_1));
    }

    @Test
    void nobody_acts_as_another() {
        SaslNegotiation n = negotiation(ChannelBindingPolicy.OFF, ChannelBindings.NONE);
        assertThat(exchange(n, "SCRAM-SHA-1").begin(bytes("n,a=juliet@example.org,n=juliet,r=x")))
                .isInstanceOf(SaslStep.NeedCredentials.class);
        for (String other : new String[] {"romeo@example.org", "juliet@other.org", "juliet", "@"}) {
            refused(
                    exchange(n, "SCRAM-SHA-1").begin(bytes("n,a=" + other + ",n=juliet,r=x")),
                    SaslCondition.INVALID_AUTHZID);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,",
                "n,,",
                "n,,n=juliet",
                "n,,n=,r=x",
                "n,,n=juliet,r=",
                "x,,n=juliet,r=x",
                "n,,m=ext,n=juliet,r=x",
                "n,b=x,n=juliet,r=x",
                "n,,n=ju=liet,r=x",
                "p,,n=juliet,r=x",
                "p=,,n=juliet,r=x",
                "n,,r=x,n=juliet",
                "n,,n=juliet,r=a\u0001b",
                "n,,n=ju\0liet,r=x",
                "p=tls-exporter,,n=juliet,r=x"
            })
    void what_is_no_first_message_is_malformed(String message) {
        SaslNegotiation n = negotiation(ChannelBindingPolicy.OFFER, SaslFixture.TLS);
        refused(exchange(n, "SCRAM-SHA-1").begin(bytes(message)), SaslCondition.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "c=biws,r=%s", "c=biws,p=AAAA", "r=%s,c=biws,p=AAAA", "c=!,r=%s,p=AA=="})
    void what_is_no_final_message_is_malformed(String message) {
        SaslNegotiation n = negotiation(ChannelBindingPolicy.OFF, ChannelBindings.NONE);
        SaslExchange exchange = exchange(n, "SCRAM-SHA-1");
        exchange.begin(bytes("n,,n=juliet,r=x"));
        exchange.provide(keys("r0m30", ScramHash.SHA_1));
        refused(
                exchange.step(bytes(message.replace("%s", "xserver-nonce"))),
                SaslCondition.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c=biws,r=xother,p=AAAA",
                "c=biws,r=xserver-nonce,p=AAAA",
                "c=eSws,r=xserver-nonce,p=AAAA"
            })
    void a_proof_that_does_not_fit_is_refused(String message) {
        SaslNegotiation n = negotiation(ChannelBindingPolicy.OFF, ChannelBindings.NONE);
        SaslExchange exchange = exchange(n, "SCRAM-SHA-1");
        exchange.begin(bytes("n,,n=juliet,r=x"));
        exchange.provide(keys("r0m30", ScramHash.SHA_1));
        refused(exchange.step(bytes(message)), SaslCondition.NOT_AUTHORIZED);
    }

    static void refused(SaslStep step, SaslCondition condition) {
        assertThat(step)
                .isInstanceOfSatisfying(
                        SaslStep.Failure.class,
                        f -> assertThat(f.condition()).isEqualTo(condition));
    }
}
