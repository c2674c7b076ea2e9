package stoa.store.archive;

import stoa.xmpp.jid.Jid;

/**
 * A message that carried an origin-id: what the rule "one entry for one (sender, addressee,
 * origin-id)" is decided by.
 *
 * @param sender the real address of who sent it, without resource
 * @param to the addressee as written
 */
public record RecentOrigin(long id, Jid sender, Jid to, String originId) {}
