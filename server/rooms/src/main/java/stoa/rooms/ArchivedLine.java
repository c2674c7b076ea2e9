package stoa.rooms;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.journal.ArchiveSlot;
import stoa.store.StoreException;
import stoa.store.StoredXml;
import stoa.store.archive.ArchiveRow;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaCodec;

/** Reads a line of the room's archive back. */
final class ArchivedLine {
    private static final Logger LOG = LoggerFactory.getLogger(ArchivedLine.class);

    private ArchivedLine() {}

    /** The line as it is stored; null when it cannot be read, which is logged. */
    static @Nullable Line read(ArchiveRow row) {
        try {
            if (StanzaCodec.read(StoredXml.read(row.stanza()))
                            instanceof StanzaCodec.Good(var stanza)
                    && stanza instanceof Message message) {
                ArchiveSlot slot = new ArchiveSlot();
                slot.set(row.id());
                return new Line(
                        slot,
                        Instant.ofEpochMilli(row.epochMillis()),
                        message.withFrom(row.from()).withTo(null));
            }
        } catch (StoreException damaged) {
            // No XML: one row is damaged, and not the room.
        }
        LOG.error("room_line_unreadable id={}", row.id());
        return null;
    }
}
