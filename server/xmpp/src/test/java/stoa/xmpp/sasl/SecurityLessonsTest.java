package stoa.xmpp.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.xmpp.sasl.SaslFixture.bytes;
import static stoa.xmpp.sasl.SaslFixture.exchange;
import static stoa.xmpp.sasl.SaslFixture.keys;

import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.xmpp.jid.BareJid;

/** What other servers had to mend, see docs/developing/security-lessons.md. */
class SecurityLessonsTest {
    /** The password is looked up for who authenticates, never for whom he would act as. */
    @Test
    void plain_authzid_mix_up() {
        for (String authzid : List.of("romeo@example.org", "example.org", "romeo", "@", "juliet")) {
            SaslExchange plain =
                    exchange(
                            SaslFixture.negotiation(ChannelBindingPolicy.OFF, ChannelBindings.NONE),
                            "PLAIN");
            ScramExchangeTest.refused(
                    plain.begin(bytes(authzid + "\0juliet\0r0m30")), SaslCondition.INVALID_AUTHZID);
        }
        SaslExchange plain =
                exchange(
                        SaslFixture.negotiation(ChannelBindingPolicy.OFF, ChannelBindings.NONE),
                        "PLAIN");
        assertThat(plain.begin(bytes("juliet@example.org\0juliet\0r0m30")))
                .isEqualTo(
                        new SaslStep.NeedCredentials(
                                BareJid.of("juliet@example.org"), SaslMechanism.PLAIN));
        assertThat(plain.provide(keys("r0m30", ScramHash.SHA_256)))
                .isInstanceOfSatisfying(
                        SaslStep.Success.class,
                        s -> assertThat(s.account()).isEqualTo(BareJid.of("juliet@example.org")));
    }

    @Test
    void mechanisms_accepted_though_not_offered() {
        for (ChannelBindingPolicy policy : ChannelBindingPolicy.values()) {
            for (ChannelBindings bindings : List.of(ChannelBindings.NONE, SaslFixture.TLS)) {
                for (boolean plain : List.of(true, false)) {
                    SaslNegotiation n =
                            SaslFixture.negotiation(
                                    SaslFixture.settings(policy).withPlain(plain), bindings);
                    for (SaslMechanism one : SaslMechanism.values()) {
                        boolean offered =
                                n.mechanisms().contains(one) || n.tokenMechanisms().contains(one);
                        assertThat(n.exchange(one.text()) != null)
                                .as("%s with %s, %s, plain %s", one, policy, bindings, plain)
                                .isEqualTo(offered);
                    }
                    for (String other :
                            List.of(
                                    "",
                                    "ANONYMOUS",
                                    "EXTERNAL",
                                    "plain",
                                    "PLAIN ",
                                    "SCRAM-SHA-3")) {
                        assertThat(n.exchange(other)).as(other).isNull();
                    }
                }
            }
        }
    }

    /**
     * An account that does not exist costs the same work, in the same steps, and ends in the same
     * words: a key is derived as often, from a salt as long.
     */
    @Test
    void scram_timing_and_user_enumeration() {
        SaslSettings settings = SaslFixture.settings(ChannelBindingPolicy.OFF);
        for (String name : List.of("nobody", "nemo", "neminem", "nullus", "nullum")) {
            BareJid nobody = BareJid.of(name, "example.org");
            for (ScramHash hash : settings.hashes()) {
                ScramKeys pretended = FakeKeys.of(nobody, settings, hash);
                assertThat(pretended.iterations()).isEqualTo(settings.iterations());
                assertThat(pretended.salt()).hasSize(ScramKeys.SALT_BYTES);
                assertThat(pretended.storedKey()).hasSize(hash.bytes());
                assertThat(pretended.matches("")).isFalse();
                assertThat(pretended.matches(name)).isFalse();
            }
            ScramKeys plain = FakeKeys.of(nobody, settings);
            assertThat(FakeKeys.hashes(nobody, settings)).contains(plain.hash());
            assertThat(plain.iterations()).isEqualTo(settings.iterations());
        }
        SaslExchange wrong = plain(settings);
        SaslExchange unknown = plain(settings);
        assertThat(wrong.provide(keys("r0m30", ScramHash.SHA_256)))
                .isEqualTo(unknown.provide(new Credentials.None()))
                .isEqualTo(SaslStep.notAuthorized());
    }

    private static SaslExchange plain(SaslSettings settings) {
        SaslExchange plain =
                exchange(SaslFixture.negotiation(settings, ChannelBindings.NONE), "PLAIN");
        plain.begin(bytes("\0juliet\0wrong"));
        return plain;
    }
}
