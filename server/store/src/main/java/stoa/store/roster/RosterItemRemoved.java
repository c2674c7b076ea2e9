package stoa.store.roster;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * A contact is no longer in the roster and no request of theirs waits.
 *
 * @param version the roster's version with this change, greater than any before
 */
public record RosterItemRemoved(BareJid account, Jid contact, long version) implements Change {
    public RosterItemRemoved {
        contact = contact.bare();
    }
}
