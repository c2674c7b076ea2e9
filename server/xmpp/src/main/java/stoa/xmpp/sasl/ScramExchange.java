package stoa.xmpp.sasl;

import static stoa.xmpp.sasl.SaslStep.failure;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * SCRAM on the server's side, RFC 5802: the client's first message names the account, the server
 * answers with the salt, the client's final message proves the password, the server's final one
 * proves that the server knew it.
 */
final class ScramExchange implements SaslExchange {
    private final SaslMechanism mechanism;
    private final ScramHash hash;
    private final SaslNegotiation negotiation;

    private @Nullable ScramClientFirst first;
    private @Nullable BareJid account;
    private @Nullable ScramKeys keys;
    private SaslNegotiation.Verdict verdict = SaslNegotiation.Verdict.ACCEPTED;
    private boolean exists;
    private String nonce = "";
    private String serverFirst = "";

    ScramExchange(SaslMechanism mechanism, SaslNegotiation negotiation) {
        this.mechanism = mechanism;
        this.hash = Objects.requireNonNull(mechanism.hash());
        this.negotiation = negotiation;
    }

    @Override
    public SaslMechanism mechanism() {
        return mechanism;
    }

    @Override
    public SaslStep step(byte[] message) {
        String text = Identity.utf8(message);
        if (text == null) {
            return failure(SaslCondition.MALFORMED_REQUEST, "not UTF-8");
        }
        if (first == null) {
            return clientFirst(text);
        }
        return keys == null
                ? failure(SaslCondition.MALFORMED_REQUEST, "a message too many")
                : clientFinal(text, first, keys);
    }

    private SaslStep clientFirst(String text) {
        ScramClientFirst message = ScramClientFirst.parse(text);
        if (message == null) {
            return failure(SaslCondition.MALFORMED_REQUEST, "not a first message of SCRAM");
        }
        BareJid claimed = Identity.account(message.username(), negotiation.domain());
        if (claimed == null) {
            return SaslStep.notAuthorized();
        }
        if (!Identity.isSelf(message.authzid(), claimed)) {
            return failure(SaslCondition.INVALID_AUTHZID, "nobody acts as another");
        }
        SaslStep.Failure refused = checkBinding(message, claimed);
        if (refused != null) {
            return refused;
        }
        first = message;
        account = claimed;
        return new SaslStep.NeedCredentials(claimed, mechanism);
    }

    /** RFC 5802 section 6. */
    private SaslStep.@Nullable Failure checkBinding(ScramClientFirst message, BareJid claimed) {
        if (mechanism.bindsChannel() != (message.flag() == 'p')) {
            return failure(
                    SaslCondition.MALFORMED_REQUEST, "the flag does not go with the mechanism");
        }
        if (message.flag() == 'y') {
            verdict = negotiation.judge(claimed);
            return verdict == SaslNegotiation.Verdict.REFUSED ? downgraded() : null;
        }
        if (message.flag() == 'p' && !negotiation.bindings().types().contains(message.binding())) {
            negotiation.noteCannotBind(claimed);
            return failure(SaslCondition.MALFORMED_REQUEST, "an unsupported channel binding type");
        }
        return null;
    }

    private static SaslStep.Failure downgraded() {
        return failure(
                SaslCondition.NOT_AUTHORIZED, "the client did not see that channels can be bound");
    }

    @Override
    public SaslStep provide(Credentials credentials) {
        ScramClientFirst message = Objects.requireNonNull(first, "not asked for credentials");
        BareJid claimed = Objects.requireNonNull(account);
        if (credentials instanceof Credentials.Scram known && known.keys().hash() == hash) {
            if (verdict == SaslNegotiation.Verdict.REFUSED_IF_ACCOUNT_BINDS
                    && known.bindsChannel()) {
                return downgraded();
            }
            exists = true;
            keys = known.keys();
        } else {
            keys = FakeKeys.of(claimed, negotiation.settings(), hash);
        }
        nonce = message.nonce() + negotiation.nonce();
        serverFirst =
                "r="
                        + nonce
                        + ",s="
                        + Base64.getEncoder().encodeToString(keys.salt())
                        + ",i="
                        + keys.iterations()
                        + downgradeProtection();
        return new SaslStep.Challenge(serverFirst.getBytes(StandardCharsets.UTF_8));
    }

    /** XEP-0474 section 5.1: covered by the proofs of both sides like all of the message. */
    private String downgradeProtection() {
        String offer = negotiation.offer();
        return offer == null
                ? ""
                : ",h="
                        + Base64.getEncoder()
                                .encodeToString(
                                        hash.hash(offer.getBytes(StandardCharsets.US_ASCII)));
    }

    private SaslStep clientFinal(String text, ScramClientFirst message, ScramKeys known) {
        ScramClientFinal last = ScramClientFinal.parse(text);
        if (last == null) {
            return failure(SaslCondition.MALFORMED_REQUEST, "not a final message of SCRAM");
        }
        byte[] expectedBinding = expectedBinding(message);
        if (expectedBinding == null || !MessageDigest.isEqual(expectedBinding, last.binding())) {
            return new SaslStep.Failure(
                    SaslCondition.NOT_AUTHORIZED, "the channel bindings do not match", true);
        }
        if (!last.nonce().equals(nonce)) {
            return SaslStep.notAuthorized();
        }
        byte[] authMessage =
                (message.bare() + ',' + serverFirst + ',' + last.withoutProof())
                        .getBytes(StandardCharsets.UTF_8);
        byte[] clientKey = hash.hmac(known.storedKey(), authMessage);
        if (last.proof().length != clientKey.length) {
            return SaslStep.notAuthorized();
        }
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= last.proof()[i];
        }
        boolean proven = MessageDigest.isEqual(hash.hash(clientKey), known.storedKey());
        if (!proven || !exists) {
            return SaslStep.notAuthorized();
        }
        byte[] signature = hash.hmac(known.serverKey(), authMessage);
        String serverFinal = "v=" + Base64.getEncoder().encodeToString(signature);
        return new SaslStep.Success(
                Objects.requireNonNull(account),
                serverFinal.getBytes(StandardCharsets.UTF_8),
                message.flag() == 'p' ? message.binding() : null);
    }

    /** What the client's 'c' must be: its own header, and the binding it named. */
    private byte @Nullable [] expectedBinding(ScramClientFirst message) {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(message.gs2Header().getBytes(StandardCharsets.UTF_8));
        if (message.flag() == 'p') {
            byte[] data = negotiation.bindings().data(message.binding());
            if (data == null) {
                return null;
            }
            expected.writeBytes(data);
        }
        return expected.toByteArray();
    }
}
