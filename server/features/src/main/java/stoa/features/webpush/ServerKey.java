package stoa.features.webpush;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The key by which push services know this server again (VAPID, RFC 8292): a browser's subscription
 * is made for it, and takes messages of nobody else. Any thread.
 */
public final class ServerKey {
    /** A token is good for at most a day (RFC 8292 section 2). */
    private static final Duration GOOD_FOR = Duration.ofHours(12);

    /** A new one is made when the last is that old: signing is the dearest part. */
    private static final Duration RENEW_AFTER = Duration.ofHours(6);

    private static final int TOKENS = 100;
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = url(ascii("{\"typ\":\"JWT\",\"alg\":\"ES256\"}"));

    private record Token(String text, long madeAtMs) {}

    private final ECPrivateKey secret;
    private final String shown;
    private final String contact;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    private ServerKey(ECPrivateKey secret, byte[] shown, String contact) {
        this.secret = secret;
        this.shown = url(shown);
        this.contact = contact;
    }

    /** A new one, as {@link #read} takes it. */
    public static byte[] make() throws GeneralSecurityException {
        KeyPair pair = P256.generate();
        byte[] secret = P256.encode((ECPrivateKey) pair.getPrivate());
        byte[] shown = P256.encode((ECPublicKey) pair.getPublic());
        byte[] both = Arrays.copyOf(secret, secret.length + shown.length);
        System.arraycopy(shown, 0, both, secret.length, shown.length);
        return both;
    }

    /**
     * Reads one.
     *
     * @param contact whom push services turn to: a {@code mailto:} or {@code https:} address
     *     (section 2.1)
     */
    public static ServerKey read(byte[] both, String contact) throws GeneralSecurityException {
        return new ServerKey(
                P256.scalar(Arrays.copyOf(both, P256.SCALAR_BYTES)),
                Arrays.copyOfRange(both, P256.SCALAR_BYTES, both.length),
                contact);
    }

    /** What a browser subscribes for, in base64url (section 3.2). */
    String shown() {
        return shown;
    }

    /** The header {@code Authorization} for messages to that address (section 3). */
    String authorization(URI endpoint, long nowMs) throws GeneralSecurityException {
        String origin = origin(endpoint);
        Token known = tokens.get(origin);
        if (known == null || nowMs - known.madeAtMs >= RENEW_AFTER.toMillis()) {
            if (tokens.size() >= TOKENS) {
                tokens.clear();
            }
            known = new Token(token(origin, nowMs), nowMs);
            tokens.put(origin, known);
        }
        return "vapid t=" + known.text + ", k=" + shown;
    }

    private static String origin(URI endpoint) {
        return endpoint.getScheme()
                + "://"
                + endpoint.getHost()
                + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort());
    }

    private String token(String origin, long nowMs) throws GeneralSecurityException {
        String claims =
                new JsonText()
                        .put("aud", origin)
                        .put("exp", (nowMs + GOOD_FOR.toMillis()) / 1_000)
                        .put("sub", contact)
                        .end();
        String signed = HEADER + "." + url(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(secret);
        signature.update(ascii(signed));
        return signed + "." + url(signature.sign());
    }

    private static String url(byte[] bytes) {
        return URL.encodeToString(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
