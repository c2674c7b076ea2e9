package stoa.store.pubsub;

import stoa.core.journal.Change;
import stoa.xmpp.jid.Jid;

/** A node was deleted, with its items, affiliations and subscriptions. */
public record NodeDeleted(Jid service, String node) implements Change {}
