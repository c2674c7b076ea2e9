package stoa.rooms;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.store.room.Affiliation;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Destroying a room, section 10.9: everybody is told, and where to go instead. */
final class Destroying {
    /** That a room is destroyed, without a reason. */
    static final Element UNSAID = Element.empty("destroy", Muc.USER);

    private Destroying() {}

    static Decision<RoomEvent, RoomEffect> destroy(
            Room room, RoomCommand.Destroy command, Turn turn) {
        if (!Locked.isThereFor(room, command.from())) {
            return Answer.refuse(command.stanza(), Condition.ITEM_NOT_FOUND.error());
        }
        if (room.affiliation(command.from()) != Affiliation.OWNER) {
            return Answer.refuse(
                    command.stanza(), Condition.FORBIDDEN, "Only owners destroy a room.");
        }
        StanzaError tooLong = Reasons.refusal(command.reason(), turn);
        if (tooLong != null) {
            return Answer.refuse(command.stanza(), tooLong);
        }
        Draft draft = new Draft(room);
        destroy(draft, command.alternate(), command.reason(), command.password());
        return draft.say(new RoomEffect.Say(command.stanza().result())).recorded();
    }

    static void destroy(
            Draft draft,
            @Nullable Jid alternate,
            @Nullable String reason,
            @Nullable String password) {
        Room room = draft.room();
        Element destroy =
                Element.of("destroy", Muc.USER)
                        .attribute("jid", alternate == null ? null : alternate.toString())
                        .child("reason", reason)
                        .child("password", password)
                        .build();
        for (Occupant occupant : room.occupants().list()) {
            // Each is told only of itself: the others' leaving says nothing that this does not.
            draft.say(
                    Announcement.of(room, occupant.withAffiliation(Affiliation.NONE))
                            .unavailable(List.of())
                            .to(Occupants.NOBODY.with(occupant))
                            .with(destroy)
                            .build());
        }
        draft.record(new RoomEvent.Destroyed())
                .say(new RoomEffect.Attend(Occupants.NOBODY))
                .say(new RoomEffect.Enlist(null));
    }

    /** The service stops: everybody is told so, and the room stays. */
    static Decision<RoomEvent, RoomEffect> close(Room room) {
        Draft draft = new Draft(room);
        for (Occupant occupant : room.occupants().list()) {
            draft.say(
                    Announcement.of(room, occupant)
                            .unavailable(List.of())
                            .code(StatusCode.SHUTDOWN)
                            .to(Occupants.NOBODY.with(occupant))
                            .build());
        }
        return Decision.speak(draft.noted().effects());
    }
}
