package stoa.store.visit;

import java.time.Instant;
import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/**
 * An account was last signed in to then.
 *
 * @param arrived it has been online; false says nothing
 */
public record VisitNoted(BareJid account, Instant lastLogin, boolean arrived) implements Change {}
