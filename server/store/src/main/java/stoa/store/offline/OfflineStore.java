package stoa.store.offline;

import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;

/** Reads where an account's undelivered messages begin. */
public interface OfflineStore {
    /** The archive id after which messages are undelivered; empty when none are. */
    CompletionStage<OptionalLong> find(BareJid account);
}
