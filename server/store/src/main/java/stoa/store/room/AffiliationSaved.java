package stoa.store.room;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/** An affiliation was given or, with {@link Affiliation#NONE}, taken away. */
public record AffiliationSaved(BareJid room, AffiliationEntry entry) implements Change {}
