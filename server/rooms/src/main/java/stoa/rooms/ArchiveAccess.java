package stoa.rooms;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * Who may read the room's archive by XEP-0313: who may enter it (section 5.1.3 there). So outcasts
 * get forbidden and, in a members-only room, who is no member too. A password keeps those out of
 * the archive who are not inside, unless they are members. What was said at this address before the
 * room was made is another room's and nobody's to read. By a real address, other than their own,
 * those ask who may see real addresses (section 4.1.1): anybody else would learn from the answer
 * which nick hides whom.
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
        if (!mayName(room, command)) {
            return Answer.refuse(
                    command.stanza(),
                    Condition.FORBIDDEN,
                    "Only those who see real addresses ask by them.");
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

    private static boolean mayName(Room room, RoomCommand.AskHistory command) {
        Jid asker = command.from().bare();
        Jid author = author(command.stanza());
        return author == null
                || author.bare().equals(room.address())
                || author.bare().equals(asker)
                || Whois.seesAddresses(room, asker);
    }

    /** Whose messages a query is for, or null when it does not say so in a way that counts. */
    private static @Nullable Jid author(Iq query) {
        Element form = Objects.requireNonNull(query.payload()).child("x", DataForm.NAMESPACE);
        DataForm filter = form == null ? null : DataForm.read(form);
        String with = filter == null ? null : filter.value("with");
        try {
            return with == null ? null : Jid.parse(with);
        } catch (InvalidJidException noAddress) {
            return null; // the archive says so
        }
    }

    static boolean mayRead(Room room, Jid account) {
        boolean keyNeeded =
                room.config(Password.PROTECTED)
                        && room.occupants().byAccount(account) == null
                        && !Standing.isMember(room.affiliation(account));
        return !keyNeeded && Joining.mayEnter(room, account) == null;
    }
}
