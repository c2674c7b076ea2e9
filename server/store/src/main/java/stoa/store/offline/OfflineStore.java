package stoa.store.offline;

import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;

/** Reads where an account's undelivered messages begin. */
public interface OfflineStore {
    /** The account's mark, or {@link OfflineMark#NOTHING_YET}. */
    CompletionStage<OfflineMark> find(BareJid account);
}
