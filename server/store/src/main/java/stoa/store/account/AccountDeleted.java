package stoa.store.account;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/**
 * An account is gone, and with it its keys, tokens, roster, private XML, vCard and offline mark,
 * and the files it has shared. What it wrote stays in the archive: only retention removes from
 * there; and its address is known to have been somebody's ({@link AccountStore#wasDeleted}).
 */
public record AccountDeleted(BareJid account) implements Change {}
