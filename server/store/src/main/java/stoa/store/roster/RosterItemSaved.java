package stoa.store.roster;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/**
 * A roster item was added or changed.
 *
 * @param version the roster's version with this change, greater than any before
 */
public record RosterItemSaved(BareJid account, RosterItem item, long version) implements Change {}
