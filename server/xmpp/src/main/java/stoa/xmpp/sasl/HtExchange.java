package stoa.xmpp.sasl;

import static stoa.xmpp.sasl.SaslStep.failure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * The hashed token mechanisms of XEP-0484 (draft-schmaus-kitten-sasl-ht): the client sends its
 * name, a NUL and the HMAC, keyed with the token, of "Initiator" and the channel binding data; the
 * server answers with that of "Responder". One message each way.
 *
 * <p>What fits no token is {@code credentials-expired}: the server has made each of them, so
 * whoever holds one that it does not trust, or does not know any more, holds an old one (XEP-0484,
 * server responsibilities). Nothing is told by it of who exists.
 */
final class HtExchange implements SaslExchange {
    private static final byte[] INITIATOR = ScramKeys.ascii("Initiator");
    private static final byte[] RESPONDER = ScramKeys.ascii("Responder");

    private final SaslMechanism mechanism;
    private final String domain;
    private final ChannelBindings bindings;
    private @Nullable BareJid account;
    private byte[] claimed = {};

    HtExchange(SaslMechanism mechanism, String domain, ChannelBindings bindings) {
        this.mechanism = mechanism;
        this.domain = domain;
        this.bindings = bindings;
    }

    @Override
    public SaslMechanism mechanism() {
        return mechanism;
    }

    @Override
    public SaslStep step(byte[] message) {
        if (account != null) {
            return failure(SaslCondition.MALFORMED_REQUEST, "HT is one message");
        }
        int end = 0;
        while (end < message.length && message[end] != 0) {
            end++;
        }
        if (end == 0 || end == message.length) {
            return failure(SaslCondition.MALFORMED_REQUEST, "not a message of HT");
        }
        String username = Identity.utf8(Arrays.copyOf(message, end));
        BareJid named = username == null ? null : Identity.account(username, domain);
        if (named == null) {
            return SaslStep.notAuthorized();
        }
        account = named;
        claimed = Arrays.copyOfRange(message, end + 1, message.length);
        return new SaslStep.NeedCredentials(named, mechanism);
    }

    @Override
    public SaslStep provide(Credentials credentials) {
        BareJid named = Objects.requireNonNull(account, "not asked for credentials");
        String type = type();
        byte[] binding = type == null ? new byte[0] : bindings.data(type);
        if (binding == null) {
            return SaslStep.notAuthorized();
        }
        byte[] answer = null;
        List<String> valid =
                credentials instanceof Credentials.Tokens held ? held.tokens() : List.of();
        for (String token : valid) {
            byte[] key = token.getBytes(StandardCharsets.UTF_8);
            if (MessageDigest.isEqual(hmac(key, INITIATOR, binding), claimed)) {
                answer = hmac(key, RESPONDER, binding);
            }
        }
        return answer == null
                ? failure(SaslCondition.CREDENTIALS_EXPIRED, "no token that is good")
                : new SaslStep.Success(named, answer, type);
    }

    private @Nullable String type() {
        return switch (mechanism) {
            case HT_SHA_256_EXPR -> ChannelBindings.TLS_EXPORTER;
            case HT_SHA_256_ENDP -> ChannelBindings.TLS_SERVER_END_POINT;
            default -> null;
        };
    }

    private static byte[] hmac(byte[] token, byte[] who, byte[] binding) {
        Mac mac = ScramHash.SHA_256.mac(token);
        mac.update(who);
        return mac.doFinal(binding);
    }
}
