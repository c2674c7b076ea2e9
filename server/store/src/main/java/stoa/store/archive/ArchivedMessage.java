package stoa.store.archive;

import java.util.List;
import stoa.store.Bytes;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * A message as it was stored, whatever stands in its place for readers.
 *
 * @param owners whose histories it is in
 */
public record ArchivedMessage(long id, Jid from, Jid to, List<BareJid> owners, Bytes stanza) {
    public ArchivedMessage {
        owners = List.copyOf(owners);
    }
}
