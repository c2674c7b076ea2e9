package stoa.store.push;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/** The notifications of that service and node are disabled; they may not have been enabled. */
public record PushDisabled(BareJid account, Jid service, String node) implements Change {}
