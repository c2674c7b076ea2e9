package stoa.store.offline;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/** A client of the account has everything up to this archive id; what waits, waits on. */
public record OfflineMarkMoved(BareJid account, long afterId) implements Change {}
