package stoa.store.privatexml;

import stoa.core.journal.Change;
import stoa.store.Bytes;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Name;

/** An element was stored under its expanded name. */
public record PrivateXmlSaved(BareJid account, Name name, Bytes xml) implements Change {
    @Override
    public int weightBytes() {
        return 256 + xml.length();
    }
}
