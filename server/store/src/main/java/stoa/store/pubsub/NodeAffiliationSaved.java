package stoa.store.pubsub;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/** An affiliation was given or, with {@link NodeAffiliation#NONE}, taken away. */
public record NodeAffiliationSaved(
        BareJid service, String node, Jid who, NodeAffiliation affiliation) implements Change {}
