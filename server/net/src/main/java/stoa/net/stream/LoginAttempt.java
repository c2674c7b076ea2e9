package stoa.net.stream;

import java.net.InetAddress;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.net.limit.GuessThrottle;
import stoa.net.login.BearerTokens;
import stoa.net.login.FastTokens;
import stoa.net.login.SignIn;
import stoa.net.login.SignedIn;
import stoa.net.login.UserAgent;
import stoa.store.account.FastToken;
import stoa.store.account.ScramKeys;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.sasl.Credentials;
import stoa.xmpp.sasl.SaslCondition;
import stoa.xmpp.sasl.SaslExchange;
import stoa.xmpp.sasl.SaslMechanism;
import stoa.xmpp.sasl.SaslNegotiation;
import stoa.xmpp.sasl.SaslStep;
import stoa.xmpp.sasl.ScramHash;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/**
 * One attempt to sign in, in either dialect: drives the exchange, asks the throttle and the store,
 * and takes care of the token.
 */
final class LoginAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(LoginAttempt.class);

    private final ClientStream stream;
    private final StreamServer server;
    private final SaslNegotiation negotiation;
    private final LoginDialect dialect;
    private final Consumer<Boolean> ended;
    private String mechanismName = "";
    private @Nullable SaslExchange exchange;
    private SignIn.@Nullable Found found;
    private @Nullable FastToken used;
    private BearerTokens.@Nullable Granted granted;
    private @Nullable BareJid account;
    private @Nullable UpgradeTasks tasks;
    private byte[] message = {};
    private long changesBefore;

    /**
     * @param ended told once whether the client has signed in, after it was told
     */
    LoginAttempt(
            ClientStream stream,
            SaslNegotiation negotiation,
            LoginDialect dialect,
            Consumer<Boolean> ended) {
        this.stream = stream;
        this.server = stream.server();
        this.negotiation = negotiation;
        this.dialect = dialect;
        this.ended = ended;
    }

    /** Whether an element belongs to the exchange while it is under way. */
    boolean speaks(Element element) {
        return element.namespace().equals(dialect.namespace())
                && switch (element.name()) {
                    case "response" -> tasks == null;
                    case "next", "task-data" -> tasks != null;
                    default -> element.name().equals("abort");
                };
    }

    /** XEP-0388 section 2.4, unlike RFC 6120: not even white space is sent meanwhile. */
    boolean forbidsSpace() {
        return dialect.namespace().equals(Namespaces.SASL2);
    }

    void begin(String mechanism, @Nullable Element initial) {
        mechanismName = mechanism;
        SaslExchange begun = negotiation.exchange(mechanism);
        if (begun == null) {
            failed(SaslCondition.INVALID_MECHANISM, null);
            return;
        }
        SaslCondition fault = fault(begun.mechanism());
        if (fault != null) {
            failed(fault, null);
            return;
        }
        exchange = begun;
        String text = initial == null ? "" : initial.text().strip();
        if (text.isEmpty()) {
            next(begun.begin(null));
        } else {
            decode(text.equals("=") ? "" : text);
        }
    }

    /** What is wrong with what a request by that mechanism says of tokens (XEP-0484), or null. */
    private @Nullable SaslCondition fault(SaslMechanism mechanism) {
        if (mechanism.isToken() && !dialect.bringsToken()) {
            return dialect.knowsTokens()
                    ? SaslCondition.MALFORMED_REQUEST
                    : SaslCondition.INVALID_MECHANISM;
        }
        String wish = dialect.wantedToken();
        if (wish == null || wanted() != null) {
            return null;
        }
        return wish.isEmpty() ? SaslCondition.MALFORMED_REQUEST : SaslCondition.INVALID_MECHANISM;
    }

    void respond(Element response) {
        UpgradeTasks upgrading = tasks;
        if (upgrading != null) {
            upgrading.told(response);
            return;
        }
        String text = response.text().strip();
        decode(text.equals("=") ? "" : text);
    }

    private void decode(String base64) {
        SaslExchange current = exchange;
        if (current == null) {
            throw new IllegalStateException("not begun");
        }
        try {
            message = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            failed(SaslCondition.INCORRECT_ENCODING, null);
            return;
        }
        if (found == null) {
            next(current.step(message));
        } else {
            judged(guess(() -> current.step(message)));
        }
    }

    private void next(SaslStep step) {
        if (stream.hasEnded()) {
            return;
        }
        switch (step) {
            case SaslStep.Challenge challenge -> dialect.challenge(challenge.data());
            case SaslStep.NeedCredentials need -> lookUp(need);
            case SaslStep.NeedGrant need -> lookUp(need);
            case SaslStep.Success success -> succeeded(success);
            case SaslStep.Failure failure ->
                    refused(
                            failure,
                            failure.guess()
                                    ? server.signIn.guesses().wrong(peer(), account, server.now())
                                    : 0);
        }
    }

    /** Looks at what should prove that the client knows the account's secret. */
    private SignIn.Judged guess(Supplier<SaslStep> proof) {
        return server.signIn.guess(peer(), Objects.requireNonNull(account), server.clock, proof);
    }

    private void judged(SignIn.Judged outcome) {
        if (stream.hasEnded()) {
            return;
        }
        switch (outcome) {
            case SignIn.Judged.Blocked blocked -> blocked(blocked.why());
            case SignIn.Judged.Seen seen -> {
                if (seen.step() instanceof SaslStep.Failure failure) {
                    refused(failure, seen.delayMs());
                } else {
                    next(seen.step());
                }
            }
        }
    }

    private @Nullable String clientId() {
        UserAgent agent = dialect.agent();
        return agent == null ? null : agent.id();
    }

    private InetAddress peer() {
        return stream.wire().peer();
    }

    private void lookUp(SaslStep.NeedCredentials need) {
        account = need.account();
        changesBefore = server.signIn.changes().count();
        if (!need.mechanism().isToken()) {
            GuessThrottle.Verdict verdict =
                    server.signIn.guesses().judge(peer(), need.account(), server.now());
            if (verdict != GuessThrottle.Verdict.GO_ON) {
                blocked(verdict);
                return;
            }
        }
        stream.await(
                server.signIn.find(need.account(), need.mechanism(), clientId()),
                known -> {
                    found = known;
                    provide(need.mechanism(), known);
                },
                this::broken);
    }

    /** Nobody guesses a bearer token, as little as one of XEP-0484. */
    private void lookUp(SaslStep.NeedGrant need) {
        changesBefore = server.signIn.changes().count();
        stream.await(server.signIn.bearer(need.token()), this::provide, this::broken);
    }

    private void provide(Optional<BearerTokens.Granted> known) {
        if (stream.hasEnded() || exchange == null) {
            return;
        }
        granted = known.orElse(null);
        next(
                exchange.provide(
                        known.<Credentials>map(one -> new Credentials.Granted(one.account()))
                                .orElseGet(Credentials.None::new)));
    }

    private void provide(SaslMechanism mechanism, SignIn.Found known) {
        if (stream.hasEnded() || exchange == null) {
            return;
        }
        if (mechanism.isToken()) {
            // Nobody guesses a token: 256 random bits. Those that are void come from clients that
            // have been away, and must not shut out their users' passwords.
            judged(new SignIn.Judged.Seen(proveToken(known.tokens()), 0));
        } else {
            stream.await(
                    server.signIn.provide(exchange, known.credentials(), this::guess),
                    this::judged,
                    this::broken);
        }
    }

    /** Tries the client's tokens one by one, to know which it holds. */
    private SaslStep proveToken(List<FastToken> tokens) {
        SaslStep outcome = null;
        for (FastToken token : tokens) {
            SaslExchange one = negotiation.exchange(mechanismName);
            if (one == null || !(one.step(message) instanceof SaslStep.NeedCredentials)) {
                break;
            }
            String text = server.signIn.tokens().text(token);
            outcome = one.provide(new Credentials.Tokens(List.of(text)));
            if (outcome instanceof SaslStep.Success) {
                used = token;
                return server.signIn.tokens().hasExpired(token)
                        ? SaslStep.failure(SaslCondition.CREDENTIALS_EXPIRED, "an old token")
                        : outcome;
            }
        }
        return outcome != null || exchange == null
                ? (outcome == null ? SaslStep.notAuthorized() : outcome)
                : exchange.provide(new Credentials.None());
    }

    private void blocked(GuessThrottle.Verdict verdict) {
        server.metrics.loginsThrottled.increment();
        LOG.warn("login_throttled peer={} reason={}", peer().getHostAddress(), verdict);
        if (verdict == GuessThrottle.Verdict.ADDRESS_BLOCKED) {
            stream.fail(StreamError.Condition.POLICY_VIOLATION.error("too many wrong passwords"));
        } else {
            failed(SaslCondition.TEMPORARY_AUTH_FAILURE, "Try again in a few minutes.");
        }
    }

    private void refused(SaslStep.Failure failure, long delayMs) {
        LOG.info(
                "login_failed peer={} mechanism={} reason=\"{}\"",
                peer().getHostAddress(),
                exchange == null ? "-" : exchange.mechanism().text(),
                failure.reason());
        stream.later(delayMs, () -> failed(failure.condition(), null));
    }

    private void failed(SaslCondition condition, @Nullable String text) {
        server.metrics.loginsFailed.increment();
        dialect.failure(condition.text(), text);
        ended.accept(false);
    }

    private void broken(Throwable failure) {
        if (!stream.hasEnded()) {
            LOG.error("login_broken", failure);
            failed(SaslCondition.TEMPORARY_AUTH_FAILURE, null);
        }
    }

    private void succeeded(SaslStep.Success success) {
        SignIn.Found known = found;
        if ((known != null && !known.enabled()) || (granted != null && !granted.enabled())) {
            failed(SaslCondition.ACCOUNT_DISABLED, null);
            return;
        }
        Long counter = dialect.counter();
        FastToken token = used;
        if (token != null
                && counter != null
                && !server.signIn.tokens().accept(success.account(), token, counter)) {
            failed(SaslCondition.NOT_AUTHORIZED, null);
            return;
        }
        List<ScramHash> upgrades = upgrades();
        ScramKeys proven = known == null ? null : known.proven();
        if (upgrades.isEmpty() || proven == null) {
            complete(success);
            return;
        }
        byte[] data = success.data();
        tasks =
                new UpgradeTasks(
                        stream,
                        dialect,
                        new UpgradeTasks.Proven(success.account(), proven),
                        upgrades,
                        () ->
                                complete(
                                        new SaslStep.Success(
                                                success.account(), null, success.channelBinding())),
                        condition -> failed(condition, null));
        tasks.begin(data);
    }

    /**
     * XEP-0480 section 2.2: those the client asks for and the account lacks. Only for who has shown
     * a password: a token must not become one.
     */
    private List<ScramHash> upgrades() {
        SignIn.Found known = found;
        if (used != null || known == null || known.keys().isEmpty()) {
            return List.of();
        }
        List<ScramHash> lacking = server.signIn.lacking(known.hashes());
        return dialect.wantedUpgrades().stream().filter(lacking::contains).toList();
    }

    /** Nothing more is to be done. */
    private void complete(SaslStep.Success success) {
        stream.await(
                tokens(success.account()),
                issued -> finished(success, issued),
                failure -> {
                    if (dialect.revokesToken()) {
                        broken(failure);
                    } else {
                        // Signed in is signed in; the client asks for a token another time.
                        LOG.error("token_not_stored", failure);
                        finished(success, null);
                    }
                });
    }

    private CompletionStage<FastTokens.@Nullable Issued> tokens(BareJid who) {
        FastTokens tokens = server.signIn.tokens();
        SignIn.Found known = found;
        FastToken token = used;
        String client = clientId();
        if (client == null || known == null) {
            return CompletableFuture.completedFuture(null);
        }
        SaslMechanism wanted = wanted();
        if (dialect.revokesToken()) {
            // XEP-0484 section 3.6: a new one only for who asks for it.
            return wanted == null
                    ? tokens.revoke(who, client).thenApply(done -> null)
                    : tokens.issue(who, client, wanted);
        }
        if (token != null) {
            boolean counted = dialect.counter() != null;
            return tokens.used(who, client, known.tokens(), token, counted, wanted);
        }
        return wanted == null
                ? CompletableFuture.completedFuture(null)
                : tokens.issue(who, client, wanted);
    }

    /** XEP-0484 section 3.2: what a token is wanted for, where that is offered; else null. */
    private @Nullable SaslMechanism wanted() {
        String wish = dialect.wantedToken();
        SaslMechanism wanted = wish == null ? null : SaslMechanism.of(wish);
        return wanted != null && negotiation.tokenMechanisms().contains(wanted) ? wanted : null;
    }

    private void finished(SaslStep.Success success, FastTokens.@Nullable Issued issued) {
        if (stream.hasEnded()) {
            return;
        }
        server.metrics.loginsSucceeded.increment();
        if (granted == null) { // else it is an application's address, which proves no password
            server.signIn.guesses().right(peer(), success.account());
        }
        if (success.channelBinding() != null) {
            server.signIn.hasBound(success.account());
        }
        ended.accept(true);
        SignedIn how = how();
        stream.authenticated(success.account(), how);
        if (granted != null || !dialect.revokesToken()) {
            server.signIn.clients().seen(success.account(), how);
        }
        dialect.success(success.data(), issued);
    }

    private SignedIn how() {
        BearerTokens.Granted grant = granted;
        return new SignedIn(
                grant == null ? dialect.agent() : grant.application(),
                used == null && grant == null,
                server.signIn.clients().now(),
                changesBefore);
    }
}
