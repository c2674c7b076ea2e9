package stoa.store.account;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;

/** Reads FAST tokens, XEP-0484. */
public interface FastTokenStore {
    /** The tokens of one client, the current one first; empty when it has none. */
    CompletionStage<List<FastToken>> find(BareJid account, String clientId);

    /** The tokens of all clients of an account, by client id. */
    CompletionStage<Map<String, List<FastToken>>> all(BareJid account);
}
