package stoa.net.login;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
    public record Found(Credentials credentials, boolean enabled, List<FastToken> tokens) {}

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
    private final GuessThrottle guesses;
    private final Executor derivations;
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
     */
    public SignIn(
            SaslSettings settings,
            AccountStore accounts,
            FastTokens tokens,
            GuessThrottle guesses,
            Executor derivations) {
        this.settings = settings;
        this.accounts = accounts;
        this.tokens = tokens;
        this.guesses = guesses;
        this.derivations = derivations;
    }

    public GuessThrottle guesses() {
        return guesses;
    }

    public FastTokens tokens() {
        return tokens;
    }

    /** The exchanges of one connection. */
    public SaslNegotiation negotiation(
            String domain, ChannelBindings bindings, boolean plain, Supplier<String> nonces) {
        return new SaslNegotiation(settings.withPlain(plain), domain, bindings, nonces);
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
                                            stored.isPresent() ? valid : List.of()));
        }
        return accounts.credentials(account)
                .thenApply(
                        stored ->
                                stored.map(
                                                known ->
                                                        new Found(
                                                                choose(
                                                                        account,
                                                                        known.keys(),
                                                                        mechanism.hash()),
                                                                known.account().enabled(),
                                                                List.of()))
                                        .orElseGet(
                                                () ->
                                                        new Found(
                                                                new Credentials.None(),
                                                                true,
                                                                List.of())));
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
        ScramHash hash = null;
        for (ScramHash one : ScramHash.values()) {
            if (one.text().equals(stored.hash())) {
                hash = one;
            }
        }
        return new stoa.xmpp.sasl.ScramKeys(
                Objects.requireNonNull(hash, "a hash that is not known"),
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
            InetAddress peer, BareJid account, InstantSource clock, Supplier<SaslStep> proof) {
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
