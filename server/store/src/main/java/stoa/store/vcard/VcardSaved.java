package stoa.store.vcard;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/** An account or a room published its vCard. */
public record VcardSaved(BareJid owner, Vcard vcard) implements Change {
    @Override
    public int weightBytes() {
        return 256 + vcard.xml().length();
    }
}
