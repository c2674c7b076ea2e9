package stoa.store.account;

import java.util.List;
import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;

/** Reads which clients have access to an account, XEP-0494. */
public interface ClientStore {
    /** The clients of an account; the one that was seen last comes first. */
    CompletionStage<List<KnownClient>> all(BareJid account);
}
