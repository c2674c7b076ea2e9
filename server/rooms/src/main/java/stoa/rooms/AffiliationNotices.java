package stoa.rooms;

import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/**
 * Tells people that their affiliation changed while they were not in the room (status 101, which
 * the implementation notes for services ask for out of courtesy). Their server keeps it for those
 * who are away. It has no text: nothing of it is anybody's words, so that it is no way to write to
 * strangers.
 */
final class AffiliationNotices {
    private AffiliationNotices() {}

    /**
     * Tells whoever that entry is about, if it changes an affiliation; but not those inside, who
     * see it in presence, nor who did it. A domain's affiliation is told to nobody.
     *
     * @param before the room before the change
     * @param by who made it
     */
    static void tell(Draft draft, Room before, AffiliationEntry entry, Jid by) {
        Room room = draft.room();
        if (room.isOpen()
                && entry.who() instanceof BareJid who
                && !who.equals(by.bare())
                && before.occupants().byAccount(who) == null
                && entry.affiliation() != before.affiliation(who)) {
            draft.say(new RoomEffect.Say(notice(room, who, entry.affiliation())));
        }
    }

    private static Message notice(Room room, BareJid who, Affiliation affiliation) {
        Element item =
                Element.of("item", Muc.USER)
                        .attribute("affiliation", Standing.text(affiliation))
                        .attribute("role", Role.NONE.text())
                        .build();
        return Message.of(
                Message.Type.NORMAL,
                room.address(),
                who,
                Element.of("x", Muc.USER)
                        .child(item)
                        .child(StatusCode.element(StatusCode.AFFILIATION_CHANGED_AWAY))
                        .build());
    }
}
