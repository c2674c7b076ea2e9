package stoa.rooms;

import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import stoa.store.room.Affiliation;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * A new room is locked, section 10.1: it exists for its creator alone until it is configured or
 * taken with its defaults (an instant room). Until then nothing of it is stored.
 */
final class Locked {
    private Locked() {}

    static RoomEvent creation(Jid creator, Turn turn) {
        return new RoomEvent.Created(
                creator, RoomConfig.DEFAULTS, turn.now().truncatedTo(ChronoUnit.MILLIS));
    }

    static @Nullable StanzaError refusal(Room room, Jid account) {
        return room.phase() == Room.Phase.LOCKED && room.affiliation(account) != Affiliation.OWNER
                ? Condition.ITEM_NOT_FOUND.error("This room is not open yet.")
                : null;
    }

    /** Whether the room is there for this account at all. */
    static boolean isThereFor(Room room, Jid account) {
        return room.exists() && refusal(room, account) == null;
    }
}
