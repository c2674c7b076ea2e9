package stoa.store.alias;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.xmpp.jid.BareJid;

/** Reads aliases. */
public interface AliasStore {
    /** All of a domain, by address. */
    CompletionStage<List<StoredAlias>> list(String domain);

    CompletionStage<Optional<StoredAlias>> find(BareJid address);
}
