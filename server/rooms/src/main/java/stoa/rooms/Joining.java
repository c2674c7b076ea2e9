package stoa.rooms;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.store.room.Affiliation;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Entering a room, section 7.2. The newcomer is told, in this order: who is present, its own
 * presence (status 110), the history, the subject.
 */
final class Joining {
    private Joining() {}

    /** Presence to an occupant's address: one of entering, a change of nick or of presence. */
    static Decision<RoomEvent, RoomEffect> enter(Room room, RoomCommand.Enter command, Turn turn) {
        Occupant mine = room.occupant(command.from());
        if (mine == null) {
            return command.entry() == null
                    ? notInside(room, command, turn)
                    : firstTime(room, command, command.entry(), turn);
        }
        if (!mine.nick().equals(command.nick())) {
            return Nicks.change(room, mine, command, turn);
        }
        return command.entry() == null
                ? Presences.show(room, mine, command)
                : again(room, mine, command, command.entry(), turn);
    }

    /**
     * A client that believes itself inside. Entering takes the muc extension (section 7.2.1), so it
     * is shown that it is out, at the address that it believes to have, and can come in properly
     * (section 7.2.18).
     */
    private static Decision<RoomEvent, RoomEffect> notInside(
            Room room, RoomCommand.Enter command, Turn turn) {
        Jid account = command.from().bare();
        if (!Locked.isThereFor(room, account)
                || !(command.stanza().to() instanceof FullJid believed)) {
            return Answer.refuse(
                    command.stanza(), Condition.ITEM_NOT_FOUND, "There is no such room.");
        }
        Seat seat = new Seat(room.nextSeat(), command.from(), List.of());
        return Decision.speak(
                List.of(
                        Announcement.of(room, newcomer(room, believed, seat, turn))
                                .unavailable(List.of())
                                .by(Cause.of(null, "You are not in this room."))
                                .code(StatusCode.KICKED)
                                .code(StatusCode.UNREACHABLE)
                                .answers(command.from(), command.stanza().id())
                                .onlyTo(command.from())));
    }

    private static Decision<RoomEvent, RoomEffect> firstTime(
            Room room, RoomCommand.Enter command, RoomCommand.Entry entry, Turn turn) {
        Jid account = command.from().bare();
        StanzaError refusal = refusal(room, command, entry, account, turn);
        if (refusal != null) {
            return Answer.refuse(command.stanza(), refusal);
        }
        Draft draft = new Draft(room);
        if (!room.exists()) {
            draft.record(Locked.creation(account, turn));
        }
        Seat seat = new Seat(room.nextSeat(), command.from(), Presences.filtered(command.stanza()));
        FullJid address = room.occupantAddress(command.nick());
        Occupant newcomer = newcomer(draft.room(), address, seat, turn);
        draft.record(new RoomEvent.Entered(newcomer, seat));
        return welcome(draft, command, entry, !room.exists(), turn).noted();
    }

    private static Occupant newcomer(Room room, FullJid address, Seat seat, Turn turn) {
        Jid account = seat.address().bare();
        Affiliation affiliation = room.affiliation(account);
        return new Occupant(
                address,
                account,
                Standing.entryRole(affiliation, room.config(Moderated.MODERATED)),
                affiliation,
                turn.rules().ids().of(room.address(), account),
                room.config(Hats.FIELD).of(account),
                List.of(seat));
    }

    /** Why this session may not enter, or null; in the order a person can do something about it. */
    private static @Nullable StanzaError refusal(
            Room room, RoomCommand.Enter command, RoomCommand.Entry entry, Jid account, Turn turn) {
        if (!room.exists()) {
            return turn.rules().creation().mayCreate(account, room.address())
                    ? Nicks.malformed(command.nick(), turn)
                    : Condition.NOT_ALLOWED.error("You may not create rooms here.");
        }
        StanzaError refusal = mayEnter(room, account);
        if (refusal == null) {
            refusal = Password.refusal(room, entry.password());
        }
        if (refusal == null) {
            refusal = Nicks.refusal(room, command.nick(), account, turn);
        }
        if (refusal == null && room.occupants().byNick(command.nick()) == null) {
            refusal = MaxUsers.refusal(room, account);
        }
        return refusal;
    }

    /** Whether the account may be in this room at all; also who may read its archive. */
    static @Nullable StanzaError mayEnter(Room room, Jid account) {
        StanzaError refusal = Locked.refusal(room, account);
        if (refusal == null) {
            refusal = Banning.refusal(room, account);
        }
        return refusal == null ? MembersOnly.refusal(room, account) : refusal;
    }

    /** A session that is in already asks to enter: its client has lost what it knew. */
    private static Decision<RoomEvent, RoomEffect> again(
            Room room,
            Occupant mine,
            RoomCommand.Enter command,
            RoomCommand.Entry entry,
            Turn turn) {
        Seat seat = Presences.frontSeat(mine, command);
        Draft draft = new Draft(room).record(new RoomEvent.Shown(mine.nick(), seat));
        return welcome(draft, command, entry, false, turn).noted();
    }

    /** Tells everybody of the newcomer and the newcomer of everything. */
    static Draft welcome(
            Draft draft,
            RoomCommand.Enter command,
            RoomCommand.Entry entry,
            boolean created,
            Turn turn) {
        Room room = draft.room();
        Occupant mine = room.occupants().byNick(command.nick());
        if (mine == null) {
            throw new IllegalStateException("the newcomer was just seated");
        }
        if (entry.lists() != null) {
            AffiliationVersions.tell(draft, command, entry.lists(), turn);
        }
        draft.say(
                new RoomEffect.Welcome(
                        command.from(),
                        room.occupants(),
                        Whois.seesAddresses(room, mine),
                        room.config(PresenceBroadcast.ROLES),
                        mine.nick()));
        Announcement announcement =
                Announcement.of(room, mine).answers(command.from(), command.stanza().id());
        if (entry.lists() != null) {
            announcement.own(command.from(), AffiliationVersions.current(room, turn));
        }
        if (Whois.everybodySees(room)) {
            announcement.own(command.from(), StatusCode.NON_ANONYMOUS);
        }
        if (room.config(Logging.PUBLICLY)) {
            announcement.own(command.from(), StatusCode.LOGGED);
        }
        if (created) {
            announcement.own(command.from(), StatusCode.CREATED);
        }
        if (command.nickChanged()) {
            announcement.own(command.from(), StatusCode.NICK_ASSIGNED);
        }
        draft.say(announcement.build());
        List<Line> lines =
                room.history()
                        .pick(entry.history(), room.config(History.MAX_FETCH), command.from());
        if (!lines.isEmpty()) {
            draft.say(new RoomEffect.Recall(command.from(), lines));
        }
        return draft.say(new RoomEffect.Say(Subject.shownTo(room, command.from())))
                .say(new RoomEffect.Attend(room.occupants()));
    }
}
