package stoa.core.route;

import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;

/** Finds who may see an account's presence. Implemented by the accounts. */
public interface Audiences {
    /**
     * The account's audience, also of one that is not connected. Any thread; the stage is complete
     * already for a connected account, and completes on the store's thread for another.
     */
    CompletionStage<Audience> of(BareJid account);
}
