package stoa.webapi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stoa.accounts.people.Administrators;
import stoa.store.account.Account;
import stoa.store.account.AccountStore;
import stoa.xmpp.jid.BareJid;

/** Which calls come from administrators of their domain. */
public final class AdministratorCalls {
    private static final Problem FORBIDDEN =
            new Problem(
                    403, "not-an-administrator", "Only administrators of this domain may do this.");

    private final AccountStore accounts;
    private final Administrators administrators;

    public AdministratorCalls(AccountStore accounts, Administrators administrators) {
        this.accounts = accounts;
        this.administrators = administrators;
    }

    /** The account behind the call's token, if it administers its domain; else a problem. */
    CompletionStage<BareJid> required(Call call, ApiTokens tokens) {
        String token = call.bearer();
        BareJid account = token == null ? null : tokens.holder(token).orElse(null);
        if (account == null) {
            return CompletableFuture.failedFuture(new ProblemException(Problem.UNAUTHENTICATED));
        }
        return administrators
                .administersItsDomain(account)
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
