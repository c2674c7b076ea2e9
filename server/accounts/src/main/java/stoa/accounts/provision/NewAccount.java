package stoa.accounts.provision;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;

/**
 * An account to be made.
 *
 * @param name the name shown to others, or null for the localpart
 * @param password in clear; never stored and never shown
 */
public record NewAccount(BareJid address, @Nullable String name, String password, boolean admin) {
    public static final int MIN_PASSWORD_LENGTH = 8;
    public static final int MAX_PASSWORD_LENGTH = 1_000;
    public static final int MAX_NAME_LENGTH = 200;

    /**
     * The address for a user name a person typed, or empty when RFC 7622 does not allow it as a
     * localpart.
     */
    public static Optional<BareJid> address(String username, String domain) {
        try {
            return username.isBlank()
                    ? Optional.empty()
                    : Optional.of(BareJid.of(username.strip(), domain));
        } catch (InvalidJidException e) {
            return Optional.empty();
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "NewAccount[" + address + "]";
    }
}
