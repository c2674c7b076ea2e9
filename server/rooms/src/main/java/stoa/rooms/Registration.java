package stoa.rooms;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Registering with a room, section 7.10: it makes a member of who may enter anyway, and reserves a
 * nick. With a members-only room a stranger's registration is a request, which an admin approves
 * ({@link Approval}).
 */
final class Registration {
    static final String NICK = "muc#register_roomnick";

    private Registration() {}

    static Decision<RoomEvent, RoomEffect> get(Room room, RoomCommand.GetRegistration command) {
        StanzaError refusal = refusal(room, command.from());
        if (refusal != null) {
            return Answer.refuse(command.stanza(), refusal);
        }
        Element.Builder query = Element.of("query", Muc.REGISTRATION);
        String nick = room.affiliations().nickOf(command.from());
        if (nick != null) {
            return Answer.result(
                    command.stanza(), query.child("registered").child("username", nick).build());
        }
        FormField field =
                new FormField(
                        NICK, FormField.Type.TEXT_SINGLE, "Your nick", true, List.of(), List.of());
        DataForm form =
                DataForm.of(DataForm.Type.FORM, Muc.REGISTER, List.of(field))
                        .titled("Register with " + Naming.nameOf(room), null);
        return Answer.result(
                command.stanza(),
                query.child("instructions", "Choose the nick that shall be yours in this room.")
                        .child("username", "")
                        .child(form.toElement())
                        .build());
    }

    static Decision<RoomEvent, RoomEffect> register(
            Room room, RoomCommand.Register command, Turn turn) {
        StanzaError refusal = refusal(room, command.from());
        if (refusal == null) {
            refusal = nickRefusal(room, command.nick(), command.from().bare(), turn);
        }
        if (refusal != null || command.nick() == null) {
            return Answer.refuse(
                    command.stanza(),
                    refusal == null ? Condition.BAD_REQUEST.error("Which nick?") : refusal);
        }
        Affiliation before = room.affiliation(command.from());
        if (room.config(MembersOnly.MEMBERS_ONLY) && !Standing.isMember(before)) {
            return Approval.request(room, command.from().bare(), command.nick(), command.stanza());
        }
        Affiliation after = Standing.isMember(before) ? before : Affiliation.MEMBER;
        AffiliationEntry entry = new AffiliationEntry(command.from(), after, command.nick(), null);
        refusal = AffiliationChanges.refusal(room, List.of(entry), turn);
        if (refusal != null) {
            return Answer.refuse(command.stanza(), refusal);
        }
        Draft draft = new Draft(room);
        AffiliationChanges.apply(draft, List.of(entry), command.from(), null, turn);
        return Roles.finish(draft, command.stanza());
    }

    static @Nullable StanzaError nickRefusal(
            Room room, @Nullable String nick, Jid account, Turn turn) {
        if (nick == null) {
            return Condition.BAD_REQUEST.error("Which nick?");
        }
        StanzaError malformed = Nicks.malformed(nick, turn);
        if (malformed != null) {
            return malformed;
        }
        Jid holder = room.affiliations().holderOf(nick);
        Occupant present = room.occupants().byNick(nick);
        boolean taken =
                (holder != null && !holder.equals(account))
                        || (present != null && !present.account().equals(account));
        return taken ? Nicks.TAKEN : null;
    }

    /**
     * Takes back what registering gives: membership, and the reserved nick. Admins and owners stay
     * what they are. Who leaves the members of a members-only room leaves it too (section 9.4). Who
     * is neither a member nor has a nick is answered registration-required (XEP-0077 section 3.2).
     */
    static Decision<RoomEvent, RoomEffect> unregister(
            Room room, RoomCommand.Unregister command, Turn turn) {
        StanzaError refusal = refusal(room, command.from());
        if (refusal != null) {
            return Answer.refuse(command.stanza(), refusal);
        }
        AffiliationEntry known = room.affiliations().entry(command.from());
        boolean member = known != null && known.affiliation() == Affiliation.MEMBER;
        if (known == null || (known.nick() == null && !member)) {
            return Answer.refuse(
                    command.stanza(),
                    Condition.REGISTRATION_REQUIRED,
                    "You are not registered here.");
        }
        Affiliation after = member ? Affiliation.NONE : known.affiliation();
        Draft draft = new Draft(room);
        AffiliationChanges.apply(
                draft,
                List.of(new AffiliationEntry(known.who(), after, null, null)),
                command.from(),
                null,
                turn);
        return Roles.finish(draft, command.stanza());
    }

    private static @Nullable StanzaError refusal(Room room, Jid asker) {
        if (!Locked.isThereFor(room, asker.bare())) {
            return Condition.ITEM_NOT_FOUND.error("There is no such room.");
        }
        return Banning.refusal(room, asker.bare()) == null
                ? null
                : Condition.NOT_ALLOWED.error("Who is banned does not register.");
    }
}
