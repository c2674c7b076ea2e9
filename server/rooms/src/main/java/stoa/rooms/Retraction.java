package stoa.rooms;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.core.journal.ArchiveSlot;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Message retraction, XEP-0424: who wrote a message takes it back. The retraction is a message of
 * the room like any other; from then on newcomers are not shown what it retracts, and readers of
 * the archive get a {@link Tombstone} in its place. Who may is known by the occupant id (section
 * 5), which the room itself has put into the message.
 */
final class Retraction {
    private Retraction() {}

    static Decision<RoomEvent, RoomEffect> retract(
            Room room, RoomCommand.Retract command, Turn turn) {
        Message message = command.stanza();
        Occupant author = room.occupant(command.from());
        if (author == null) {
            return Messages.notInside(room, command.from(), message);
        }
        if (!author.role().atLeast(Role.PARTICIPANT)) {
            return Answer.refuse(message, Condition.FORBIDDEN, "You have no voice in this room.");
        }
        ArchiveSlot first = OriginId.first(room, author.account(), message, turn);
        if (first != null) {
            return Messages.acknowledgeAgain(author, command.from(), message, first, turn);
        }
        Line retracted = command.line();
        StanzaError refusal = refusal(room, retracted);
        if (refusal == null
                && retracted != null
                && !author.id().equals(OccupantId.in(retracted.message()))) {
            refusal = Condition.FORBIDDEN.error("You retract only what you have said yourself.");
        }
        String id = message.id();
        if (refusal == null && (id == null || id.isEmpty())) {
            refusal = Condition.BAD_REQUEST.error("A retraction needs an id.");
        }
        if (refusal != null || retracted == null || id == null) {
            return Answer.refuse(
                    message, refusal == null ? Condition.ITEM_NOT_FOUND.error() : refusal);
        }
        Line line = Messages.line(author, message, turn.slot(), turn);
        return Decision.<RoomEvent, RoomEffect>record(
                        List.of(
                                new RoomEvent.Retracted(
                                        line,
                                        author.account(),
                                        Whois.everybodySees(room) ? author : null,
                                        command.id(),
                                        Tombstone.of(retracted, id, turn.now(), null, null))))
                .then(List.of(new RoomEffect.Speak(line, room.occupants())));
    }

    /** Why nobody retracts that line, or null. */
    static @Nullable StanzaError refusal(Room room, @Nullable Line line) {
        if (line == null || line.at().isBefore(room.createdAt())) {
            return Condition.ITEM_NOT_FOUND.error("There is no such message in this room.");
        }
        if (Tombstone.is(line)) {
            return Condition.ITEM_NOT_FOUND.error("This message was retracted already.");
        }
        return line.message().has("retract", Muc.RETRACT)
                ? Condition.NOT_ACCEPTABLE.error("A retraction cannot be retracted.")
                : null;
    }

    /** What a retraction changes: newcomers are not shown the message any more. */
    static Room apply(Room room, RoomEvent.Retracted event) {
        History history = room.history().without(event.id());
        if (event.line().message().body() != null) {
            history = history.with(event.line());
        }
        return room.withTalk(history, room.once());
    }
}
