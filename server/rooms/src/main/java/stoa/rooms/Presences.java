package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import stoa.core.entity.Decision;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.xml.Element;

/**
 * Presence of those who are in already: another show or status (section 7.7), asked for again after
 * a client lost its state, or probed. What a client says of itself passes through but for what only
 * the room may say.
 */
final class Presences {
    private static final Set<String> ROOMS_OWN =
            Set.of(Muc.MUC, Muc.USER, Muc.OCCUPANT_ID, Muc.HATS);

    private Presences() {}

    /** What a client may say of itself: everything but the room's own extensions. */
    static List<Element> filtered(Presence presence) {
        List<Element> kept = new ArrayList<>(presence.payloads().size());
        for (Element payload : presence.payloads()) {
            if (!ROOMS_OWN.contains(payload.namespace())) {
                kept.add(payload);
            }
        }
        return kept;
    }

    /** An occupant's presence as newcomers see it, section 7.2.3. */
    static Presence of(Occupant occupant, boolean withRealAddress) {
        return Announcement.presence(occupant, withRealAddress);
    }

    /** An occupant shows another presence, section 7.7. */
    static Decision<RoomEvent, RoomEffect> show(
            Room room, Occupant mine, RoomCommand.Enter command) {
        Seat seat = frontSeat(mine, command);
        Draft draft = new Draft(room).record(new RoomEvent.Shown(mine.nick(), seat));
        return draft.say(
                        Announcement.of(draft.room(), mine.withFront(seat))
                                .answers(command.from(), command.stanza().id())
                                .build())
                .say(new RoomEffect.Attend(draft.room().occupants()))
                .noted();
    }

    static Seat frontSeat(Occupant mine, RoomCommand.Enter command) {
        Seat seat = mine.seat(command.from());
        return seat == null
                ? mine.front() // the caller found mine by this session
                : seat.showing(filtered(command.stanza()));
    }

    /** Answers a probe with the occupant's presence; only those inside may ask. */
    static Decision<RoomEvent, RoomEffect> probe(Room room, RoomCommand.Probe command) {
        Occupant asker = room.occupant(command.from());
        Occupant asked = command.nick() == null ? null : room.occupants().byNick(command.nick());
        if (asker == null || asked == null) {
            return Answer.none();
        }
        boolean sees = Whois.seesAddresses(room, asker);
        return Decision.speak(List.of(new RoomEffect.Say(of(asked, sees).withTo(command.from()))));
    }
}
