package stoa.rooms;

import java.util.Set;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * What the directory knows of a room.
 *
 * @param description what the room is about; empty when nobody said
 * @param language of the talk (RFC 5646); empty when nobody said
 * @param isOpen whether everybody may enter without a password
 * @param showsAddresses whether every occupant sees the others' real addresses (non-anonymous)
 * @param members who may know of a hidden room; empty for a public one
 */
record Listing(
        BareJid address,
        String name,
        String description,
        String language,
        boolean isPublic,
        boolean isPersistent,
        boolean isOpen,
        boolean showsAddresses,
        Set<Jid> members) {
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
                config.get(Naming.DESCRIPTION),
                config.get(Naming.LANGUAGE),
                isPublic,
                config.get(Persistent.PERSISTENT),
                !config.get(MembersOnly.MEMBERS_ONLY) && !config.get(Password.PROTECTED),
                config.get(Whois.WHOIS) == Whois.ANYONE,
                isPublic ? Set.of() : Set.copyOf(affiliations.members()));
    }

    boolean isFor(Jid asker) {
        return isPublic || members.contains(asker.bare());
    }
}
