package stoa.store.pubsub;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/** All items of a node were removed. */
public record NodePurged(BareJid service, String node) implements Change {}
