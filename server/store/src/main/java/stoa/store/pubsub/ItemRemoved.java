package stoa.store.pubsub;

import stoa.core.journal.Change;
import stoa.xmpp.jid.Jid;

/** An item was retracted, or made room for a newer one. */
public record ItemRemoved(Jid service, String node, String id) implements Change {}
