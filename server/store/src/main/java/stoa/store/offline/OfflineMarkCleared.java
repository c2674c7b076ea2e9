package stoa.store.offline;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/** Nothing waits any more: everything has been sent. */
public record OfflineMarkCleared(BareJid account) implements Change {}
