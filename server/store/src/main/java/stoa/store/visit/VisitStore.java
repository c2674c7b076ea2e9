package stoa.store.visit;

import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;

/** Reads visits. */
public interface VisitStore {
    /** {@link Visit#NEVER} when nothing is known. */
    CompletionStage<Visit> find(BareJid account);
}
