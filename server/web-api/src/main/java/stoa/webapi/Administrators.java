package stoa.webapi;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stoa.store.account.Account;
import stoa.store.account.AccountStore;
import stoa.xmpp.jid.BareJid;

/** Who may administer a domain: its accounts with the mark, and those the configuration names. */
public final class Administrators {
    private static final Problem FORBIDDEN =
            new Problem(
                    403, "not-an-administrator", "Only administrators of this domain may do this.");

    private final AccountStore accounts;
    private final Set<BareJid> configured;

    public Administrators(AccountStore accounts, Set<BareJid> configured) {
        this.accounts = accounts;
        this.configured = Set.copyOf(configured);
    }

    /** Whether the account administers its own domain; false for one that is disabled or gone. */
    public CompletionStage<Boolean> administersItsDomain(BareJid account) {
        return accounts.find(account)
                .thenApply(
                        found ->
                                found.isPresent()
                                        && found.get().enabled()
                                        && (found.get().admin() || configured.contains(account)));
    }

    /** The account behind the call's token, if it administers its domain; else a problem. */
    CompletionStage<BareJid> required(Call call, ApiTokens tokens) {
        String token = call.bearer();
        BareJid account = token == null ? null : tokens.holder(token).orElse(null);
        if (account == null) {
            return CompletableFuture.failedFuture(new ProblemException(Problem.UNAUTHENTICATED));
        }
        return administersItsDomain(account)
                .thenApply(
                        may -> {
                            if (!may) {
                                throw new ProblemException(FORBIDDEN);
                            }
                            return account;
                        });
    }

    /** The name shown for an account, for sentences about it. */
    CompletionStage<String> nameOf(BareJid account) {
        return accounts.find(account)
                .thenApply(found -> found.map(Account::name).orElse(account.local()));
    }
}
