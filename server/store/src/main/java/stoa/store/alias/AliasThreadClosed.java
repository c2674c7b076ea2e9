package stoa.store.alias;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/** A conversation is open no more. */
public record AliasThreadClosed(BareJid alias, BareJid person) implements Change {}
