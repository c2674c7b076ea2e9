package stoa.net.csi;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import stoa.net.sm.Outbox;
import stoa.net.sm.Outgoing;

/**
 * What need not be written any more, because something newer that is to be written takes its place:
 * the same presence and chat states as wait for an inactive client (XEP-0352 section 3.2), here for
 * one that has no stream. The presence in which somebody said or asked something stays before it.
 */
public final class Superseded {
    private Superseded() {}

    /**
     * Drops it from what is still to be written; all else keeps its place, so nothing overtakes
     * anything. Takes time in proportion to what is there.
     */
    public static void dropFrom(Outbox outbox) {
        Map<String, Outgoing> newest = new HashMap<>();
        Set<Outgoing> superseded = Collections.newSetFromMap(new IdentityHashMap<>());
        outbox.forEachUnwritten(
                stanza -> {
                    String key =
                            Importance.isRoomEvent(stanza) ? null : Importance.mayWaitAs(stanza);
                    if (key == null) {
                        newest.remove(Importance.presenceOfSender(stanza));
                        return;
                    }
                    Outgoing older = newest.put(key, stanza);
                    if (older != null) {
                        superseded.add(older);
                    }
                });
        if (!superseded.isEmpty()) {
            outbox.forgetUnwritten(superseded::contains);
        }
    }
}
