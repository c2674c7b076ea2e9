package stoa.net.sm;

import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to a client, in order: first what was written and is not acknowledged, then what is
 * still to be written. Counts stanzas and bytes of both; who owns it compares them with the limits.
 *
 * <p>A linked list of the stanzas themselves, so an empty one holds nothing.
 */
public final class Outbox {
    private @Nullable Outgoing first;
    private @Nullable Outgoing last;
    private @Nullable Outgoing unwritten;
    private int writtenCount;
    private int unwrittenCount;
    private long writtenBytes;
    private long unwrittenBytes;
    private long deliveredId;

    /** Puts a stanza behind all others. */
    public void add(Outgoing stanza, int aboutBytes) {
        stanza.next = null;
        stanza.bytes = aboutBytes;
        if (last == null) {
            first = stanza;
        } else {
            last.next = stanza;
        }
        last = stanza;
        if (unwritten == null) {
            unwritten = stanza;
        }
        unwrittenCount++;
        unwrittenBytes += aboutBytes;
    }

    /** The next one to write, or null. */
    public @Nullable Outgoing nextToWrite() {
        return unwritten;
    }

    /**
     * {@link #nextToWrite} was written and took so many bytes.
     *
     * @param keep whether it waits for its acknowledgement; else it is forgotten, which takes that
     *     nothing before it waits
     */
    public void wrote(int bytes, boolean keep) {
        Outgoing stanza = unwritten;
        if (stanza == null) {
            throw new IllegalStateException("nothing to write");
        }
        unwritten = stanza.next;
        unwrittenCount--;
        unwrittenBytes -= stanza.bytes;
        if (keep) {
            stanza.bytes = bytes;
            writtenCount++;
            writtenBytes += bytes;
        } else {
            first = stanza.next;
            if (first == null) {
                last = null;
            }
            stanza.next = null;
            deliveredId = Math.max(deliveredId, stanza.archiveId());
        }
    }

    /** Weighs those still to be written that were added without a weight. */
    public void weighRest(ToIntFunction<Outgoing> weigher) {
        for (Outgoing stanza = unwritten;
                stanza != null && stanza.bytes == 0;
                stanza = stanza.next) {
            stanza.bytes = weigher.applyAsInt(stanza);
            unwrittenBytes += stanza.bytes;
        }
    }

    /** Shows what is still to be written, in order. */
    public void forEachUnwritten(Consumer<Outgoing> looker) {
        for (Outgoing stanza = unwritten; stanza != null; stanza = stanza.next) {
            looker.accept(stanza);
        }
    }

    /** Forgets those still to be written that are such; the others keep their order. */
    public void forgetUnwritten(Predicate<Outgoing> such) {
        Outgoing before = null;
        Outgoing stanza = first;
        while (stanza != unwritten && stanza != null) {
            before = stanza;
            stanza = stanza.next;
        }
        first = before == null ? null : first;
        last = before;
        unwritten = null;
        unwrittenCount = 0;
        unwrittenBytes = 0;
        if (before != null) {
            before.next = null;
        }
        while (stanza != null) {
            Outgoing next = stanza.next;
            stanza.next = null;
            if (!such.test(stanza)) {
                add(stanza, stanza.bytes);
            }
            stanza = next;
        }
    }

    /** Forgets the first so many of what was written. */
    public void acknowledge(int count) {
        for (int i = 0; i < count; i++) {
            Outgoing stanza = first;
            if (stanza == null || writtenCount == 0) {
                throw new IllegalStateException("acknowledged what was not written");
            }
            first = stanza.next;
            stanza.next = null;
            writtenCount--;
            writtenBytes -= stanza.bytes;
            deliveredId = Math.max(deliveredId, stanza.archiveId());
        }
        if (first == null) {
            last = null;
        }
    }

    /** What was written is to be written again, to a resumed stream. */
    public void rewind() {
        unwritten = first;
        unwrittenCount += writtenCount;
        unwrittenBytes += writtenBytes;
        writtenCount = 0;
        writtenBytes = 0;
    }

    /** Shows everything, in order. */
    public void forEach(Consumer<Outgoing> looker) {
        for (Outgoing stanza = first; stanza != null; stanza = stanza.next) {
            looker.accept(stanza);
        }
    }

    /** Gives everything away, in order. */
    public void drainTo(Consumer<Outgoing> taker) {
        Outgoing stanza = first;
        first = null;
        last = null;
        unwritten = null;
        writtenCount = 0;
        unwrittenCount = 0;
        writtenBytes = 0;
        unwrittenBytes = 0;
        while (stanza != null) {
            Outgoing next = stanza.next;
            stanza.next = null;
            taker.accept(stanza);
            stanza = next;
        }
    }

    /** The greatest archive id of a message that the client has, or 0. */
    public long deliveredId() {
        return deliveredId;
    }

    public int writtenCount() {
        return writtenCount;
    }

    public int unwrittenCount() {
        return unwrittenCount;
    }

    public long unwrittenBytes() {
        return unwrittenBytes;
    }

    /** Whether it has more stanzas or more bytes than that. */
    public boolean exceeds(int stanzas, long bytes) {
        return count() > stanzas || bytes() > bytes;
    }

    public int count() {
        return writtenCount + unwrittenCount;
    }

    public long bytes() {
        return writtenBytes + unwrittenBytes;
    }
}
