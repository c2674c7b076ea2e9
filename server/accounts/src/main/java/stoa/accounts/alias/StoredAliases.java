package stoa.accounts.alias;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import stoa.core.journal.Change;
import stoa.core.journal.Journal;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasDeleted;
import stoa.store.alias.AliasSaved;
import stoa.store.alias.AliasStore;
import stoa.xmpp.jid.BareJid;

/** Changes aliases on the store itself, while no server runs on it. One at a time. */
public final class StoredAliases implements AliasChanges {
    private final AliasStore aliases;
    private final Journal journal;

    public StoredAliases(AliasStore aliases, Journal journal) {
        this.aliases = aliases;
        this.journal = journal;
    }

    @Override
    public CompletionStage<Outcome> create(Alias alias) {
        return aliases.find(alias.address())
                .thenCompose(
                        found ->
                                found.isPresent()
                                        ? CompletableFuture.completedFuture(Outcome.EXISTS)
                                        : record(new AliasSaved(alias)));
    }

    @Override
    public CompletionStage<Outcome> update(BareJid alias, UnaryOperator<Alias> change) {
        return aliases.find(alias)
                .thenCompose(
                        found ->
                                found.isEmpty()
                                        ? CompletableFuture.completedFuture(Outcome.NO_SUCH_ALIAS)
                                        : record(
                                                new AliasSaved(change.apply(found.get().alias()))));
    }

    @Override
    public CompletionStage<Outcome> remove(BareJid alias) {
        return aliases.find(alias)
                .thenCompose(
                        found ->
                                found.isEmpty()
                                        ? CompletableFuture.completedFuture(Outcome.NO_SUCH_ALIAS)
                                        : record(new AliasDeleted(alias)));
    }

    private CompletionStage<Outcome> record(Change change) {
        return journal.record(List.of(change)).thenApply(stored -> Outcome.DONE);
    }
}
