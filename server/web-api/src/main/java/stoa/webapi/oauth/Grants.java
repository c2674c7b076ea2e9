package stoa.webapi.oauth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.journal.Change;
import stoa.core.seal.Seal;
import stoa.core.session.Application;
import stoa.core.session.Scope;
import stoa.store.Bytes;
import stoa.store.TokenHash;
import stoa.store.account.Account;
import stoa.store.account.AccountStore;
import stoa.store.account.ClientForgotten;
import stoa.store.account.ClientSeen;
import stoa.store.account.FastToken;
import stoa.store.account.FastTokenStore;
import stoa.store.account.FastTokensSaved;
import stoa.store.account.FastTokensUsed;
import stoa.xmpp.jid.BareJid;

/**
 * What applications hold for accounts: an access token for signing in (RFC 6750) and a refresh
 * token for the next one. A token is sealed (it tells the server whose it is, and nobody else
 * anything), and of each its hash is kept, among XEP-0484's tokens under mechanisms that are none
 * of SASL's: so a new password and the end of the account end a grant as they end those, and it
 * stands among the account's clients (XEP-0494).
 *
 * <p>A refresh token is used once (RFC 9700 section 4.14.2). One that was made here for a grant
 * that still is, and is not its current one, has been used before: somebody has a copy, and the
 * grant ends. Safe on any thread.
 */
final class Grants {
    static final Duration ACCESS_LIFETIME = Duration.ofHours(1);

    /** From its last use; a grant that is not used so long is over. */
    static final Duration REFRESH_LIFETIME = Duration.ofDays(30);

    /** Of an account; beyond it the one that was used longest ago ends. */
    static final int MOST = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);
    private static final String ACCESS = "STOA-OAUTH-ACCESS";
    private static final String REFRESH = "STOA-OAUTH-REFRESH";

    /** Tokens to hand out, once, and what the application may with them. */
    record Issued(String access, String refresh, Scope scope) {}

    /** What a token tells. */
    private record Told(String mechanism, BareJid account, Application application, String holder) {
        String client() {
            return application.clientId();
        }
    }

    /** Parts of the server it uses. */
    record Parts(
            FastTokenStore tokens,
            AccountStore accounts,
            Function<List<Change>, CompletionStage<Void>> journal,
            InstantSource clock) {}

    private final Parts parts;
    private final Seal seal;
    private final BiConsumer<BareJid, String> ended;
    private final Set<Bytes> refreshing = ConcurrentHashMap.newKeySet();

    /**
     * @param ended told of each grant that is over, by the id of its client, after that is stored;
     *     on any thread, and only hands over
     */
    Grants(Parts parts, Seal seal, BiConsumer<BareJid, String> ended) {
        this.parts = parts;
        this.seal = seal;
        this.ended = ended;
    }

    /** A new grant, of an application that is allowed; nothing when the account is no more. */
    CompletionStage<Optional<Issued>> begin(
            BareJid account, Application application, String clientId) {
        Made made = make(account, application, clientId);
        return parts.accounts()
                .find(account)
                .thenCompose(
                        found ->
                                found.filter(Account::enabled).isEmpty()
                                        ? CompletableFuture.completedFuture(Optional.empty())
                                        : parts.tokens()
                                                .all(account)
                                                .thenCompose(
                                                        all ->
                                                                begin(
                                                                        account,
                                                                        application,
                                                                        made,
                                                                        tooMany(all))));
    }

    private CompletionStage<Optional<Issued>> begin(
            BareJid account, Application application, Made made, List<String> tooMany) {
        String client = application.clientId();
        List<Change> changes = new ArrayList<>();
        tooMany.forEach(old -> changes.addAll(ending(account, old)));
        changes.add(new FastTokensSaved(account, client, made.rows()));
        changes.add(
                new ClientSeen(
                        account, client, application.name(), null, parts.clock().instant(), false));
        return parts.journal()
                .apply(changes)
                .thenApply(
                        stored -> {
                            tooMany.forEach(old -> ended.accept(account, old));
                            LOG.info("oauth_granted account={}", account);
                            return Optional.of(made.issued());
                        });
    }

    private static List<String> tooMany(Map<String, List<FastToken>> all) {
        List<String> grants =
                all.entrySet().stream()
                        .filter(one -> Application.isClientId(one.getKey()))
                        .sorted(Comparator.comparing(one -> lastUse(one.getValue())))
                        .map(Map.Entry::getKey)
                        .toList();
        return grants.subList(0, Math.max(0, grants.size() - MOST + 1));
    }

    private static Instant lastUse(List<FastToken> tokens) {
        return tokens.stream()
                .map(FastToken::issuedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private record Made(Issued issued, List<FastToken> rows) {}

    private Made make(BareJid account, Application application, String clientId) {
        String client = application.clientId();
        Instant now = parts.clock().instant();
        String access = seal.close(ACCESS, account.toString(), client, holder(clientId));
        String refresh = seal.close(REFRESH, account.toString(), client, holder(clientId));
        return new Made(
                new Issued(access, refresh, application.scope()),
                List.of(
                        row(access, ACCESS, now, ACCESS_LIFETIME),
                        row(refresh, REFRESH, now, REFRESH_LIFETIME)));
    }

    private static FastToken row(String token, String mechanism, Instant now, Duration lifetime) {
        return new FastToken(TokenHash.of(token), mechanism, now, now.plus(lifetime), 0, null);
    }

    /** An application by its client identifier, which is too long to repeat. */
    private static String holder(String clientId) {
        return HexFormat.of().formatHex(TokenHash.of(clientId).array());
    }

    private @Nullable Told open(String token) {
        List<String> lines = seal.open(token);
        if (lines == null
                || lines.size() != 4
                || !(lines.get(0).equals(ACCESS) || lines.get(0).equals(REFRESH))) {
            return null;
        }
        Application application = Application.of(lines.get(2));
        return application == null
                ? null
                : new Told(lines.get(0), BareJid.of(lines.get(1)), application, lines.get(3));
    }

    private boolean isGood(FastToken row) {
        return parts.clock().instant().isBefore(row.expiresAt());
    }

    /** Whom an access token is for; nothing when it is not good. */
    CompletionStage<Optional<OAuthProvider.Holder>> find(String token) {
        Told told = open(token);
        if (told == null || !told.mechanism().equals(ACCESS)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Bytes hash = TokenHash.of(token);
        return parts.tokens()
                .find(told.account(), told.client())
                .thenCombine(
                        parts.accounts().find(told.account()),
                        (rows, account) ->
                                rows.stream()
                                                .noneMatch(
                                                        row ->
                                                                row.key().equals(hash)
                                                                        && isGood(row))
                                        ? Optional.empty()
                                        : account.map(
                                                one ->
                                                        new OAuthProvider.Holder(
                                                                one.address(),
                                                                told.application(),
                                                                one.enabled())));
    }

    /**
     * New tokens for a refresh token, which is used up (RFC 6749 section 6), with the scope that it
     * had; nothing for another.
     *
     * @param scope what is asked for, or null
     * @throws OAuthProblem when that is more than was granted; then the token is as it was
     */
    CompletionStage<Optional<Issued>> refresh(
            String token, String clientId, @Nullable String scope) {
        Told told = open(token);
        if (told == null
                || !told.mechanism().equals(REFRESH)
                || !told.holder().equals(holder(clientId))) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (!Scopes.isWithin(told.application().scope(), scope)) {
            throw OAuthProblem.badScope();
        }
        Bytes hash = TokenHash.of(token);
        if (!refreshing.add(hash)) {
            return reused(told);
        }
        return parts.tokens()
                .find(told.account(), told.client())
                .thenCombine(
                        parts.accounts().find(told.account()),
                        (rows, account) ->
                                refresh(
                                        told,
                                        hash,
                                        clientId,
                                        rows,
                                        account.filter(Account::enabled).isPresent()))
                .thenCompose(Function.identity())
                .whenComplete(
                        (@Nullable Object done, @Nullable Throwable failure) ->
                                refreshing.remove(hash));
    }

    private CompletionStage<Optional<Issued>> refresh(
            Told told, Bytes hash, String clientId, List<FastToken> rows, boolean enabled) {
        if (rows.isEmpty() || !enabled) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Optional<FastToken> current = rows.stream().filter(row -> row.key().equals(hash)).findAny();
        if (current.isEmpty()) {
            return reused(told);
        }
        if (!isGood(current.get())) {
            return end(told.account(), told.client()).thenApply(done -> Optional.empty());
        }
        Made made = make(told.account(), told.application(), clientId);
        return parts.journal()
                .apply(
                        List.of(
                                new FastTokensUsed(
                                        told.account(), told.client(), hash, made.rows())))
                .thenApply(stored -> Optional.of(made.issued()));
    }

    private CompletionStage<Optional<Issued>> reused(Told told) {
        LOG.warn("oauth_refresh_token_reused account={}", told.account());
        return end(told.account(), told.client()).thenApply(done -> Optional.empty());
    }

    /**
     * Ends the grant of a token, whichever of its tokens it is (RFC 7009 section 2.1); one that is
     * over already is none any more.
     *
     * @return false when it is another application's
     */
    CompletionStage<Boolean> revoke(String token, String clientId) {
        Told told = open(token);
        if (told == null) {
            return CompletableFuture.completedFuture(true);
        }
        return told.holder().equals(holder(clientId))
                ? end(told.account(), told.client()).thenApply(done -> true)
                : CompletableFuture.completedFuture(false);
    }

    /** Ends a grant. */
    CompletionStage<Void> end(BareJid account, String client) {
        return parts.journal()
                .apply(ending(account, client))
                .thenRun(() -> ended.accept(account, client));
    }

    /** Ends all grants of an account. */
    CompletionStage<Void> endAll(BareJid account) {
        return parts.tokens()
                .all(account)
                .thenCompose(
                        all ->
                                CompletableFuture.allOf(
                                        all.keySet().stream()
                                                .filter(Application::isClientId)
                                                .map(client -> end(account, client))
                                                .map(CompletionStage::toCompletableFuture)
                                                .toArray(CompletableFuture[]::new)));
    }

    private static List<Change> ending(BareJid account, String client) {
        return List.of(
                new FastTokensSaved(account, client, List.of()),
                new ClientForgotten(account, client));
    }
}
