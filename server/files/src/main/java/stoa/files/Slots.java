package stoa.files;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * The slots that wait for their file. In memory: one that a restart takes is asked for again. Any
 * thread.
 */
public final class Slots {
    private static final int ID_BYTES = 18;

    private final UploadLimits limits;
    private final SecureRandom random;
    private final InstantSource clock;

    /** In the order in which they expire. */
    private final LinkedHashMap<String, Slot> waiting = new LinkedHashMap<>();

    private final Map<BareJid, Integer> perAccount = new HashMap<>();

    /**
     * @param clock one that nobody sets: a slot lasts
     */
    public Slots(UploadLimits limits, SecureRandom random, InstantSource clock) {
        this.limits = limits;
        this.random = random;
        this.clock = clock;
    }

    /** A new slot, or null when too many wait. */
    synchronized @Nullable Slot open(BareJid owner, SlotRequest wish) {
        long now = clock.millis();
        dropExpired(now);
        if (waiting.size() >= UploadLimits.SLOTS
                || perAccount.getOrDefault(owner, 0) >= limits.slotsPerAccount()) {
            return null;
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Slot slot =
                new Slot(
                        Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                        owner,
                        wish.name(),
                        wish.size(),
                        wish.mediaType(),
                        wish.purpose(),
                        now + limits.slotLife().toMillis());
        put(slot);
        return slot;
    }

    /** How long until the oldest slot is given up: when to ask again. */
    synchronized Duration untilNextExpiry() {
        long nowMs = clock.millis();
        long nextMs = waiting.isEmpty() ? nowMs : waiting.firstEntry().getValue().expiresAtMs();
        return Duration.ofMillis(Math.max(0, nextMs - nowMs));
    }

    /** Takes the slot for an upload that begins; null when there is none. */
    public synchronized @Nullable Slot take(String id) {
        dropExpired(clock.millis());
        Slot slot = waiting.remove(id);
        if (slot != null) {
            forget(slot);
        }
        return slot;
    }

    /** The upload has failed: it may be tried again while the slot lives. */
    public synchronized void giveBack(Slot slot) {
        if (clock.millis() < slot.expiresAtMs()) {
            put(slot);
        }
    }

    private void put(Slot slot) {
        waiting.put(slot.id(), slot);
        perAccount.merge(slot.owner(), 1, Integer::sum);
    }

    private void forget(Slot slot) {
        perAccount.computeIfPresent(slot.owner(), (key, count) -> count == 1 ? null : count - 1);
    }

    /** One that was given back may stand behind later ones; it is refused all the same. */
    private void dropExpired(long nowMs) {
        Iterator<Slot> oldest = waiting.values().iterator();
        while (oldest.hasNext()) {
            Slot slot = oldest.next();
            if (slot.expiresAtMs() > nowMs) {
                return;
            }
            oldest.remove();
            forget(slot);
        }
    }
}
