package stoa.store.pubsub;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/** A subscription was made, approved or, with {@link SubscriptionState#NONE}, ended. */
public record SubscriptionSaved(
        BareJid service, String node, Jid subscriber, SubscriptionState state) implements Change {}
