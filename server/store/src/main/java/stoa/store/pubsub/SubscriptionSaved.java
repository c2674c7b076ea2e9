package stoa.store.pubsub;

import stoa.core.journal.Change;
import stoa.xmpp.jid.Jid;

/**
 * A subscription was made, approved, given other options or, with {@link SubscriptionState#NONE},
 * ended.
 */
public record SubscriptionSaved(Jid service, String node, StoredSubscription subscription)
        implements Change {}
