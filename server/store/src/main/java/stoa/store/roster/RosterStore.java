package stoa.store.roster;

import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;

/** Reads rosters. */
public interface RosterStore {
    /** The whole roster; {@link Roster#EMPTY} when nothing was ever stored. */
    CompletionStage<Roster> load(BareJid account);
}
