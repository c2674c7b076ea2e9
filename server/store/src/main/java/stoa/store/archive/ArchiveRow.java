package stoa.store.archive;

import stoa.core.journal.ArchiveSlot;
import stoa.store.Bytes;
import stoa.xmpp.jid.Jid;

/**
 * A message as it is read back.
 *
 * @param from as {@link ArchiveAppend#from}
 * @param stanza as {@link ArchiveAppend#stanza}: may be sent as it is inside {@code <forwarded/>}
 */
public record ArchiveRow(long id, Jid from, Jid to, Bytes stanza) {
    /** When it was stored, in milliseconds since 1970: the stamp of its delay element. */
    public long epochMillis() {
        return ArchiveSlot.epochMillis(id);
    }
}
