package stoa.rooms;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * IQs between occupants: vCards, versions, files. The room puts occupant addresses in the place of
 * real ones. Nothing is remembered: the id of a relayed request names the seat of who asked, so its
 * answer finds the way back.
 *
 * <p>A ping to one's own nick is answered by the room itself (XEP-0410 section 3.3); a vCard is
 * asked of the account, as XEP-0054 has it kept there.
 */
final class Relaying {
    private Relaying() {}

    static Decision<RoomEvent, RoomEffect> request(Room room, RoomCommand.RelayRequest command) {
        Iq request = command.stanza();
        Occupant asker = room.occupant(command.from());
        if (asker == null) {
            return Answer.refuse(request, notInside(request));
        }
        Occupant asked = room.occupants().byNick(command.nick());
        if (asked == null) {
            return Answer.refuse(
                    request, Condition.ITEM_NOT_FOUND, "Nobody of that nick is in this room.");
        }
        Element payload = request.payload();
        if (asked.equals(asker) && payload != null && payload.is("ping", Muc.PING)) {
            return Answer.result(request);
        }
        Seat seat = asker.seat(command.from());
        if (seat == null) {
            return Answer.refuse(request, notInside(request));
        }
        boolean vcard = payload != null && payload.namespace().equals(Muc.VCARD);
        if (vcard && request.type() == Iq.Type.SET) {
            return Answer.refuse(request, Condition.NOT_ALLOWED.error());
        }
        Jid to = vcard ? asked.account() : asked.front().address();
        Iq relayed =
                new Iq(
                        asker.address(),
                        to,
                        request.type(),
                        prefix(seat, asked.front()) + request.id(),
                        request.lang(),
                        request.payloads());
        return Decision.speak(List.of(new RoomEffect.Say(relayed)));
    }

    /**
     * Discovery of an occupant from outside is a mistake (section 6.6), all else is not allowed.
     */
    static StanzaError notInside(Iq request) {
        Element payload = request.payload();
        boolean discovery =
                payload != null
                        && (payload.namespace().equals(Muc.DISCO_INFO)
                                || payload.namespace().equals(Muc.DISCO_ITEMS));
        return discovery
                ? Condition.BAD_REQUEST.error("Only those inside may ask about an occupant.")
                : Condition.NOT_ACCEPTABLE.error("You are not in this room.");
    }

    private static String prefix(Seat asker, Seat asked) {
        return text(asker) + "-" + text(asked) + ".";
    }

    private static String text(Seat seat) {
        return Long.toString(seat.number(), Character.MAX_RADIX);
    }

    static Decision<RoomEvent, RoomEffect> answer(Room room, RoomCommand.RelayAnswer command) {
        Iq answer = command.stanza();
        Occupant asker = room.occupants().byNick(command.nick());
        int dash = answer.id().indexOf('-');
        int dot = answer.id().indexOf('.', dash + 1);
        if (asker == null || dash <= 0 || dot <= dash) {
            return Answer.none();
        }
        Seat seat = seat(asker, answer.id().substring(0, dash));
        Occupant asked = asked(room, command.from().bare(), answer.id().substring(dash + 1, dot));
        if (seat == null || asked == null) {
            return Answer.none();
        }
        Iq relayed =
                new Iq(
                        asked.address(),
                        seat.address(),
                        answer.type(),
                        answer.id().substring(dot + 1),
                        answer.lang(),
                        answer.payloads());
        return Decision.speak(List.of(new RoomEffect.Say(relayed)));
    }

    private static @Nullable Occupant asked(Room room, Jid account, String number) {
        for (int i = 0; i < room.occupants().size(); i++) {
            Occupant occupant = room.occupants().get(i);
            if (occupant.account().equals(account) && seat(occupant, number) != null) {
                return occupant;
            }
        }
        return null;
    }

    private static @Nullable Seat seat(Occupant occupant, String number) {
        for (Seat seat : occupant.seats()) {
            if (text(seat).equals(number)) {
                return seat;
            }
        }
        return null;
    }
}
