package stoa.webapi.oauth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.session.Application;
import stoa.store.Bytes;
import stoa.store.TokenHash;
import stoa.xmpp.jid.BareJid;

/**
 * Authorization codes (RFC 6749 section 4.1.2): 256 random bits, good once and for a minute, in
 * memory only and by their hash. A code that was shown stays known for ten minutes, so that the
 * grant can be ended which it has brought, or is about to, when somebody shows it again. Safe on
 * any thread.
 */
final class Codes {
    static final Duration LIFETIME = Duration.ofMinutes(1);
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /** Beyond it the oldest goes. */
    private static final int MOST = 10_000;

    private static final int BYTES = 32;

    /**
     * A code.
     *
     * @param grant which it brings
     */
    record Code(
            BareJid account,
            Application grant,
            AuthorizationRequest request,
            Instant issued,
            boolean shown) {
        Code asShown() {
            return new Code(account, grant, request, issued, true);
        }
    }

    /** What becomes of a code that is shown. */
    sealed interface Shown {}

    record Good(BareJid account, Application grant) implements Shown {}

    record Bad() implements Shown {}

    /** It was shown before: whatever it has brought is to end. */
    record Again(BareJid account, Application grant) implements Shown {}

    private final SecureRandom random;
    private final InstantSource clock;
    private final LinkedHashMap<Bytes, Code> codes = new LinkedHashMap<>();

    Codes(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /** A new code for what the owner of the account has allowed. */
    String issue(BareJid account, AuthorizationRequest request) {
        String code = fresh();
        Application grant =
                new Application(
                        fresh().substring(0, 16), request.application().name(), request.scope());
        synchronized (codes) {
            forgetOld();
            codes.put(
                    TokenHash.of(code), new Code(account, grant, request, clock.instant(), false));
        }
        return code;
    }

    private String fresh() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void forgetOld() {
        Instant oldest = clock.instant().minus(REMEMBERED);
        Iterator<Map.Entry<Bytes, Code>> all = codes.entrySet().iterator();
        while (all.hasNext()) {
            if (all.next().getValue().issued().isAfter(oldest) && codes.size() < MOST) {
                return;
            }
            all.remove();
        }
    }

    /**
     * Takes a code, whatever becomes of it: a wrong verifier, another application or another
     * redirect URI spoil it.
     *
     * @param redirect the parameter of the token request, or null
     */
    Shown take(String code, String clientId, @Nullable String redirect, @Nullable String verifier) {
        Code found;
        synchronized (codes) {
            found = codes.get(TokenHash.of(code));
            if (found != null && found.shown()) {
                codes.remove(
                        TokenHash.of(code)); // the grant that it is becoming is none, see knows
            } else if (found != null) {
                codes.put(TokenHash.of(code), found.asShown());
            }
        }
        if (found == null) {
            return new Bad();
        }
        AuthorizationRequest request = found.request();
        if (found.shown()) {
            return new Again(found.account(), found.grant());
        }
        boolean good =
                request.application().id().equals(clientId)
                        && clock.instant().isBefore(found.issued().plus(LIFETIME))
                        && Objects.equals(request.redirectAsked(), redirect)
                        && verifier != null
                        && fits(verifier, request.challenge());
        return good ? new Good(found.account(), found.grant()) : new Bad();
    }

    /** Whether a code was given, not forgotten since, and shown once at most. */
    boolean knows(String code) {
        synchronized (codes) {
            return codes.containsKey(TokenHash.of(code));
        }
    }

    /** RFC 7636 section 4.6. */
    private static boolean fits(String verifier, String challenge) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(verifier.getBytes(StandardCharsets.US_ASCII));
            String made = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
            return MessageDigest.isEqual(
                    made.getBytes(StandardCharsets.US_ASCII),
                    challenge.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** No code of that account is good any more. */
    void forget(BareJid account) {
        synchronized (codes) {
            codes.values().removeIf(code -> code.account().equals(account));
        }
    }
}
