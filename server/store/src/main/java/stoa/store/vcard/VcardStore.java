package stoa.store.vcard;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;

/** Reads vCards. */
public interface VcardStore {
    CompletionStage<Optional<Vcard>> find(BareJid owner);
}
