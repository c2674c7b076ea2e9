package stoa.accounts.people;

import org.jspecify.annotations.Nullable;
import stoa.store.account.Account;
import stoa.xmpp.jid.BareJid;

/**
 * A person of a served domain.
 *
 * @param name the name to show, or null when none was given
 */
public record Person(BareJid address, @Nullable String name) {
    static Person of(Account account) {
        return new Person(account.address(), account.name());
    }

    /** The name to show: the localpart when none was given. */
    public String displayName() {
        return name == null ? address.local() : name;
    }
}
