package stoa.store.pubsub;

import stoa.core.journal.Change;
import stoa.xmpp.jid.Jid;

/** An item was published, in place of the one with its id if there was one. */
public record ItemSaved(Jid service, String node, StoredItem item) implements Change {
    @Override
    public int weightBytes() {
        return 512 + item.payload().length();
    }
}
