package stoa.store.privatexml;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.store.Bytes;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Name;

/** Reads private XML. */
public interface PrivateXmlStore {
    CompletionStage<Optional<Bytes>> find(BareJid account, Name name);

    /** Everything the account has stored, by expanded name; as much as its quota allows. */
    CompletionStage<List<Bytes>> all(BareJid account);

    /** How many bytes of XML the account has stored in all, for its quota. */
    CompletionStage<Long> totalBytes(BareJid account);
}
