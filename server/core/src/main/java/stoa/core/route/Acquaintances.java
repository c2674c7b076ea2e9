package stoa.core.route;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * Who may learn that an account is there (XEP-0030 section 8): whoever may see its presence, and
 * everybody of its own house. To others its server answers as if there were no such account. Safe
 * on any thread.
 */
public record Acquaintances(ServedDomains domains, Audiences audiences) {
    /** The stage completes at once for those of the house and for connected accounts. */
    public CompletionStage<Boolean> mayLearnOf(BareJid account, Jid asker) {
        return account.domain().equals(domains.house(asker.domain()))
                ? CompletableFuture.completedFuture(true)
                : audiences.of(account).thenApply(audience -> audience.includes(asker.bare()));
    }
}
