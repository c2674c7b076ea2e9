package stoa.rooms;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import stoa.xmpp.jid.BareJid;

/**
 * Who has been told to be in which room. When a commit fails a room is discarded and loaded from
 * the store again (design: one writer); its occupants are no part of the store and are taken from
 * here, as they were when the room spoke last. Written when effects are performed, so it never
 * holds anybody whose entering was not told. Safe on any thread; bounded by the sessions there are.
 */
final class Attendance {
    private final Map<BareJid, Occupants> rooms = new ConcurrentHashMap<>();

    void is(BareJid room, Occupants occupants) {
        if (occupants.isEmpty()) {
            rooms.remove(room);
        } else {
            rooms.put(room, occupants);
        }
    }

    Occupants of(BareJid room) {
        return rooms.getOrDefault(room, Occupants.NOBODY);
    }

    Iterable<BareJid> occupied() {
        return rooms.keySet();
    }
}
