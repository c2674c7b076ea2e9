package stoa.webapi.launcher;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.seal.Seal;
import stoa.xmpp.jid.BareJid;

/**
 * Whose number a token reads, which browser it was given to, and for pages of which origin. A token
 * is this, sealed: the page that holds it cannot read from it who is signed in, and nobody can make
 * one.
 *
 * @param agent the id of the browser's SASL2 user agent (XEP-0388)
 */
record SealedGrant(BareJid account, String agent, String origin) {
    /** What the browser's token is called among the account's clients. */
    String clientId() {
        return LauncherTokens.CLIENT_PREFIX + agent + " " + origin;
    }

    String close(Seal seal) {
        return seal.close(account.toString(), agent, origin);
    }

    /** Opens a token; null when it was not made here. */
    static @Nullable SealedGrant open(String token, Seal seal) {
        List<String> parts = seal.open(token);
        return parts != null && parts.size() == 3
                ? new SealedGrant(BareJid.of(parts.get(0)), parts.get(1), parts.get(2))
                : null;
    }
}
