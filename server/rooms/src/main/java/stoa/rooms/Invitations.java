package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import stoa.core.entity.Decision;
import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Mediated invitations, section 7.8.2: an occupant has the room invite somebody. In a members-only
 * room that makes the invited a member, so it takes an admin unless the room lets everybody invite.
 * A declined invitation is told to who invited. Who is made a member of a members-only room while
 * away is invited too (section 9.5).
 */
final class Invitations {
    static final ConfigField<Boolean> BY_OCCUPANTS =
            ConfigField.bool("muc#roomconfig_allowinvites", "Everybody inside may invite", true);

    private Invitations() {}

    static Decision<RoomEvent, RoomEffect> invite(
            Room room, RoomCommand.Invite command, Turn turn) {
        Occupant inviter = room.occupant(command.from());
        if (inviter == null) {
            return Messages.notInside(room, command.from(), command.stanza());
        }
        if (!room.config(BY_OCCUPANTS) && !Standing.isAdmin(inviter.affiliation())) {
            return Answer.refuse(
                    command.stanza(), Condition.FORBIDDEN, "Only admins invite to this room.");
        }
        if (room.phase() == Room.Phase.LOCKED) {
            return Answer.refuse(
                    command.stanza(), Condition.ITEM_NOT_FOUND, "This room is not open yet.");
        }
        List<AffiliationEntry> members = new ArrayList<>();
        for (RoomCommand.Invitee invitee : command.invitees()) {
            Affiliation standing = room.affiliation(invitee.who());
            if (standing == Affiliation.OUTCAST) {
                return Answer.refuse(
                        command.stanza(), Condition.FORBIDDEN, "This person is banned here.");
            }
            StanzaError tooLong = Reasons.refusal(invitee.reason(), turn);
            if (tooLong != null) {
                return Answer.refuse(command.stanza(), tooLong);
            }
            if (room.config(MembersOnly.MEMBERS_ONLY) && !Standing.isMember(standing)) {
                members.add(Affiliations.entry(invitee.who(), Affiliation.MEMBER));
            }
        }
        StanzaError refusal = AffiliationChanges.refusal(room, members, turn);
        if (refusal != null) {
            return Answer.refuse(command.stanza(), refusal);
        }
        Draft draft = new Draft(room);
        AffiliationChanges.apply(draft, members, command.from(), inviter.nick(), turn);
        for (RoomCommand.Invitee invitee : command.invitees()) {
            draft.say(
                    new RoomEffect.Say(
                            invitation(room, addressOf(room, inviter), inviter.nick(), invitee)
                                    .withId(command.stanza().id())));
        }
        return draft.recorded();
    }

    private static Jid addressOf(Room room, Occupant inviter) {
        return Whois.everybodySees(room) ? inviter.account() : inviter.address();
    }

    /**
     * Who was added to the member list of a members-only room is invited, section 9.5.
     *
     * @param admin who added them
     * @param before the room before they were
     */
    static void toNewMembers(Draft draft, Jid admin, Room before) {
        Room room = draft.room();
        if (!room.isOpen() || !room.config(MembersOnly.MEMBERS_ONLY)) {
            return;
        }
        Occupant present = room.occupants().byAccount(admin.bare());
        Jid from = present == null ? admin.bare() : addressOf(room, present);
        String name = present == null ? admin.bare().toString() : present.nick();
        for (AffiliationEntry entry : room.affiliations().since(before.affiliations())) {
            boolean joined =
                    Standing.isMember(entry.affiliation())
                            && !Standing.isMember(before.affiliation(entry.who()));
            if (joined
                    && entry.who() instanceof BareJid who
                    && room.occupants().byAccount(who) == null) {
                draft.say(
                        new RoomEffect.Say(
                                invitation(
                                        room,
                                        from,
                                        name,
                                        new RoomCommand.Invitee(who, entry.reason(), null))));
            }
        }
    }

    private static Message invitation(
            Room room, Jid from, String inviter, RoomCommand.Invitee invitee) {
        String thread =
                invitee.thread() == null || invitee.thread().isEmpty() ? null : invitee.thread();
        Element invite =
                Element.of("invite", Muc.USER)
                        .attribute("from", from.toString())
                        .child("reason", invitee.reason())
                        .childIf(
                                invitee.thread() == null
                                        ? null
                                        : Element.of("continue", Muc.USER)
                                                .attribute("thread", thread)
                                                .build())
                        .build();
        String password = Password.forInvited(room);
        return Message.of(
                Message.Type.NORMAL,
                room.address(),
                invitee.who(),
                Element.text(
                        "body",
                        Stanza.CLIENT,
                        inviter + " invites you to the room " + room.address() + "."),
                Element.of("x", Muc.USER).child(invite).child("password", password).build(),
                Element.of("x", Muc.CONFERENCE)
                        .attribute("jid", room.address().toString())
                        .attribute("password", password)
                        .attribute("reason", invitee.reason())
                        .attribute("continue", invitee.thread() == null ? null : "true")
                        .attribute("thread", thread)
                        .build());
    }

    /** Only to somebody who has to do with the room, so that it is no way to write to strangers. */
    static Decision<RoomEvent, RoomEffect> decline(
            Room room, RoomCommand.Decline command, Turn turn) {
        Occupant present =
                command.inviter().resource() != null
                                && command.inviter().bare().equals(room.address())
                        ? room.occupants().byNick(command.inviter().resource())
                        : room.occupants().byAccount(command.inviter().bare());
        Jid inviter = present == null ? command.inviter().bare() : present.front().address();
        boolean known = present != null || Standing.isMember(room.affiliation(command.inviter()));
        if (!room.isOpen() || !known) {
            return Answer.refuse(
                    command.stanza(), Condition.ITEM_NOT_FOUND, "Nobody here has invited you.");
        }
        StanzaError tooLong = Reasons.refusal(command.reason(), turn);
        if (tooLong != null) {
            return Answer.refuse(command.stanza(), tooLong);
        }
        Element decline =
                Element.of("decline", Muc.USER)
                        .attribute("from", command.from().bare().toString())
                        .child("reason", command.reason())
                        .build();
        return Decision.speak(
                List.of(
                        new RoomEffect.Say(
                                Message.of(
                                        Message.Type.NORMAL,
                                        room.address(),
                                        inviter,
                                        Element.of("x", Muc.USER).child(decline).build()))));
    }
}
