package stoa.accounts.people;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import stoa.store.account.Account;
import stoa.store.account.AccountStore;
import stoa.xmpp.jid.BareJid;

/**
 * Who may administer what: accounts with the mark their own domain, those that the configuration
 * names all domains of the server. Any thread.
 */
public final class Administrators {
    /** What an account may administer. */
    public enum Rights {
        NONE,
        OWN_DOMAIN,
        WHOLE_SERVER
    }

    private final AccountStore accounts;
    private final Set<BareJid> configured;

    public Administrators(AccountStore accounts, Set<BareJid> configured) {
        this.accounts = accounts;
        this.configured = Set.copyOf(configured);
    }

    /** What the account may administer; nothing if it is disabled or gone. */
    public CompletionStage<Rights> rightsOf(BareJid account) {
        return accounts.find(account)
                .thenApply(found -> found.map(this::rightsOf).orElse(Rights.NONE));
    }

    private Rights rightsOf(Account account) {
        if (!account.enabled()) {
            return Rights.NONE;
        }
        if (configured.contains(account.address())) {
            return Rights.WHOLE_SERVER;
        }
        return account.admin() ? Rights.OWN_DOMAIN : Rights.NONE;
    }

    /** Whether the account administers its own domain; false for one that is disabled or gone. */
    public CompletionStage<Boolean> administersItsDomain(BareJid account) {
        return rightsOf(account).thenApply(rights -> rights != Rights.NONE);
    }

    /** Whether the configuration names it; then only that takes its rights away. */
    public boolean isConfigured(BareJid account) {
        return configured.contains(account);
    }

    /** Those of a domain that the configuration names, whether they have accounts or not. */
    public Set<BareJid> configured(String domain) {
        return configured.stream()
                .filter(account -> account.domain().equals(domain))
                .collect(Collectors.toUnmodifiableSet());
    }
}
