package stoa.rooms;

import java.util.List;
import stoa.core.entity.Decision;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Who may read the room's archive by XEP-0313: who may enter it (section 5.1.3 there). So outcasts
 * get forbidden and, in a members-only room, who is no member too. A password keeps those out of
 * the archive who are not inside, unless they are members. What was said at this address before the
 * room was made is another room's and nobody's to read.
 */
final class ArchiveAccess {
    private ArchiveAccess() {}

    static Decision<RoomEvent, RoomEffect> ask(
            Room room, RoomCommand.AskHistory command, Turn turn) {
        if (!turn.rules().archived()) {
            return Answer.refuse(command.stanza(), Condition.SERVICE_UNAVAILABLE.error());
        }
        if (!Locked.isThereFor(room, command.from().bare())) {
            return Answer.refuse(
                    command.stanza(), Condition.ITEM_NOT_FOUND, "There is no such room.");
        }
        if (!mayRead(room, command.from().bare())) {
            return Answer.refuse(
                    command.stanza(),
                    Condition.FORBIDDEN,
                    "Only those who may enter the room read its history.");
        }
        return Decision.speak(
                List.of(new RoomEffect.AskArchive(command.stanza(), room.createdAt())));
    }

    /** As whom somebody may read the history, asked for by the server itself. */
    static Decision<RoomEvent, RoomEffect> ask(
            Room room, RoomCommand.AskReader command, Turn turn) {
        BareJid account = command.account();
        boolean reads =
                turn.rules().archived()
                        && Locked.isThereFor(room, account)
                        && mayRead(room, account);
        return Decision.speak(
                List.of(
                        new RoomEffect.TellReader(
                                command.answer(),
                                reads
                                        ? new RoomReader(
                                                turn.rules().ids().of(room.address(), account),
                                                room.createdAt())
                                        : null)));
    }

    static boolean mayRead(Room room, Jid account) {
        boolean keyNeeded =
                room.config(Password.PROTECTED)
                        && room.occupants().byAccount(account) == null
                        && !Standing.isMember(room.affiliation(account));
        return !keyNeeded && Joining.mayEnter(room, account) == null;
    }
}
