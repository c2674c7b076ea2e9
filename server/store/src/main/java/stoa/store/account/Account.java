package stoa.store.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * A person's account.
 *
 * @param name the name shown to others, if one was given
 * @param enabled whether it may sign in
 * @param admin whether it administers its domain
 * @param createdAt stored in milliseconds
 */
public record Account(
        BareJid address, @Nullable String name, boolean enabled, boolean admin, Instant createdAt) {
    public Account withEnabled(boolean newEnabled) {
        return new Account(address, name, newEnabled, admin, createdAt);
    }

    public Account withAdmin(boolean newAdmin) {
        return new Account(address, name, enabled, newAdmin, createdAt);
    }
}
