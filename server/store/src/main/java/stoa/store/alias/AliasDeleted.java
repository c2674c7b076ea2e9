package stoa.store.alias;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/**
 * An alias is no more, nor are its open conversations. Its address counts as a former account's:
 * the history is still there.
 */
public record AliasDeleted(BareJid address) implements Change {}
