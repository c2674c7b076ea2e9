package stoa.xmpp.sasl;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The mechanisms there are, best first. */
public enum SaslMechanism {
    SCRAM_SHA_512_PLUS(ScramHash.SHA_512),
    SCRAM_SHA_256_PLUS(ScramHash.SHA_256),
    SCRAM_SHA_1_PLUS(ScramHash.SHA_1),
    SCRAM_SHA_512(ScramHash.SHA_512),
    SCRAM_SHA_256(ScramHash.SHA_256),
    SCRAM_SHA_1(ScramHash.SHA_1),
    PLAIN(null),
    /** RFC 7628: a bearer token of OAuth 2.0. */
    OAUTHBEARER(null),
    /** XEP-0484 with {@link ChannelBindings#TLS_EXPORTER}. */
    HT_SHA_256_EXPR(null),
    /** XEP-0484 with {@link ChannelBindings#TLS_SERVER_END_POINT}. */
    HT_SHA_256_ENDP(null),
    /** XEP-0484 without channel binding. */
    HT_SHA_256_NONE(null);

    private final String text = name().toUpperCase(Locale.ROOT).replace('_', '-');
    private final @Nullable ScramHash hash;

    SaslMechanism(@Nullable ScramHash hash) {
        this.hash = hash;
    }

    /** The name on the wire. */
    public String text() {
        return text;
    }

    /** The hash of a SCRAM mechanism, else null. */
    public @Nullable ScramHash hash() {
        return hash;
    }

    /** True for the mechanisms that prove an XEP-0484 token, which only SASL2 offers. */
    public boolean isToken() {
        return text.startsWith("HT-");
    }

    /** True when the mechanism binds the channel. */
    public boolean bindsChannel() {
        return text.endsWith("-PLUS") || (isToken() && this != HT_SHA_256_NONE);
    }

    /** The mechanism of that name, or null. */
    public static @Nullable SaslMechanism of(String name) {
        for (SaslMechanism mechanism : values()) {
            if (mechanism.text.equals(name)) {
                return mechanism;
            }
        }
        return null;
    }
}
