package stoa.store.account;

import java.util.List;
import stoa.core.journal.Change;
import stoa.store.Bytes;
import stoa.xmpp.jid.BareJid;

/**
 * A client has signed in with a token: these are its tokens from now on, provided that the one it
 * used is still there. If it was revoked meanwhile, nothing changes.
 *
 * @param clientId the id of the SASL2 user agent
 * @param used the {@link FastToken#key} of the token that was used
 */
public record FastTokensUsed(BareJid account, String clientId, Bytes used, List<FastToken> tokens)
        implements Change {

    public FastTokensUsed {
        tokens = List.copyOf(tokens);
        if (tokens.isEmpty() || tokens.size() > FastTokensSaved.MAX_TOKENS) {
            throw new IllegalArgumentException("a client has one token or two");
        }
    }
}
