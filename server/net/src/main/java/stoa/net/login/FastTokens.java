package stoa.net.login;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.Change;
import stoa.store.Bytes;
import stoa.store.account.FastToken;
import stoa.store.account.FastTokenStore;
import stoa.store.account.FastTokensSaved;
import stoa.store.account.FastTokensUsed;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.sasl.SaslMechanism;

/**
 * The tokens of XEP-0484: a client that has signed in gets one and signs in with it from then on.
 *
 * <p>A proof is made with the token itself, so the server must be able to tell what it is; but what
 * is stored is only a random seed, and the token is derived from it with the server's secret. A
 * copy of the accounts alone signs nobody in.
 *
 * <p>A client has one token, or two while it may not have received the newer one yet: the first use
 * of the newer voids the older. Safe on any thread.
 */
public final class FastTokens {
    /** How long a token is good, and after what age its use brings a new one. */
    public record Settings(Duration lifetime, Duration rotateAfter, int mostClients) {
        public static final Settings DEFAULTS =
                new Settings(Duration.ofDays(30), Duration.ofDays(1), 50);
    }

    /** A token to hand out. */
    public record Issued(String token, Instant expires) {}

    /** A token in memory: what is stored of it names it. */
    private record Named(BareJid account, Bytes key) {}

    private static final int SEED_BYTES = 32;
    private static final int COUNTERS = 20_000;

    private final FastTokenStore store;
    private final Function<List<Change>, CompletionStage<Void>> journal;
    private final byte[] secret;
    private final Settings settings;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** The counters accepted by this process, which may not be in the store yet. */
    private final Map<Named, Long> counters = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param journal stores changes; its stage completes when they are durable
     * @param secret known to this server only and kept over restarts
     */
    public FastTokens(
            FastTokenStore store,
            Function<List<Change>, CompletionStage<Void>> journal,
            byte[] secret,
            Settings settings,
            InstantSource clock) {
        this.store = store;
        this.journal = journal;
        this.secret = secret.clone();
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The tokens of that client and mechanism, also those that have expired: who proves one of
     * these is told so.
     */
    CompletionStage<List<FastToken>> find(
            BareJid account, SaslMechanism mechanism, @Nullable String clientId) {
        if (clientId == null) {
            return CompletableFuture.completedFuture(List.of());
        }
        return store.find(account, clientId)
                .thenApply(
                        all ->
                                all.stream()
                                        .filter(t -> t.mechanism().equals(mechanism.text()))
                                        .toList());
    }

    /** The token as its client has it. */
    public String text(FastToken token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((byte) 'F');
            byte[] derived = mac.doFinal(token.key().array());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(derived);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** Whether a token has outlived its time (section 4.2). */
    public boolean hasExpired(FastToken token) {
        return !clock.instant().isBefore(token.expiresAt());
    }

    /**
     * Accepts a counter once: it must be greater than all that were used with this token before
     * (section 3.4). A new token begins anew.
     */
    public boolean accept(BareJid account, FastToken token, long counter) {
        synchronized (counters) {
            Named named = new Named(account, token.key());
            Long seen = counters.get(named);
            if (counter <= token.counter() || (seen != null && counter <= seen)) {
                return false;
            }
            counters.put(named, counter);
            if (counters.size() > COUNTERS) {
                counters.remove(counters.keySet().iterator().next());
            }
            return true;
        }
    }

    /** The greatest counter that was accepted: sign-ins may be stored in another order. */
    private long counter(BareJid account, FastToken token) {
        synchronized (counters) {
            Long seen = counters.get(new Named(account, token.key()));
            return seen == null ? token.counter() : Math.max(seen, token.counter());
        }
    }

    /**
     * What a sign-in with a token changes. A token that was revoked meanwhile stays so.
     *
     * @param all the tokens of the client, the current one first
     * @param used the one of them that was proven
     * @param counted whether a counter came with it
     * @param wanted the mechanism a new token was asked for, or null
     * @return the new token, or null; after what changed is durable
     */
    public CompletionStage<@Nullable Issued> used(
            BareJid account,
            String clientId,
            List<FastToken> all,
            FastToken used,
            boolean counted,
            @Nullable SaslMechanism wanted) {
        Instant now = clock.instant();
        boolean old = now.isAfter(used.issuedAt().plus(settings.rotateAfter()));
        boolean replace = wanted != null || old;
        boolean newest = all.getLast().equals(used);
        boolean voidsOlder = newest && all.size() > 1;
        if (!replace && !counted && !voidsOlder) {
            return CompletableFuture.completedFuture(null);
        }
        List<FastToken> kept = new ArrayList<>();
        kept.add(
                new FastToken(
                        used.key(),
                        used.mechanism(),
                        used.issuedAt(),
                        used.expiresAt(),
                        counter(account, used),
                        now));
        FastToken fresh = null;
        if (replace) {
            fresh = newToken(wanted == null ? used.mechanism() : wanted.text(), now);
            kept.add(fresh);
        } else if (!newest) {
            kept.add(all.getLast());
        }
        Issued issued = fresh == null ? null : issued(fresh);
        return journal.apply(List.of(new FastTokensUsed(account, clientId, used.key(), kept)))
                .thenApply(done -> issued);
    }

    private Issued issued(FastToken fresh) {
        return new Issued(text(fresh), fresh.expiresAt());
    }

    /** The first token of a client that has signed in with a password. */
    public CompletionStage<@Nullable Issued> issue(
            BareJid account, String clientId, SaslMechanism mechanism) {
        FastToken fresh = newToken(mechanism.text(), clock.instant());
        return store.all(account)
                .thenCompose(
                        clients -> {
                            List<Change> changes = new ArrayList<>();
                            if (!clients.containsKey(clientId)
                                    && clients.size() >= settings.mostClients()) {
                                changes.add(
                                        new FastTokensSaved(account, oldest(clients), List.of()));
                            }
                            changes.add(new FastTokensSaved(account, clientId, List.of(fresh)));
                            return journal.apply(changes);
                        })
                .thenApply(done -> issued(fresh));
    }

    private static String oldest(Map<String, List<FastToken>> clients) {
        return clients.entrySet().stream()
                .min(
                        Comparator.comparing(
                                client ->
                                        client.getValue().stream()
                                                .map(FastToken::expiresAt)
                                                .max(Comparator.naturalOrder())
                                                .orElse(Instant.MIN)))
                .orElseThrow()
                .getKey();
    }

    /** The tokens of all clients of an account that are still good, by client id. */
    public CompletionStage<Map<String, List<FastToken>>> all(BareJid account) {
        return store.all(account)
                .thenApply(
                        clients -> {
                            Map<String, List<FastToken>> good = new HashMap<>();
                            clients.forEach(
                                    (id, tokens) -> {
                                        List<FastToken> left =
                                                tokens.stream()
                                                        .filter(one -> !hasExpired(one))
                                                        .toList();
                                        if (!left.isEmpty()) {
                                            good.put(id, left);
                                        }
                                    });
                            return good;
                        });
    }

    /** Signs the client out: none of its tokens is good any more. */
    public CompletionStage<Void> revoke(BareJid account, String clientId) {
        return journal.apply(List.of(new FastTokensSaved(account, clientId, List.of())));
    }

    private FastToken newToken(String mechanism, Instant now) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new FastToken(
                Bytes.of(seed), mechanism, now, now.plus(settings.lifetime()), 0, null);
    }
}
