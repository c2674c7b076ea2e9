package stoa.store.offline;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/**
 * What the account's history holds after this archive id was delivered to none of its resources.
 */
public record OfflineMarkSaved(BareJid account, long afterId) implements Change {}
