package stoa.store.account;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/**
 * What was noted of a client is removed.
 *
 * @param clientId the id of the SASL2 user agent
 */
public record ClientForgotten(BareJid account, String clientId) implements Change {}
