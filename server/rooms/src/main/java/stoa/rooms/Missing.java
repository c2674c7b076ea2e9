package stoa.rooms;

import java.util.List;
import stoa.core.entity.Decision;
import stoa.store.room.Affiliation;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;

/**
 * What somebody outside has missed (XEP-0437): whether anything was said since they were last in. A
 * room tells it to nobody whom it would not let in, and one that is hidden or has a password to
 * those with an affiliation only (section 4).
 */
final class Missing {
    private Missing() {}

    static Decision<RoomEvent, RoomEffect> ask(Room room, RoomCommand.AskMissed command) {
        boolean missed = concerns(room, command.from()) && newestLine(room) > command.since();
        return Decision.speak(List.of(new RoomEffect.TellMissed(command.answer(), missed)));
    }

    /** Whether the room tells this session, which is not in it, that something was said. */
    static boolean concerns(Room room, FullJid session) {
        Jid account = session.bare();
        return room.isOpen()
                && room.occupant(session) == null
                && Joining.mayEnter(room, account) == null
                && (isOpenToAll(room) || room.affiliation(account) != Affiliation.NONE);
    }

    private static boolean isOpenToAll(Room room) {
        return room.config(Hidden.PUBLIC) && !room.config(Password.PROTECTED);
    }

    /** The archive id of the newest message, 0 for none. */
    private static long newestLine(Room room) {
        List<Line> lines = room.history().lines();
        for (int i = lines.size() - 1; i >= 0; i--) {
            var slot = lines.get(i).slot();
            if (slot != null && slot.isSet()) {
                return slot.id();
            }
        }
        return 0;
    }
}
