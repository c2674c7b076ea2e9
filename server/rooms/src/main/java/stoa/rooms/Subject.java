package stoa.rooms;

import java.util.List;
import stoa.core.entity.Decision;
import stoa.core.journal.ArchiveSlot;
import stoa.store.room.RoomSubject;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * The subject, section 8.1 and 7.2.15: who may change it and what newcomers are shown. A newcomer
 * is always shown one, an empty one if need be: it says that the history is over.
 */
final class Subject {
    static final ConfigField<Boolean> BY_PARTICIPANTS =
            ConfigField.bool(
                    "muc#roomconfig_changesubject", "Participants may change the subject", false);

    /** Who set it, by occupant id (XEP-0421); empty while nobody has. */
    static final ConfigField<String> AUTHOR =
            ConfigField.stored(
                    "subject_occupant_id",
                    "",
                    values -> values.isEmpty() ? "" : values.getFirst(),
                    List::of);

    private Subject() {}

    static Decision<RoomEvent, RoomEffect> change(
            Room room, RoomCommand.ChangeSubject command, Turn turn) {
        Occupant author = room.occupant(command.from());
        if (author == null) {
            return Messages.notInside(room, command.from(), command.stanza());
        }
        Role least = room.config(BY_PARTICIPANTS) ? Role.PARTICIPANT : Role.MODERATOR;
        if (!author.role().atLeast(least)) {
            return Answer.refuse(
                    command.stanza(),
                    Condition.FORBIDDEN,
                    "You may not change the subject of this room.");
        }
        if (command.text().length() > turn.rules().textChars()) {
            return Answer.refuse(
                    command.stanza(), Condition.POLICY_VIOLATION, "This subject is too long.");
        }
        ArchiveSlot first = OriginId.first(room, author.account(), command.stanza(), turn);
        if (first != null) {
            return Messages.acknowledgeAgain(author, command.from(), command.stanza(), first, turn);
        }
        Line line = Messages.line(author, command.stanza(), turn.slot(), turn);
        RoomSubject subject = new RoomSubject(command.text(), author.nick(), turn.now());
        return new Draft(room)
                .record(
                        new RoomEvent.SubjectChanged(
                                subject,
                                room.isOpen() ? room.config().with(AUTHOR, author.id()) : null,
                                room.createdAt(),
                                line,
                                author.account()))
                .say(new RoomEffect.Speak(line, room.occupants()))
                .recorded();
    }

    /** What a change of subject changes, in a locked room too. */
    static Room apply(Room room, RoomEvent.SubjectChanged event) {
        String author = OccupantId.in(event.line().message());
        return room.withSubject(event.subject())
                .withConfig(room.config().with(AUTHOR, author == null ? "" : author));
    }

    /** What a newcomer is shown last. */
    static Stanza shownTo(Room room, FullJid to) {
        RoomSubject subject = room.subject();
        if (subject == null) {
            return Message.of(
                    Message.Type.GROUPCHAT,
                    room.address(),
                    to,
                    Element.empty("subject", Stanza.CLIENT));
        }
        Jid author =
                subject.nick().isEmpty() ? room.address() : room.occupantAddress(subject.nick());
        Element delay =
                Element.of("delay", Muc.DELAY)
                        .attribute("from", room.address().toString())
                        .attribute("stamp", Times.text(subject.setAt()))
                        .build();
        Message shown =
                new Message(
                        author,
                        to,
                        Message.Type.GROUPCHAT,
                        null,
                        null,
                        List.of(Element.text("subject", Stanza.CLIENT, subject.text()), delay));
        String id = room.config(AUTHOR);
        return id.isEmpty() ? shown : shown.with(OccupantId.element(id));
    }
}
