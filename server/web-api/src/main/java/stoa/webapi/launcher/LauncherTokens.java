package stoa.webapi.launcher;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.Change;
import stoa.core.seal.Seal;
import stoa.store.Bytes;
import stoa.store.TokenHash;
import stoa.store.account.Account;
import stoa.store.account.AccountStore;
import stoa.store.account.ClientForgotten;
import stoa.store.account.ClientSeen;
import stoa.store.account.FastToken;
import stoa.store.account.FastTokenStore;
import stoa.store.account.FastTokensSaved;
import stoa.xmpp.jid.BareJid;

/**
 * The tokens of the icon: each reads the unread number of one account, in one browser, for pages of
 * one origin. They stand among the account's clients (XEP-0494), where their owner takes them away,
 * and a new password voids them as it voids all others. One is good only while the browser that got
 * it is signed in itself: whoever signs out takes the icon along.
 *
 * <p>They are kept in the table of XEP-0484's tokens under a mechanism that is none of SASL's, so
 * nobody signs in with one; of a token its hash is stored. Any thread.
 */
public final class LauncherTokens {
    /** How long one is good; opening the chat by the icon brings a new one. */
    public static final Duration LIFETIME = Duration.ofDays(90);

    /** So many that were given to a browser for a page are good at the most; the oldest goes. */
    static final int MOST = 2;

    static final String CLIENT_PREFIX = "launcher ";
    private static final String MECHANISM = "STOA-LAUNCHER";
    private static final String SOFTWARE = "Chat icon";

    /** A token as handed out, once. */
    public record Issued(String token, Instant expires) {}

    private final FastTokenStore tokens;
    private final AccountStore accounts;
    private final Function<List<Change>, CompletionStage<Void>> journal;
    private final Seal seal;
    private final InstantSource clock;

    /**
     * @param journal stores changes; its stage completes when they are durable
     * @param secret 32 bytes known to this server only and kept over restarts
     */
    public LauncherTokens(
            FastTokenStore tokens,
            AccountStore accounts,
            Function<List<Change>, CompletionStage<Void>> journal,
            byte[] secret,
            SecureRandom random,
            InstantSource clock) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.journal = journal;
        this.seal = new Seal(secret, random);
        this.clock = clock;
    }

    /**
     * A token for that browser and origin, after it is stored. Those before it stay good for now:
     * the window that asked may be gone before the page has the new one, and the page goes on with
     * what it has.
     */
    CompletionStage<Issued> issue(BareJid account, String agent, HostOrigin origin) {
        SealedGrant grant = new SealedGrant(account, agent, origin.text());
        String token = grant.close(seal);
        Instant now = clock.instant();
        Instant expires = now.plus(LIFETIME);
        FastToken row = new FastToken(TokenHash.of(token), MECHANISM, now, expires, 0, null);
        return tokens.find(account, grant.clientId())
                .thenCompose(
                        before ->
                                journal.apply(
                                        List.of(
                                                new FastTokensSaved(
                                                        account,
                                                        grant.clientId(),
                                                        newest(before, row)),
                                                new ClientSeen(
                                                        account,
                                                        grant.clientId(),
                                                        SOFTWARE,
                                                        origin.text(),
                                                        now,
                                                        false))))
                .thenApply(stored -> new Issued(token, expires));
    }

    private List<FastToken> newest(List<FastToken> before, FastToken fresh) {
        List<FastToken> good = new ArrayList<>(before.stream().filter(this::isGood).toList());
        good.add(fresh);
        return List.copyOf(good.subList(Math.max(0, good.size() - MOST), good.size()));
    }

    /**
     * Whose number that token reads.
     *
     * @param origin where the page is from that shows it
     */
    CompletionStage<Optional<BareJid>> holder(@Nullable String token, HostOrigin origin) {
        SealedGrant grant = token == null ? null : SealedGrant.open(token, seal);
        if (token == null || grant == null || !grant.origin().equals(origin.text())) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Bytes wanted = TokenHash.of(token);
        return tokens.all(grant.account())
                .thenCompose(
                        all -> {
                            List<FastToken> own = all.getOrDefault(grant.clientId(), List.of());
                            if (own.stream()
                                    .noneMatch(one -> isGood(one) && one.key().equals(wanted))) {
                                return CompletableFuture.completedFuture(Optional.<BareJid>empty());
                            }
                            return all.getOrDefault(grant.agent(), List.of()).stream()
                                            .anyMatch(this::isGood)
                                    ? ofEnabled(grant.account())
                                    : signedOut(grant);
                        });
    }

    private CompletionStage<Optional<BareJid>> ofEnabled(BareJid account) {
        return accounts.find(account)
                .thenApply(found -> found.filter(Account::enabled).map(Account::address));
    }

    /** The browser is signed out: what it had given to pages is taken from the list of clients. */
    private CompletionStage<Optional<BareJid>> signedOut(SealedGrant grant) {
        return journal.apply(
                        List.of(
                                new FastTokensSaved(grant.account(), grant.clientId(), List.of()),
                                new ClientForgotten(grant.account(), grant.clientId())))
                .thenApply(stored -> Optional.empty());
    }

    private boolean isGood(FastToken token) {
        return clock.instant().isBefore(token.expiresAt());
    }
}
