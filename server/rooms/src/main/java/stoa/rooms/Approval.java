package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import stoa.core.entity.Decision;
import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Approving registration requests, section 9.9: who wants to register with a members-only room is
 * made a member when an admin allows it. The form goes to the admins and owners, to those present
 * or, when none is, to the accounts of the first {@link #MOST_ASKED}. It carries the asker's
 * address, so the room need not remember who has asked; an admin who sends another one does nothing
 * that the member list does not allow anyway.
 */
final class Approval {
    static final String ALLOW = "muc#register_allow";
    static final String ADDRESS = "muc#jid";

    /** The most accounts that are asked when no admin is present. */
    static final int MOST_ASKED = 20;

    private Approval() {}

    static Decision<RoomEvent, RoomEffect> request(Room room, Jid asker, String nick, Iq request) {
        Message form =
                Message.of(
                        Message.Type.NORMAL,
                        room.address(),
                        null,
                        DataForm.of(DataForm.Type.FORM, Muc.REGISTER, fields(asker, nick))
                                .titled(
                                        "Somebody asks to register with " + Naming.nameOf(room),
                                        "Allow it to make this person a member.")
                                .toElement());
        List<RoomEffect> effects = new ArrayList<>();
        for (Jid admin : asked(room)) {
            effects.add(new RoomEffect.Say(form.withTo(admin)));
        }
        effects.add(new RoomEffect.Say(request.result()));
        return Decision.speak(effects);
    }

    private static List<FormField> fields(Jid asker, String nick) {
        return List.of(
                FormField.of(FormField.Type.JID_SINGLE, ADDRESS, "Address", asker.toString()),
                FormField.text(Registration.NICK, "Desired nick", nick),
                FormField.bool(ALLOW, "Allow this person to register with the room?", false));
    }

    private static List<Jid> asked(Room room) {
        List<Jid> present = new ArrayList<>();
        for (Occupant occupant : room.occupants().list()) {
            if (Standing.isAdmin(occupant.affiliation())) {
                occupant.seats().forEach(seat -> present.add(seat.address()));
            }
        }
        if (!present.isEmpty()) {
            return present;
        }
        List<AffiliationEntry> away = new ArrayList<>(room.affiliations().list(Affiliation.OWNER));
        away.addAll(room.affiliations().list(Affiliation.ADMIN));
        return away.stream()
                .map(AffiliationEntry::who)
                .filter(who -> who.local() != null)
                .limit(MOST_ASKED)
                .toList();
    }

    static Decision<RoomEvent, RoomEffect> answer(
            Room room, RoomCommand.AnswerRegistration command, Turn turn) {
        if (!room.isOpen() || !Standing.isAdmin(room.affiliation(command.from()))) {
            return Answer.refuse(
                    command.stanza(), Condition.FORBIDDEN, "Only admins allow registrations.");
        }
        Jid who = command.who().bare();
        Affiliation before = room.affiliation(who);
        if (!command.granted() || Standing.isMember(before)) {
            return Answer.none(); // another admin was first, or said no
        }
        AffiliationEntry entry =
                new AffiliationEntry(who, Affiliation.MEMBER, command.nick(), null);
        StanzaError refusal =
                before == Affiliation.OUTCAST
                        ? Condition.CONFLICT.error("This person is banned here.")
                        : Registration.nickRefusal(room, command.nick(), who, turn);
        if (refusal == null) {
            refusal = AffiliationChanges.refusal(room, List.of(entry), turn);
        }
        if (refusal != null) {
            return Answer.refuse(command.stanza(), refusal);
        }
        Occupant admin = room.occupants().byAccount(command.from().bare());
        Draft draft = new Draft(room);
        AffiliationChanges.apply(
                draft, List.of(entry), command.from(), admin == null ? null : admin.nick(), turn);
        Invitations.toNewMembers(draft, command.from(), room);
        return draft.say(new RoomEffect.Attend(draft.room().occupants())).recorded();
    }
}
