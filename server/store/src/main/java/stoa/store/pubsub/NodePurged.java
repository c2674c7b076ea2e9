package stoa.store.pubsub;

import stoa.core.journal.Change;
import stoa.xmpp.jid.Jid;

/** All items of a node were removed. */
public record NodePurged(Jid service, String node) implements Change {}
