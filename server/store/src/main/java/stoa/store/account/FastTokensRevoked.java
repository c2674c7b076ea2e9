package stoa.store.account;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/** Every client of the account is signed out. */
public record FastTokensRevoked(BareJid account) implements Change {}
