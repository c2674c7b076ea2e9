package stoa.rooms;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Nicks: who may have which (sections 7.2.5, 7.2.8, 7.10), and changing one (section 7.6). One nick
 * is of one account at a time, whose sessions share it; when one of them takes another nick, all go
 * along, so that a person is not two.
 */
final class Nicks {
    static final StanzaError TAKEN = Condition.CONFLICT.error("Somebody else has this nick.");

    private Nicks() {}

    /** Why that can be nobody's nick, or null. */
    static @Nullable StanzaError malformed(String nick, Turn turn) {
        if (nick.isEmpty()) {
            return Condition.NOT_ACCEPTABLE.error("A nick needs more than spaces.");
        }
        int limit = turn.rules().nickChars();
        return nick.codePointCount(0, nick.length()) > limit
                ? Condition.NOT_ACCEPTABLE.error("A nick has at most " + limit + " characters.")
                : null;
    }

    /** Why this account may not have the nick now, or null. */
    static @Nullable StanzaError refusal(Room room, String nick, Jid account, Turn turn) {
        StanzaError malformed = malformed(nick, turn);
        if (malformed != null) {
            return malformed;
        }
        Occupant holder = room.occupants().byNick(nick);
        if (holder != null && !holder.account().equals(account)) {
            return Condition.CONFLICT.error("Somebody here has this nick.");
        }
        Jid reservedFor = room.affiliations().holderOf(nick);
        if (reservedFor != null && !reservedFor.equals(account)) {
            return Condition.CONFLICT.error("This nick is reserved.");
        }
        boolean full = holder != null && holder.seats().size() >= turn.rules().sessionsPerNick();
        return full
                ? Condition.RESOURCE_CONSTRAINT.error("Too many of your sessions are here.")
                : null;
    }

    /**
     * A change of nick. A client that asks to enter by the new one has lost what it knew, and is
     * told everything, as on entering (section 17.3, rule 3).
     */
    static Decision<RoomEvent, RoomEffect> change(
            Room room, Occupant mine, RoomCommand.Enter command, Turn turn) {
        StanzaError refusal = refusal(room, command.nick(), mine.account(), turn);
        if (refusal != null) {
            return Answer.refuse(command.stanza(), refusal);
        }
        Draft draft =
                new Draft(room)
                        .say(
                                Announcement.of(room, mine)
                                        .unavailable(List.of())
                                        .becoming(command.nick())
                                        .code(StatusCode.NICK_CHANGED)
                                        .build())
                        .record(
                                new RoomEvent.Renamed(
                                        mine.nick(),
                                        room.occupantAddress(command.nick()),
                                        mine.account()))
                        .record(
                                new RoomEvent.Shown(
                                        command.nick(), Presences.frontSeat(mine, command)));
        Room after = draft.room();
        Occupant renamed = after.occupants().byNick(command.nick());
        if (renamed == null) {
            throw new IllegalStateException("the occupant was just renamed");
        }
        if (command.entry() != null) {
            return Joining.welcome(draft, command, command.entry(), false, turn).noted();
        }
        Announcement shown =
                Announcement.of(after, renamed).answers(command.from(), command.stanza().id());
        if (command.nickChanged()) {
            shown.own(command.from(), StatusCode.NICK_ASSIGNED);
        }
        return draft.say(shown.build()).say(new RoomEffect.Attend(after.occupants())).noted();
    }
}
