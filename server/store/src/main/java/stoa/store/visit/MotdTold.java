package stoa.store.visit;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/** An account was told the message of the day with that number. */
public record MotdTold(BareJid account, long number) implements Change {}
