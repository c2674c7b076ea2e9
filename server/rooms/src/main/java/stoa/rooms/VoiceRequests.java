package stoa.rooms;

import java.util.List;
import stoa.core.entity.Decision;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Asking for voice in a moderated room, sections 7.13 and 8.6: a visitor's request goes to the
 * moderators as a form, and the first who grants it gives the voice.
 */
final class VoiceRequests {
    static final String ROLE = "muc#role";
    static final String ADDRESS = "muc#jid";
    static final String NICK = "muc#roomnick";
    static final String ALLOW = "muc#request_allow";

    private VoiceRequests() {}

    /**
     * In a room that is not moderated any more, all may speak (section 4.2): visitors become
     * participants. A moderator may take the voice of one of them again.
     */
    static void giveAll(Draft draft, RoomConfig before, RoomConfig after) {
        if (!before.get(Moderated.MODERATED) || after.get(Moderated.MODERATED)) {
            return;
        }
        for (Occupant occupant : draft.room().occupants().list()) {
            if (occupant.role() == Role.VISITOR) {
                Roles.give(draft, occupant, Role.PARTICIPANT, Cause.UNSAID);
            }
        }
    }

    static Decision<RoomEvent, RoomEffect> request(Room room, RoomCommand.RequestVoice command) {
        Occupant asker = room.occupant(command.from());
        if (asker == null) {
            return Messages.notInside(room, command.from(), command.stanza());
        }
        if (asker.role() != Role.VISITOR) {
            return Answer.refuse(
                    command.stanza(), Condition.NOT_ACCEPTABLE, "You have voice already.");
        }
        Message message =
                Message.of(Message.Type.NORMAL, room.address(), null, approval(asker).toElement());
        return Decision.speak(
                List.of(new RoomEffect.Tell(new Copy(message), room.occupants(), Role.MODERATOR)));
    }

    private static DataForm approval(Occupant asker) {
        return DataForm.of(
                        DataForm.Type.FORM,
                        Muc.REQUEST,
                        List.of(
                                FormField.choice(
                                        ROLE,
                                        "Requested role",
                                        Role.PARTICIPANT.text(),
                                        new FormField.Option(
                                                "Participant", Role.PARTICIPANT.text())),
                                FormField.of(
                                        FormField.Type.JID_SINGLE,
                                        ADDRESS,
                                        "Address",
                                        asker.front().address().toString()),
                                FormField.text(NICK, "Nick", asker.nick()),
                                FormField.bool(ALLOW, "Give this person voice?", false)))
                .titled("Somebody asks for voice", null);
    }

    static Decision<RoomEvent, RoomEffect> answer(Room room, RoomCommand.AnswerVoice command) {
        Occupant moderator = room.occupant(command.from());
        if (moderator == null || !moderator.isModerator()) {
            return Answer.refuse(
                    command.stanza(), Condition.FORBIDDEN, "Only moderators give voice.");
        }
        Occupant asker = room.occupants().byNick(command.nick());
        if (asker == null) {
            return Answer.refuse(
                    command.stanza(),
                    Condition.ITEM_NOT_FOUND,
                    "Nobody of that nick is in this room.");
        }
        if (!command.granted() || asker.role() != Role.VISITOR) {
            return Answer.none();
        }
        Draft draft = new Draft(room);
        Roles.give(draft, asker, Role.PARTICIPANT, Cause.of(moderator.nick(), null));
        return draft.say(new RoomEffect.Attend(draft.room().occupants())).noted();
    }
}
