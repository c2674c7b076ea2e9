package stoa.xmpp.sasl;

import static stoa.xmpp.sasl.SaslStep.failure;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * PLAIN, RFC 4616: authorization identity, user name and password in one message. Who authenticates
 * is the user name, and the authorization identity must be that or empty: never may the password of
 * one account open another.
 */
final class PlainExchange implements SaslExchange {
    private final String domain;
    private final SaslSettings settings;
    private @Nullable BareJid account;
    private @Nullable String password;

    PlainExchange(String domain, SaslSettings settings) {
        this.domain = domain;
        this.settings = settings;
    }

    @Override
    public SaslMechanism mechanism() {
        return SaslMechanism.PLAIN;
    }

    @Override
    public SaslStep step(byte[] message) {
        if (account != null) {
            return failure(SaslCondition.MALFORMED_REQUEST, "PLAIN is one message");
        }
        String text = Identity.utf8(message);
        if (text == null) {
            return failure(SaslCondition.MALFORMED_REQUEST, "not UTF-8");
        }
        String[] parts = text.split("\0", -1);
        if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            return failure(SaslCondition.MALFORMED_REQUEST, "not the three parts of PLAIN");
        }
        BareJid claimed = Identity.account(parts[1], domain);
        if (claimed == null) {
            return SaslStep.notAuthorized();
        }
        if (!Identity.isSelf(parts[0], claimed)) {
            return failure(SaslCondition.INVALID_AUTHZID, "nobody acts as another");
        }
        account = claimed;
        password = parts[2];
        return new SaslStep.NeedCredentials(claimed, mechanism());
    }

    @Override
    public SaslStep provide(Credentials credentials) {
        BareJid claimed = Objects.requireNonNull(account, "not asked for credentials");
        String secret = Objects.requireNonNull(password, "asked once");
        password = null;
        // An account that does not exist costs the same work as one that does.
        ScramKeys keys =
                credentials instanceof Credentials.Scram known
                        ? known.keys()
                        : FakeKeys.of(claimed, settings);
        boolean matches = keys.matches(secret);
        return matches && credentials instanceof Credentials.Scram
                ? new SaslStep.Success(claimed, null, null)
                : SaslStep.notAuthorized();
    }
}
