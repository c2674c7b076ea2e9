package stoa.store.room;

import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.xmpp.jid.Jid;

/** A log entry as it is read back; see {@link RoomLogged}. */
public record RoomLogEntry(long id, String kind, Jid who, String nick, @Nullable String detail) {
    /** When it happened, in milliseconds since 1970. */
    public long epochMillis() {
        return ArchiveSlot.epochMillis(id);
    }
}
