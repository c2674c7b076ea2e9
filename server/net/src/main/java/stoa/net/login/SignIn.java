package stoa.net.login;

import java.net.InetAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.SteadyClock;
import stoa.net.limit.GuessThrottle;
import stoa.store.account.AccountStore;
import stoa.store.account.FastToken;
import stoa.store.account.ScramKeys;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.sasl.ChannelBindings;
import stoa.xmpp.sasl.Credentials;
import stoa.xmpp.sasl.SaslCondition;
import stoa.xmpp.sasl.SaslExchange;
import stoa.xmpp.sasl.SaslMechanism;
import stoa.xmpp.sasl.SaslNegotiation;
import stoa.xmpp.sasl.SaslSettings;
import stoa.xmpp.sasl.SaslStep;
import stoa.xmpp.sasl.ScramHash;

/** What SASL exchanges need of the rest of the server. Safe on any thread. */
public final class SignIn {
    /** How many accounts are remembered to have bound the channel. */
    private static final int REMEMBERED = 50_000;

    /** What the store knows for an attempt. */
    public record Found(
            Credentials credentials,
            boolean enabled,
            List<FastToken> tokens,
            List<ScramKeys> keys) {
        static final Found NOTHING = new Found(new Credentials.None(), true, List.of(), List.of());

        /** The hashes that the account has keys for. */
        public Set<ScramHash> hashes() {
            return SignIn.hashes(keys);
        }

        /** The account's own keys that a client has proven the password with, or null. */
        public @Nullable ScramKeys proven() {
            if (!(credentials instanceof Credentials.Scram scram)) {
                return null;
            }
            String hash = scram.keys().hash().text();
            return keys.stream().filter(one -> one.hash().equals(hash)).findFirst().orElse(null);
        }
    }

    /** What became of a secret that a client has shown. */
    public sealed interface Judged {
        /** It was not looked at. */
        record Blocked(GuessThrottle.Verdict why) implements Judged {}

        /**
         * It was.
         *
         * @param delayMs after which a failure is answered
         */
        record Seen(SaslStep step, long delayMs) implements Judged {}
    }

    private final SaslSettings settings;
    private final AccountStore accounts;
    private final FastTokens tokens;
    private final PasswordUpgrades upgrades;
    private final Clients clients;
    private final PasswordChanges changes;
    private final GuessThrottle guesses;
    private final Executor derivations;
    private final @Nullable BearerTokens bearers;
    private final Set<BareJid> binding =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>(16, 0.75f, true) {
                                private static final long serialVersionUID = 1L;

                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<BareJid, Boolean> eldest) {
                                    return size() > REMEMBERED;
                                }
                            }));

    /**
     * @param derivations where keys are derived from passwords: some milliseconds of work each, on
     *     bounded threads with a bounded queue; what it rejects fails for now
     * @param bearers what OAUTHBEARER asks, or null where it is not offered
     */
    public SignIn(
            SaslSettings settings,
            AccountStore accounts,
            FastTokens tokens,
            PasswordUpgrades upgrades,
            Clients clients,
            PasswordChanges changes,
            GuessThrottle guesses,
            Executor derivations,
            @Nullable BearerTokens bearers) {
        this.settings = settings;
        this.accounts = accounts;
        this.tokens = tokens;
        this.upgrades = upgrades;
        this.clients = clients;
        this.changes = changes;
        this.guesses = guesses;
        this.derivations = derivations;
        this.bearers = bearers;
    }

    public GuessThrottle guesses() {
        return guesses;
    }

    public FastTokens tokens() {
        return tokens;
    }

    public PasswordUpgrades upgrades() {
        return upgrades;
    }

    public Clients clients() {
        return clients;
    }

    public PasswordChanges changes() {
        return changes;
    }

    /** Whether what somebody has signed in with is good no longer. */
    public boolean isOutdated(BareJid account, SignedIn how) {
        return changes.since(how.changesBefore(), account) || clients.isOver(how);
    }

    /** What to offer whoever has not said which account it will sign in to. */
    public Set<ScramHash> hashes() {
        return settings.hashes();
    }

    /** The upgrades that an account with these hashes lacks (XEP-0480), weakest first. */
    public List<ScramHash> lacking(Set<ScramHash> hashes) {
        return settings.lacking(hashes);
    }

    /**
     * The exchanges of one connection.
     *
     * @param hashes what to offer
     * @param encrypted whether the connection is: a bearer token is for such alone (RFC 7628
     *     section 5)
     */
    public SaslNegotiation negotiation(
            Set<ScramHash> hashes,
            String domain,
            ChannelBindings bindings,
            boolean plain,
            boolean encrypted,
            Supplier<String> nonces) {
        String discovery = bearers == null || !encrypted ? null : bearers.discovery(domain);
        return new SaslNegotiation(
                settings.withPlain(plain), hashes, domain, bindings, nonces, discovery);
    }

    /** What a bearer token tells; nothing when it is not good. */
    public CompletionStage<Optional<BearerTokens.Granted>> bearer(String token) {
        return bearers == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : bearers.find(token);
    }

    /**
     * Looks up what an exchange has asked for.
     *
     * @param clientId the SASL2 user agent's id, or null
     */
    public CompletionStage<Found> find(
            BareJid account, SaslMechanism mechanism, @Nullable String clientId) {
        if (mechanism.isToken()) {
            return tokens.find(account, mechanism, clientId)
                    .thenCombine(
                            accounts.find(account),
                            (valid, stored) ->
                                    new Found(
                                            new Credentials.None(),
                                            stored.isPresent() && stored.get().enabled(),
                                            stored.isPresent() ? valid : List.of(),
                                            List.of()));
        }
        return accounts.credentials(account)
                .thenApply(
                        stored ->
                                stored.map(known -> found(account, known, mechanism.hash()))
                                        .orElse(Found.NOTHING));
    }

    private Found found(
            BareJid account, stoa.store.account.Credentials known, @Nullable ScramHash hash) {
        return new Found(
                choose(account, known.keys(), hash),
                known.account().enabled(),
                List.of(),
                known.keys());
    }

    /**
     * The hashes that an account can sign in with (XEP-0388 section 2.1). An account that does not
     * exist has some too.
     */
    public CompletionStage<Set<ScramHash>> hashes(BareJid account) {
        return accounts.credentials(account)
                .thenApply(
                        stored -> {
                            Set<ScramHash> has =
                                    stored.map(known -> hashes(known.keys())).orElse(Set.of());
                            return has.isEmpty() ? settings.pretended(account) : has;
                        });
    }

    private static Set<ScramHash> hashes(List<ScramKeys> keys) {
        Set<ScramHash> hashes = EnumSet.noneOf(ScramHash.class);
        for (ScramKeys one : keys) {
            ScramHash hash = ScramHash.of(one.hash());
            if (hash != null) {
                hashes.add(hash);
            }
        }
        return hashes;
    }

    private Credentials choose(BareJid account, List<ScramKeys> keys, @Nullable ScramHash hash) {
        ScramKeys best = null;
        for (ScramKeys one : keys) {
            boolean fits = hash == null || one.hash().equals(hash.text());
            if (fits && (best == null || one.hash().compareTo(best.hash()) > 0)) {
                best = one;
            }
        }
        return best == null
                ? new Credentials.None()
                : new Credentials.Scram(read(best), binding.contains(account));
    }

    private static stoa.xmpp.sasl.ScramKeys read(ScramKeys stored) {
        return new stoa.xmpp.sasl.ScramKeys(
                Objects.requireNonNull(ScramHash.of(stored.hash()), "a hash that is not known"),
                stored.salt().array(),
                stored.iterations(),
                stored.storedKey().array(),
                stored.serverKey().array());
    }

    /**
     * Gives an exchange its credentials, where the work it takes may be done.
     *
     * @param proof what a PLAIN exchange, which has the password already, makes of them
     */
    public CompletionStage<Judged> provide(
            SaslExchange exchange,
            Credentials credentials,
            Function<Supplier<SaslStep>, Judged> proof) {
        if (exchange.mechanism() != SaslMechanism.PLAIN) {
            return CompletableFuture.completedFuture(
                    new Judged.Seen(exchange.provide(credentials), 0));
        }
        try {
            return CompletableFuture.supplyAsync(
                    () -> proof.apply(() -> exchange.provide(credentials)), derivations);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    new Judged.Seen(
                            SaslStep.failure(
                                    SaslCondition.TEMPORARY_AUTH_FAILURE,
                                    "too many sign-ins at once"),
                            0));
        }
    }

    /**
     * Looks at a password, or at the proof of one, unless too many wrong ones have been shown; and
     * counts it before the next is judged, so that asking for many at once gains nothing.
     */
    public Judged guess(
            InetAddress peer, BareJid account, SteadyClock clock, Supplier<SaslStep> proof) {
        GuessThrottle.Verdict verdict = guesses.judge(peer, account, clock.millis());
        if (verdict != GuessThrottle.Verdict.GO_ON) {
            return new Judged.Blocked(verdict);
        }
        SaslStep step = proof.get();
        long delayMs =
                step instanceof SaslStep.Failure failure && failure.guess()
                        ? guesses.wrong(peer, account, clock.millis())
                        : 0;
        return new Judged.Seen(step, delayMs);
    }

    /** An account has signed in and bound the channel. */
    public void hasBound(BareJid account) {
        binding.add(account);
    }
}
