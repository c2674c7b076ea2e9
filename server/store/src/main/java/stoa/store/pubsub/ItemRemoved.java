package stoa.store.pubsub;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/** An item was retracted, or made room for a newer one. */
public record ItemRemoved(BareJid service, String node, String id) implements Change {}
