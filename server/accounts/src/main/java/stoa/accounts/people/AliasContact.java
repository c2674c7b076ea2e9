package stoa.accounts.people;

import stoa.xmpp.jid.BareJid;

/**
 * A contact that the server puts into a roster because of an alias: the alias itself, or for its
 * members one open conversation. It has no presence, ever.
 *
 * @param group the roster group it stands in
 */
public record AliasContact(BareJid address, String name, String group) {}
