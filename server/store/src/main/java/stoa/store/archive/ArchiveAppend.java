package stoa.store.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Numbered;
import stoa.store.Bytes;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;

/**
 * A message, stored once.
 *
 * @param slot its archive id, set by the journal
 * @param from the sender's full address, in a room the occupant's
 * @param to the addressee as written; a room message: the room
 * @param originId XEP-0359 origin-id of the sender, if any
 * @param owners the histories it belongs to, at most {@link #MAX_OWNERS}
 * @param stanza the message in UTF-8, declaring its namespace itself: a document of its own
 * @param line whether it has a body: a line of talk, and no marker, receipt or the like
 */
public record ArchiveAppend(
        ArchiveSlot slot,
        Jid from,
        Jid to,
        Message.Type type,
        @Nullable String originId,
        List<ArchiveOwner> owners,
        Bytes stanza,
        boolean line)
        implements Numbered {
    /** A one-to-one message has two; the rest is room for aliases. */
    public static final int MAX_OWNERS = 16;

    public ArchiveAppend {
        owners = List.copyOf(owners);
        if (owners.size() > MAX_OWNERS) {
            throw new IllegalArgumentException("too many owners");
        }
    }

    @Override
    public int weightBytes() {
        return 256 + stanza.length();
    }
}
