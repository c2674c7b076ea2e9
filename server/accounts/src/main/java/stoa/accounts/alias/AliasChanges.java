package stoa.accounts.alias;

import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import stoa.store.alias.Alias;
import stoa.xmpp.jid.BareJid;

/** Who carries out what administrators change: the aliases of a running server, or the store. */
public interface AliasChanges {
    /** How a change came out. */
    enum Outcome {
        DONE,
        EXISTS,
        NO_SUCH_ALIAS,
        FAILED
    }

    CompletionStage<Outcome> create(Alias alias);

    /** Changes what is there; the address stays. */
    CompletionStage<Outcome> update(BareJid alias, UnaryOperator<Alias> change);

    CompletionStage<Outcome> remove(BareJid alias);
}
