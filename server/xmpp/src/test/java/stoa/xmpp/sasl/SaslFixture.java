package stoa.xmpp.sasl;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings, bindings and credentials the SASL tests share. */
final class SaslFixture {
    static final byte[] EXPORTER = bytes("exported keying material, 32 b.!");
    static final byte[] END_POINT = bytes("hash of the certificate");

    static final ChannelBindings TLS =
            new ChannelBindings() {
                @Override
                public List<String> types() {
                    return List.of(TLS_EXPORTER, TLS_SERVER_END_POINT);
                }

                @Override
                public byte @Nullable [] data(String type) {
                    return switch (type) {
                        case TLS_EXPORTER -> EXPORTER;
                        case TLS_SERVER_END_POINT -> END_POINT;
                        default -> null;
                    };
                }
            };

    private SaslFixture() {}

    static SaslSettings settings(ChannelBindingPolicy policy) {
        return new SaslSettings(
                Set.of(ScramHash.SHA_1, ScramHash.SHA_256),
                Set.of(ScramHash.SHA_256, ScramHash.SHA_512),
                true,
                policy,
                4096,
                false,
                bytes("a secret of this server"));
    }

    static SaslNegotiation negotiation(ChannelBindingPolicy policy, ChannelBindings bindings) {
        return negotiation(settings(policy), bindings);
    }

    static SaslNegotiation negotiation(SaslSettings settings, ChannelBindings bindings) {
        return new SaslNegotiation(
                settings, settings.hashes(), "example.org", bindings, () -> "server-nonce", null);
    }

    static Credentials keys(String password, ScramHash hash) {
        return new Credentials.Scram(
                ScramKeys.derive(password, bytes("salt of juliet"), 4096, hash), false);
    }

    static SaslExchange exchange(SaslNegotiation negotiation, String mechanism) {
        SaslExchange exchange = negotiation.exchange(mechanism);
        if (exchange == null) {
            throw new AssertionError(mechanism + " is not offered");
        }
        return exchange;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
