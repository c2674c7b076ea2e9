package stoa.store.account;

import java.util.List;
import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/**
 * The valid tokens of one client of an account, in place of those it had: the current one, and
 * while the client may not yet have received it, the new one. None: the client is signed out.
 *
 * @param clientId the id of the SASL2 user agent
 */
public record FastTokensSaved(BareJid account, String clientId, List<FastToken> tokens)
        implements Change {
    public static final int MAX_TOKENS = 2;

    public FastTokensSaved {
        tokens = List.copyOf(tokens);
        if (tokens.size() > MAX_TOKENS) {
            throw new IllegalArgumentException("a client has at most two tokens");
        }
    }
}
