package stoa.xmpp.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.xmpp.sasl.SaslFixture.bytes;
import static stoa.xmpp.sasl.SaslFixture.exchange;
import static stoa.xmpp.sasl.SaslFixture.keys;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stoa.xmpp.jid.BareJid;

/** XEP-0474: SCRAM tells the client what was offered, and its proofs cover that. */
class DowngradeProtectionTest {
    private static SaslSettings settings(
            Set<ScramHash> hashes, boolean plain, ChannelBindingPolicy policy, boolean protection) {
        return new SaslSettings(
                hashes,
                Set.of(),
                plain,
                policy,
                4096,
                protection,
                bytes("a secret of this server"));
    }

    private static String challenge(SaslNegotiation n, String mechanism, String header) {
        SaslExchange exchange = exchange(n, mechanism);
        exchange.begin(bytes(header + "n=juliet,r=x"));
        SaslStep step = exchange.provide(keys("r0m30", exchangeHash(mechanism)));
        return new String(((SaslStep.Challenge) step).data(), StandardCharsets.UTF_8);
    }

    private static ScramHash exchangeHash(String mechanism) {
        return mechanism.contains("256") ? ScramHash.SHA_256 : ScramHash.SHA_1;
    }

    @Test
    void the_example_of_section_5_3() {
        SaslNegotiation n =
                SaslFixture.negotiation(
                        settings(Set.of(ScramHash.SHA_1), false, ChannelBindingPolicy.OFFER, true),
                        SaslFixture.TLS);
        assertThat(challenge(n, "SCRAM-SHA-1-PLUS", "p=tls-exporter,,"))
                .endsWith(",i=4096,h=G6k/rBLDqgOhRRaCuuatSDFkJ08=");
    }

    @Test
    void the_hash_is_that_of_the_mechanism_and_the_offer_all_that_was_offered() {
        Set<ScramHash> both = Set.of(ScramHash.SHA_1, ScramHash.SHA_256);
        SaslNegotiation n =
                SaslFixture.negotiation(
                        settings(both, true, ChannelBindingPolicy.OFFER, true), SaslFixture.TLS);
        String offer =
                String.join(
                                "\u001E",
                                "PLAIN",
                                "SCRAM-SHA-1",
                                "SCRAM-SHA-1-PLUS",
                                "SCRAM-SHA-256",
                                "SCRAM-SHA-256-PLUS")
                        + "\u001Ftls-exporter\u001Etls-server-end-point";
        String expected = Base64.getEncoder().encodeToString(ScramHash.SHA_256.hash(bytes(offer)));
        assertThat(challenge(n, "SCRAM-SHA-256", "n,,")).endsWith(",h=" + expected);
    }

    @Test
    void without_channel_bindings_only_the_mechanisms_count() {
        SaslNegotiation n =
                SaslFixture.negotiation(
                        settings(Set.of(ScramHash.SHA_1), false, ChannelBindingPolicy.OFF, true),
                        SaslFixture.TLS);
        String expected =
                Base64.getEncoder().encodeToString(ScramHash.SHA_1.hash(bytes("SCRAM-SHA-1")));
        assertThat(challenge(n, "SCRAM-SHA-1", "n,,")).endsWith(",h=" + expected);
    }

    @Test
    void a_server_may_leave_it_out_for_clients_that_choke_on_it() {
        SaslNegotiation n =
                SaslFixture.negotiation(
                        settings(Set.of(ScramHash.SHA_1), false, ChannelBindingPolicy.OFF, false),
                        SaslFixture.TLS);
        assertThat(challenge(n, "SCRAM-SHA-1", "n,,")).endsWith(",i=4096");
    }

    /** Who strips the attribute, or puts another one in, makes the proof wrong. */
    @Test
    void the_clients_proof_covers_it() {
        for (String seen : List.of("", ",h=AAAA")) {
            SaslNegotiation n =
                    SaslFixture.negotiation(
                            settings(
                                    Set.of(ScramHash.SHA_1), false, ChannelBindingPolicy.OFF, true),
                            ChannelBindings.NONE);
            ScramClient client =
                    new ScramClient("1", "juliet", "r0m30", "nonce", "n,,", new byte[0]);
            SaslExchange exchange = exchange(n, "SCRAM-SHA-1");
            exchange.begin(client.first());
            String told =
                    new String(
                            ((SaslStep.Challenge) exchange.provide(keys("r0m30", ScramHash.SHA_1)))
                                    .data(),
                            StandardCharsets.UTF_8);
            String changed = told.substring(0, told.indexOf(",h=")) + seen;
            ScramExchangeTest.refused(
                    exchange.step(client.last(bytes(changed))), SaslCondition.NOT_AUTHORIZED);
        }
    }

    /** Asking with a name (XEP-0388 section 2.1) does not tell who exists. */
    @Test
    void names_that_nobody_has_pretend_to_all_kinds_of_accounts() {
        SaslSettings settings = SaslFixture.settings(ChannelBindingPolicy.OFFER);
        int newOnes = 0;
        int upgraded = 0;
        int weak = 0;
        for (int i = 0; i < 200; i++) {
            BareJid nobody = BareJid.of("nobody" + i, "example.org");
            Set<ScramHash> hashes = FakeKeys.hashes(nobody, settings);
            assertThat(FakeKeys.hashes(nobody, settings)).isEqualTo(hashes);
            if (hashes.equals(settings.hashes())) {
                newOnes++;
            } else if (hashes.contains(ScramHash.SHA_512)) {
                upgraded++;
            } else {
                weak++;
            }
        }
        assertThat(newOnes).isGreaterThan(60);
        assertThat(upgraded).isGreaterThan(20);
        assertThat(weak).isGreaterThan(20);
    }
}
