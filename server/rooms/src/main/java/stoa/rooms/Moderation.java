package stoa.rooms;

import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Moderated message retraction, XEP-0425: a moderator has the room retract what somebody said.
 * Everybody hears of it from the room itself (section 3.1), readers of the archive get a {@link
 * Tombstone}. Whom a message is by makes no difference: a role is no rank, and a moderator who must
 * not do this is not made one.
 */
final class Moderation {
    private Moderation() {}

    static Decision<RoomEvent, RoomEffect> moderate(
            Room room, RoomCommand.Moderate command, Turn turn) {
        Occupant moderator = room.occupant(command.from());
        if (moderator == null || !moderator.isModerator()) {
            return Answer.refuse(
                    command.stanza(),
                    Condition.FORBIDDEN,
                    "Only moderators retract what others have said.");
        }
        String reason = command.reason();
        StanzaError tooLong = Reasons.refusal(reason, turn);
        if (tooLong != null) {
            return Answer.refuse(command.stanza(), tooLong);
        }
        Line retracted = command.line();
        StanzaError refusal = Retraction.refusal(room, retracted);
        if (refusal != null || retracted == null) {
            return Answer.refuse(
                    command.stanza(), refusal == null ? Condition.ITEM_NOT_FOUND.error() : refusal);
        }
        String id = "retraction-" + command.id();
        Line line =
                new Line(
                        turn.slot(),
                        turn.now(),
                        announcement(room, command, id, moderator, reason));
        return new Draft(room)
                .record(
                        new RoomEvent.Retracted(
                                line,
                                moderator.account(),
                                null,
                                command.id(),
                                Tombstone.of(retracted, id, turn.now(), by(moderator), reason)))
                .say(new RoomEffect.Speak(line, room.occupants()))
                .say(new RoomEffect.Say(command.stanza().result()))
                .recorded();
    }

    private static Message announcement(
            Room room,
            RoomCommand.Moderate command,
            String id,
            Occupant moderator,
            @Nullable String reason) {
        Element retract =
                Element.of("retract", Muc.RETRACT)
                        .attribute("id", Long.toString(command.id()))
                        .child(by(moderator))
                        .child("reason", reason)
                        .build();
        return Message.of(Message.Type.GROUPCHAT, room.address(), null, retract).withId(id);
    }

    private static Element by(Occupant moderator) {
        return Element.of("moderated", Muc.MODERATE)
                .attribute("by", moderator.address().toString())
                .child(OccupantId.element(moderator))
                .build();
    }
}
