package stoa.rooms;

import java.util.List;
import stoa.core.entity.Decision;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Leaving a room, section 7.14, and being removed from it. When the last one is gone, a room that
 * is not kept (and one nobody has configured yet) is destroyed with it.
 */
final class Leaving {
    private Leaving() {}

    /**
     * Unavailable presence: the session leaves, whatever nick it was addressed to, for its nick may
     * have been changed by another session of its account. The last one who leaves a room that was
     * never opened is told that it is destroyed (section 10.1.3).
     */
    static Decision<RoomEvent, RoomEffect> leave(Room room, RoomCommand.Leave command) {
        Occupant mine = room.occupant(command.from());
        if (mine == null) {
            return Answer.none();
        }
        Draft draft = new Draft(room);
        gone(draft, mine, command);
        return finish(draft);
    }

    private static void gone(Draft draft, Occupant mine, RoomCommand.Leave command) {
        Room before = draft.room();
        FullJid session = command.from();
        Announcement unavailable =
                Announcement.of(before, mine.seenAs(session))
                        .unavailable(Presences.filtered(command.stanza()))
                        .answers(session, command.stanza().id());
        draft.record(new RoomEvent.Left(mine.nick(), session, "left"))
                .say(new RoomEffect.Departed(session));
        Occupant rest = draft.room().occupants().byNick(mine.nick());
        if (rest == null) {
            boolean neverOpened = !before.isOpen() && draft.room().occupants().isEmpty();
            draft.say((neverOpened ? unavailable.with(Destroying.UNSAID) : unavailable).build());
            return;
        }
        draft.say(unavailable.onlyTo(session));
        if (!rest.front().equals(mine.front())) {
            draft.say(Announcement.of(draft.room(), rest).build());
        }
    }

    /**
     * A stanza came back: the session cannot be reached and is removed (section 14.4). Nobody
     * kicked it, so 333 stands without 307.
     */
    static Decision<RoomEvent, RoomEffect> bounced(Room room, RoomCommand.Bounced command) {
        Occupant mine = room.occupant(command.from());
        if (mine == null) {
            return Answer.none();
        }
        if (!isGone(command.condition())) {
            return PrivateMessages.passOnError(room, mine, command);
        }
        Draft draft =
                new Draft(room)
                        .record(left(mine, command.from(), "unreachable"))
                        .say(new RoomEffect.Departed(command.from()));
        Occupant rest = draft.room().occupants().byNick(mine.nick());
        Announcement unavailable =
                Announcement.of(room, mine.seenAs(command.from()))
                        .unavailable(List.of())
                        .code(StatusCode.UNREACHABLE);
        if (rest == null) {
            draft.say(unavailable.build());
        } else {
            draft.say(unavailable.onlyTo(command.from()));
            if (!rest.front().equals(mine.front())) {
                draft.say(Announcement.of(draft.room(), rest).build());
            }
        }
        return finish(draft);
    }

    private static RoomEvent.Left left(Occupant mine, FullJid session, String why) {
        return new RoomEvent.Left(mine.nick(), session, why);
    }

    /** The errors that mean nobody is there to talk to. */
    private static boolean isGone(Condition condition) {
        return switch (condition) {
            case GONE,
                    ITEM_NOT_FOUND,
                    RECIPIENT_UNAVAILABLE,
                    REMOTE_SERVER_NOT_FOUND,
                    REMOTE_SERVER_TIMEOUT,
                    SERVICE_UNAVAILABLE ->
                    true;
            default -> false;
        };
    }

    /**
     * Removes an occupant with all its sessions, and says why.
     *
     * @param draft what is decided so far; the occupant is in its room
     * @param why a word for the log
     */
    static void remove(Draft draft, Occupant who, int code, String why, Cause cause) {
        Room before = draft.room();
        for (Seat seat : who.seats()) {
            draft.record(left(who, seat.address(), why))
                    .say(new RoomEffect.Departed(seat.address()));
        }
        draft.say(Announcement.of(before, who).unavailable(List.of()).code(code).by(cause).build());
    }

    /** Destroys the room if nobody is left and it is not kept. */
    static Decision<RoomEvent, RoomEffect> finish(Draft draft) {
        Room room = draft.room();
        boolean over =
                room.occupants().isEmpty()
                        && room.exists()
                        && (!room.isOpen() || !room.config(Persistent.PERSISTENT));
        if (over) {
            draft.record(new RoomEvent.Destroyed()).say(new RoomEffect.Enlist(null));
        }
        draft.say(new RoomEffect.Attend(draft.room().occupants()));
        return over ? draft.recorded() : draft.noted();
    }
}
