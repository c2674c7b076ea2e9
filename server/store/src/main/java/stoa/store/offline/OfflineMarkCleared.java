package stoa.store.offline;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/** Everything has been delivered. */
public record OfflineMarkCleared(BareJid account) implements Change {}
