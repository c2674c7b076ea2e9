package stoa.store.archive;

import java.util.List;
import stoa.store.Bytes;
import stoa.xmpp.jid.Jid;

/**
 * A message as who follows the archive gets it.
 *
 * @param owners the histories it belongs to
 * @param stanza what readers of a history get: the tombstone of a message that was retracted
 */
public record FollowedMessage(long id, Jid from, Jid to, List<ArchiveOwner> owners, Bytes stanza) {
    public FollowedMessage {
        owners = List.copyOf(owners);
    }
}
