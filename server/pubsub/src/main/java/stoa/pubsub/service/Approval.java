package stoa.pubsub.service;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;

/**
 * What an owner says to a request to be let in, XEP-0060 section 8.6.
 *
 * @param who exactly as it was asked
 * @param subid of the subscription that waits, or null when the owner's client does not say it
 */
public record Approval(String node, Jid who, @Nullable String subid, boolean allows) {}
