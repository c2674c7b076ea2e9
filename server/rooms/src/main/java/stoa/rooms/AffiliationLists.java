package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Reading the lists of outcasts, members, admins and owners, sections 9.2, 9.5, 10.5 and 10.8.
 * Owners read all. In a semi-anonymous room nobody else reads who the owners and admins are; admins
 * read the other lists. In a non-anonymous room admins read all, and where it is members-only, its
 * members all but the outcasts (9.5), so that clients can encrypt for those who are away. Those
 * whose role the room's configuration names (muc#roomconfig_getmemberlist) read what members do.
 */
final class AffiliationLists {
    static final ConfigField<PresenceBroadcast.Roles> READERS =
            ConfigField.choices(
                    "muc#roomconfig_getmemberlist",
                    "Roles that may read the list of members",
                    new PresenceBroadcast.Roles(true, false, false),
                    AffiliationLists::read,
                    AffiliationLists::write,
                    new FormField.Option("Moderators", "moderator"),
                    new FormField.Option("Participants", "participant"),
                    new FormField.Option("Visitors", "visitor"));

    private AffiliationLists() {}

    private static PresenceBroadcast.@Nullable Roles read(List<String> texts) {
        return PresenceBroadcast.ROLES.read(texts);
    }

    private static List<String> write(PresenceBroadcast.Roles roles) {
        return PresenceBroadcast.ROLES.write(roles);
    }

    static Decision<RoomEvent, RoomEffect> list(Room room, RoomCommand.ListAffiliation command) {
        if (!Locked.isThereFor(room, command.from())) {
            return Answer.refuse(command.stanza(), Condition.ITEM_NOT_FOUND.error());
        }
        if (!mayRead(room, command.from(), command.affiliation())) {
            return Answer.refuse(
                    command.stanza(), Condition.FORBIDDEN, "You may not see this list.");
        }
        List<Element> items = new ArrayList<>();
        for (AffiliationEntry entry : room.affiliations().list(command.affiliation())) {
            items.add(
                    Element.of("item", Muc.ADMIN)
                            .attribute("affiliation", Standing.text(entry.affiliation()))
                            .attribute("jid", entry.who().toString())
                            .attribute("nick", entry.nick())
                            .child("reason", entry.reason())
                            .build());
        }
        return Answer.result(
                command.stanza(), Element.of("query", Muc.ADMIN).children(items).build());
    }

    static boolean mayRead(Room room, Jid asker, Affiliation list) {
        Affiliation own = room.affiliation(asker);
        boolean everybodySees = Whois.everybodySees(room);
        if (own == Affiliation.OWNER) {
            return true;
        }
        if (Standing.isAdmin(list) && !everybodySees) {
            return false;
        }
        if (Standing.isAdmin(own)) {
            return true;
        }
        if (list == Affiliation.OUTCAST || own == Affiliation.OUTCAST) {
            return false;
        }
        if (everybodySees && room.config(MembersOnly.MEMBERS_ONLY) && Standing.isMember(own)) {
            return true;
        }
        if (list == Affiliation.NONE) {
            return true; // there is nothing in it
        }
        Occupant occupant = room.occupants().byAccount(asker.bare());
        return occupant != null && room.config(READERS).includes(occupant.role());
    }
}
