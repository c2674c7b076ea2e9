package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.core.hook.ProcessingHints;
import stoa.core.journal.ArchiveSlot;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Messages to all occupants, section 7.4: archived first, then heard by everybody, the sender
 * included, in the order of their places in the archive. Unknown payloads pass through; what only
 * the room may say of a message is taken out before the room says it.
 *
 * <p>What is over when it is heard (typing and the like), and what says nothing and is not to be
 * stored (XEP-0334), is not stored, keeps its place in the order all the same, and has no stable
 * id.
 */
final class Messages {
    /** Namespaces of payloads that make nothing worth storing. */
    private static final Set<String> FLEETING = Set.of(Muc.CHAT_STATES, ProcessingHints.NAMESPACE);

    private Messages() {}

    static Decision<RoomEvent, RoomEffect> talk(Room room, RoomCommand.Talk command, Turn turn) {
        Occupant author = room.occupant(command.from());
        if (author == null) {
            return notInside(room, command.from(), command.stanza());
        }
        if (!author.role().atLeast(Role.PARTICIPANT)) {
            return Answer.refuse(
                    command.stanza(), Condition.FORBIDDEN, "You have no voice in this room.");
        }
        Message message = Mentions.permitted(room, author, command.stanza());
        if (!isLasting(message)) {
            Line line = line(author, message, null, turn);
            return Decision.speak(
                    List.of(
                            new RoomEffect.Tell(
                                    new Copy(line.message()), room.occupants(), Role.VISITOR)));
        }
        ArchiveSlot first = OriginId.first(room, author.account(), message, turn);
        if (first != null) {
            return acknowledgeAgain(author, command.from(), message, first, turn);
        }
        boolean kept = message.body() != null;
        StanzaError tooSoon = kept ? SlowMode.refusal(room, author, turn.now()) : null;
        if (tooSoon != null) {
            return Answer.refuse(message, tooSoon);
        }
        Line line = line(author, message, turn.slot(), turn);
        return Decision.<RoomEvent, RoomEffect>record(
                        List.of(
                                new RoomEvent.Spoken(
                                        line, author, kept, Whois.everybodySees(room))))
                .then(
                        kept
                                ? List.of(
                                        new RoomEffect.Speak(line, room.occupants()),
                                        new RoomEffect.Stir(room, line.message()))
                                : List.of(new RoomEffect.Speak(line, room.occupants())));
    }

    /**
     * Who is not inside is not heard; nor is there a room that is locked (section 17.2, rule 3).
     */
    static Decision<RoomEvent, RoomEffect> notInside(Room room, FullJid from, Message message) {
        return Locked.isThereFor(room, from.bare())
                ? Answer.refuse(message, Condition.NOT_ACCEPTABLE, "You are not in this room.")
                : Answer.refuse(message, Condition.ITEM_NOT_FOUND, "There is no such room.");
    }

    /** A resend is reflected to the session that sent it, with the first entry's id. */
    static Decision<RoomEvent, RoomEffect> acknowledgeAgain(
            Occupant author, FullJid session, Message message, ArchiveSlot first, Turn turn) {
        Line line = line(author, message, first, turn);
        return Decision.speak(List.of(new RoomEffect.SpeakTo(line, List.of(session))));
    }

    /** The message as the room says it. */
    static Line line(Occupant author, Message message, @Nullable ArchiveSlot slot, Turn turn) {
        List<Element> payloads = said(author, message);
        return new Line(
                slot,
                turn.now(),
                new Message(
                        author.address(),
                        null,
                        message.type(),
                        message.id(),
                        message.lang(),
                        payloads));
    }

    /** The sender's payloads, and who the sender is. */
    static List<Element> said(Occupant author, Message message) {
        Jid room = author.address().bare();
        List<Element> kept = new ArrayList<>(message.payloads().size() + 2);
        for (Element payload : message.payloads()) {
            if (!isForged(payload, room)) {
                kept.add(payload);
            }
        }
        kept.add(OccupantId.element(author));
        return kept;
    }

    /**
     * What the room alone may say: ids of its own, occupant ids, statuses, times it gave. In
     * whatever spelling of its address, for who reads it compares addresses.
     */
    private static boolean isForged(Element payload, Jid room) {
        return switch (payload.namespace()) {
            case Muc.USER, Muc.OCCUPANT_ID, Muc.MODERATE -> true;
            case Muc.RETRACT -> payload.name().equals("retracted");
            case Muc.STANZA_ID ->
                    payload.name().equals("stanza-id") && is(room, payload.attribute("by"));
            case Muc.DELAY -> is(room, payload.attribute("from"));
            default -> false;
        };
    }

    private static boolean is(Jid room, @Nullable String address) {
        Jid claimed = address == null ? null : Reading.address(address);
        return claimed != null && claimed.bare().equals(room);
    }

    /** Whether it is of a kind that is stored: what has a body always is. */
    static boolean isLasting(Message message) {
        if (message.has("body", Stanza.CLIENT)) {
            return true;
        }
        if (ProcessingHints.keepOut(message)) {
            return false;
        }
        if (ProcessingHints.wantKept(message)) {
            return true;
        }
        for (Element payload : message.payloads()) {
            boolean fleeting =
                    FLEETING.contains(payload.namespace())
                            || payload.is("origin-id", Muc.STANZA_ID)
                            || payload.is("thread", Stanza.CLIENT);
            if (!fleeting) {
                return true;
            }
        }
        return false;
    }
}
