package stoa.rooms;

import java.util.Set;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * What the directory knows of a room.
 *
 * @param members who may know of a hidden room; empty for a public one
 */
record Listing(
        BareJid address, String name, boolean isPublic, boolean isPersistent, Set<Jid> members) {
    Listing {
        members = Set.copyOf(members);
    }

    static Listing of(Room room) {
        return of(room.address(), room.config(), room.affiliations());
    }

    static Listing of(BareJid address, RoomConfig config, Affiliations affiliations) {
        boolean isPublic = config.get(Hidden.PUBLIC);
        String name = config.get(Naming.NAME);
        return new Listing(
                address,
                name.isEmpty() ? address.local() : name,
                isPublic,
                config.get(Persistent.PERSISTENT),
                isPublic ? Set.of() : Set.copyOf(affiliations.members()));
    }

    boolean isFor(Jid asker) {
        return isPublic || members.contains(asker.bare());
    }
}
