package stoa.store.room;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;

/**
 * One entry of a room's affiliation lists.
 *
 * @param who an address without resource, or a domain
 * @param nick the reserved nick of a member, if any
 */
public record AffiliationEntry(
        Jid who, Affiliation affiliation, @Nullable String nick, @Nullable String reason) {
    public AffiliationEntry {
        who = who.bare();
    }
}
