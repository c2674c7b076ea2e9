package stoa.net.csi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import stoa.net.sm.Outgoing;

/**
 * What waits while a client is inactive (XEP-0352): of each sender the newest presence and the
 * newest chat state, in the order in which they came. Bounded: when it is full, all of it is to be
 * sent, and it begins anew; nothing is dropped but what something newer has replaced. Confined to
 * the session's loop.
 */
public final class HeldBack {
    private record Held(Outgoing stanza, int bytes) {}

    private final Map<String, Held> held = new LinkedHashMap<>();
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
        String key = Importance.replacedBy(stanza);
        if (key == null) {
            return false;
        }
        @Nullable Held older = held.remove(key);
        if (older != null) {
            bytes -= older.bytes();
        }
        if (held.size() >= limit || bytes + aboutBytes > limitBytes) {
            return false;
        }
        held.put(key, new Held(stanza, aboutBytes));
        bytes += aboutBytes;
        return true;
    }

    /** Gives everything away, in order, each with its bytes. */
    public void drainTo(ObjIntConsumer<Outgoing> taker) {
        if (held.isEmpty()) {
            return;
        }
        Held[] all = held.values().toArray(new Held[0]);
        held.clear();
        bytes = 0;
        for (Held one : all) {
            taker.accept(one.stanza(), one.bytes());
        }
    }

    public int size() {
        return held.size();
    }
}
