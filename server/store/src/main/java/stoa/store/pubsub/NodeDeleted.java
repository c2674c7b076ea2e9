package stoa.store.pubsub;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/** A node was deleted, with its items, affiliations and subscriptions. */
public record NodeDeleted(BareJid service, String node) implements Change {}
