package stoa.accounts;

import java.util.Set;
import stoa.accounts.people.Directory;
import stoa.core.route.Audience;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * Who may see an account's presence: whom it has let (RFC 6121 section 3), and everybody of its
 * domain while they are listed to each other.
 */
record RosterAudience(Directory directory, BareJid owner, Set<Jid> subscribers)
        implements Audience {
    @Override
    public boolean includes(Jid bare) {
        return subscribers.contains(bare)
                || (bare.domain().equals(owner.domain())
                        && bare instanceof BareJid person
                        && directory.listing(owner.domain()).listed()
                        && directory.exists(person));
    }
}
