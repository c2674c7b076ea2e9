package stoa.net.csi;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import stoa.net.sm.Outgoing;

/**
 * What waits while a client is inactive (XEP-0352): of each sender the newest presence and the
 * newest chat state, and all in which a room says what happened, in the order in which they came.
 * Bounded: when it is full, all of it is to be sent, and it begins anew; nothing is dropped but
 * what something newer has replaced. Confined to the session's loop.
 */
public final class HeldBack {
    private static final class Held {
        final Outgoing stanza;
        final int bytes;

        Held(Outgoing stanza, int bytes) {
            this.stanza = stanza;
            this.bytes = bytes;
        }
    }

    private final Set<Held> held = new LinkedHashSet<>();

    /** What something newer may take the place of, by its key. */
    private final Map<String, Held> newest = new HashMap<>();

    private final int limit;
    private final long limitBytes;
    private long bytes;

    /**
     * Holds nothing yet.
     *
     * @param limit how many stanzas may wait
     * @param limitBytes and how many bytes
     */
    public HeldBack(int limit, long limitBytes) {
        this.limit = limit;
        this.limitBytes = limitBytes;
    }

    /**
     * Holds a stanza back if it can wait and there is room; else everything held is to be sent, and
     * then this one.
     *
     * @param aboutBytes about how many bytes it will take
     */
    public boolean takes(Outgoing stanza, int aboutBytes) {
        String key = Importance.mayWaitAs(stanza);
        if (key == null) {
            return false;
        }
        boolean stays = Importance.isRoomEvent(stanza);
        Held older = newest.remove(key);
        if (older != null && !stays) {
            held.remove(older);
            bytes -= older.bytes;
        }
        if (held.size() >= limit || bytes + aboutBytes > limitBytes) {
            return false;
        }
        Held now = new Held(stanza, aboutBytes);
        held.add(now);
        bytes += aboutBytes;
        if (!stays) {
            newest.put(key, now);
        }
        return true;
    }

    /** Gives everything away, in order, each with its bytes. */
    public void drainTo(ObjIntConsumer<Outgoing> taker) {
        if (held.isEmpty()) {
            return;
        }
        Held[] all = held.toArray(new Held[0]);
        held.clear();
        newest.clear();
        bytes = 0;
        for (Held one : all) {
            taker.accept(one.stanza, one.bytes);
        }
    }

    public int size() {
        return held.size();
    }
}
