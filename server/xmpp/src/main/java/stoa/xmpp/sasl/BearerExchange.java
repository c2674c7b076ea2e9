package stoa.xmpp.sasl;

import static stoa.xmpp.sasl.SaslStep.failure;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * OAUTHBEARER, RFC 7628: the client shows a bearer token, of which the server knows whose it is. To
 * one that is no good, or none, the server answers with JSON that says where a good one is to be
 * had (section 3.2.2); the client acknowledges that with anything, as a rule a single {@code %x01},
 * and then the exchange fails (section 3.2.3).
 */
final class BearerExchange implements SaslExchange {
    private static final char SEPARATOR = '\u0001';
    private static final String SCHEME = "bearer";

    private enum State {
        BEGUN,
        ASKED,
        REFUSED
    }

    /** What the client has said (section 3.1). */
    private record Said(String authzid, String token) {}

    private final String domain;
    private final String discovery;
    private State state = State.BEGUN;
    private String authzid = "";

    /**
     * @param discovery the address of the metadata, of which no character needs escaping in JSON
     */
    BearerExchange(String domain, String discovery) {
        this.domain = domain;
        this.discovery = discovery;
    }

    @Override
    public SaslMechanism mechanism() {
        return SaslMechanism.OAUTHBEARER;
    }

    @Override
    public SaslStep step(byte[] message) {
        if (state != State.BEGUN) {
            return state == State.REFUSED
                    ? failure(SaslCondition.NOT_AUTHORIZED, "no good bearer token")
                    : failure(SaslCondition.MALFORMED_REQUEST, "OAUTHBEARER is one message");
        }
        String text = Identity.utf8(message);
        Said said = text == null ? null : read(text);
        if (said == null) {
            return failure(SaslCondition.MALFORMED_REQUEST, "not a message of OAUTHBEARER");
        }
        if (said.token().isEmpty()) {
            return refuse(); // XEP-0493 section 2.3.1: it asks where to get one
        }
        authzid = said.authzid();
        state = State.ASKED;
        return new SaslStep.NeedGrant(said.token());
    }

    @Override
    public SaslStep provide(Credentials credentials) {
        if (!(credentials instanceof Credentials.Granted granted)
                || !granted.account().domain().equals(domain)) {
            return refuse();
        }
        BareJid account = granted.account();
        return Identity.isSelf(authzid, account)
                ? new SaslStep.Success(account, null, null)
                : failure(SaslCondition.INVALID_AUTHZID, "nobody acts as another");
    }

    private SaslStep refuse() {
        state = State.REFUSED;
        String json =
                "{\"status\":\"invalid_token\",\"openid-configuration\":\"" + discovery + "\"}";
        return new SaslStep.Challenge(json.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads {@code gs2-header kvsep *kvpair kvsep} (section 3.1); null when it is none. An empty
     * message is a client that has no token: some leave out all the rest then.
     */
    private static @Nullable Said read(String text) {
        if (text.isEmpty()) {
            return new Said("", "");
        }
        int header = text.indexOf(SEPARATOR);
        if (header < 0 || !text.endsWith("" + SEPARATOR)) {
            return null;
        }
        String authzid = authzid(text.substring(0, header));
        String pairs = text.substring(header + 1);
        String auth = authzid == null ? null : auth(pairs);
        return authzid == null || auth == null ? null : new Said(authzid, auth);
    }

    /**
     * The authorization identity of a gs2-header (RFC 5801 section 4), empty when there is none. A
     * flag 'p' asks for channel binding, which this mechanism has not.
     */
    private static @Nullable String authzid(String header) {
        String[] parts = header.split(",", -1);
        if (parts.length != 3
                || !(parts[0].equals("n") || parts[0].equals("y"))
                || !parts[2].isEmpty()) {
            return null;
        }
        if (parts[1].isEmpty()) {
            return "";
        }
        return parts[1].startsWith("a=") ? unescaped(parts[1].substring(2)) : null;
    }

    /** A saslname: {@code =2C} is a comma, {@code =3D} the equals sign, and nothing else. */
    private static @Nullable String unescaped(String name) {
        String rest = name.replace("=2C", "").replace("=3D", "");
        return name.isEmpty() || rest.contains("=")
                ? null
                : name.replace("=2C", ",").replace("=3D", "=");
    }

    /**
     * The token of the pairs, which end in an empty one; empty when there is none, null when they
     * are no pairs. Keys but {@code auth} are passed over, as the section demands; a second {@code
     * auth} is not.
     */
    private static @Nullable String auth(String pairs) {
        String token = null;
        String[] all = pairs.split("" + SEPARATOR, -1);
        // "k=v^A^A": the pair, the empty one that ends them, and what follows the last separator.
        for (int i = 0; i < all.length - 2; i++) {
            int equals = all[i].indexOf('=');
            if (equals <= 0
                    || !all[i].substring(0, equals).chars().allMatch(BearerExchange::alpha)) {
                return null;
            }
            if (all[i].startsWith("auth=")) {
                if (token != null) {
                    return null;
                }
                token = bearer(all[i].substring(equals + 1));
                if (token == null) {
                    return null;
                }
            }
        }
        boolean ends = all.length >= 2 && all[all.length - 2].isEmpty();
        return !ends ? null : token == null ? "" : token;
    }

    private static boolean alpha(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** The token of {@code Bearer TOKEN}; empty without one, null for another scheme. */
    private static @Nullable String bearer(String value) {
        String text = value.strip();
        if (text.isEmpty()) {
            return "";
        }
        if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String rest = text.substring(SCHEME.length());
        return rest.isEmpty() || rest.startsWith(" ") ? rest.strip() : null;
    }
}
