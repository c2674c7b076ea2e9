package stoa.store.archive;

import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * One history that a message belongs to.
 *
 * @param owner the account or room whose history it is
 * @param peer who the owner talked with, without resource: the other side of a one-to-one message,
 *     or the real address of who spoke in a room
 */
public record ArchiveOwner(BareJid owner, Jid peer) {
    public ArchiveOwner {
        peer = peer.bare();
    }
}
