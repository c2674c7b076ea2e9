package stoa.store.room;

import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Numbered;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * Something happened in a room besides talk. It takes an id of the archive's own series, so that
 * log and talk have one order.
 *
 * @param kind what happened, a short word of the room module: join, leave, nick, subject …
 * @param who the real address of who did it
 * @param nick the occupant's nick
 * @param detail what else is to be known, such as a new nick or a reason
 */
public record RoomLogged(
        ArchiveSlot slot, BareJid room, String kind, Jid who, String nick, @Nullable String detail)
        implements Numbered {
    /** Somebody came in. */
    public static final String JOIN = "join";

    /** Somebody went out. */
    public static final String LEAVE = "leave";

    /** Whether it counts as having been in the room ({@link RoomStore#lastVisits}). */
    public boolean isVisit() {
        return kind.equals(JOIN) || kind.equals(LEAVE);
    }
}
