package stoa.store.account;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/**
 * An account is gone, and with it its keys, tokens, roster, private XML, vCard and offline mark.
 * What it wrote stays in the archive: only retention removes from there.
 */
public record AccountDeleted(BareJid account) implements Change {}
