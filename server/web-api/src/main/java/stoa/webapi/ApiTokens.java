package stoa.webapi;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import stoa.store.Bytes;
import stoa.store.TokenHash;
import stoa.xmpp.jid.BareJid;

/**
 * Bearer tokens for the HTTP calls of a signed-in person: 256 random bits, in memory only, for an
 * hour. At most {@link #LIMIT} at a time; beyond it the ones that end soonest are dropped. Any
 * thread.
 */
public final class ApiTokens {
    public static final Duration LIFETIME = Duration.ofHours(1);
    private static final int LIMIT = 10_000;

    /** A token as handed out, once. */
    public record Issued(String token, Instant expires) {}

    private record Holder(BareJid account, Instant expires) {}

    private final Map<Bytes, Holder> byHash = new ConcurrentHashMap<>();
    private final SecureRandom random;
    private final InstantSource clock;

    public ApiTokens(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    public Issued issue(BareJid account) {
        Instant now = clock.instant();
        byHash.values().removeIf(holder -> holder.expires.isBefore(now));
        if (byHash.size() >= LIMIT) {
            byHash.entrySet().stream()
                    .min(Map.Entry.comparingByValue((a, b) -> a.expires.compareTo(b.expires)))
                    .ifPresent(soonest -> byHash.remove(soonest.getKey()));
        }
        Issued issued = new Issued(newToken(random), now.plus(LIFETIME));
        byHash.put(TokenHash.of(issued.token()), new Holder(account, issued.expires()));
        return issued;
    }

    /** Whose token this is, if it is valid. */
    public Optional<BareJid> holder(String token) {
        Holder holder = byHash.get(TokenHash.of(token));
        return holder == null || holder.expires.isBefore(clock.instant())
                ? Optional.empty()
                : Optional.of(holder.account);
    }

    /** Ends all tokens of an account: it was disabled, or signed out everywhere. */
    public void revoke(BareJid account) {
        byHash.values().removeIf(holder -> holder.account.equals(account));
    }

    /** A fresh token of 256 bits, safe in a URL. */
    static String newToken(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
