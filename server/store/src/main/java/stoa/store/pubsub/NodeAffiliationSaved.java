package stoa.store.pubsub;

import stoa.core.journal.Change;
import stoa.xmpp.jid.Jid;

/** An affiliation was given or, with {@link NodeAffiliation#NONE}, taken away. */
public record NodeAffiliationSaved(Jid service, String node, Jid who, NodeAffiliation affiliation)
        implements Change {}
