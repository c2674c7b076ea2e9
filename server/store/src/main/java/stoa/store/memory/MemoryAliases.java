package stoa.store.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import stoa.store.account.AccountDeleted;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasDeleted;
import stoa.store.alias.AliasSaved;
import stoa.store.alias.AliasStore;
import stoa.store.alias.AliasThread;
import stoa.store.alias.AliasThreadClosed;
import stoa.store.alias.AliasThreadSaved;
import stoa.store.alias.StoredAlias;
import stoa.xmpp.jid.BareJid;

final class MemoryAliases implements AliasStore {
    private final MemoryTables tables;
    private final TreeMap<String, Alias> aliases = new TreeMap<>(CodePointOrder.CODE_POINTS);

    /** By alias, then by person. */
    private final TreeMap<String, TreeMap<String, AliasThread>> threads =
            new TreeMap<>(CodePointOrder.CODE_POINTS);

    MemoryAliases(MemoryTables tables) {
        this.tables = tables;
        tables.on(
                AliasSaved.class,
                saved -> aliases.put(saved.alias().address().toString(), saved.alias()));
        tables.on(
                AliasDeleted.class,
                deleted -> {
                    aliases.remove(deleted.address().toString());
                    threads.remove(deleted.address().toString());
                });
        tables.on(AliasThreadSaved.class, saved -> put(saved.thread()));
        tables.on(AliasThreadClosed.class, closed -> close(closed.alias(), closed.person()));
        tables.on(AccountDeleted.class, deleted -> forget(deleted.account()));
    }

    private void put(AliasThread thread) {
        threads.computeIfAbsent(
                        thread.alias().toString(), key -> new TreeMap<>(CodePointOrder.CODE_POINTS))
                .put(thread.person().toString(), thread);
    }

    private void close(BareJid alias, BareJid person) {
        TreeMap<String, AliasThread> open = threads.get(alias.toString());
        if (open != null) {
            open.remove(person.toString());
        }
    }

    private void forget(BareJid account) {
        aliases.replaceAll((address, alias) -> without(alias, account));
        for (TreeMap<String, AliasThread> open : threads.values()) {
            open.remove(account.toString());
            open.replaceAll(
                    (person, thread) ->
                            account.equals(thread.assignee()) ? thread.assignedTo(null) : thread);
        }
    }

    private static Alias without(Alias alias, BareJid account) {
        List<BareJid> members = new ArrayList<>(alias.members());
        return members.remove(account) ? alias.withMembers(members) : alias;
    }

    @Override
    public CompletionStage<List<StoredAlias>> list(String domain) {
        return tables.read(
                () ->
                        aliases.values().stream()
                                .filter(alias -> alias.address().domain().equals(domain))
                                .map(this::stored)
                                .toList());
    }

    @Override
    public CompletionStage<Optional<StoredAlias>> find(BareJid address) {
        return tables.read(
                () -> Optional.ofNullable(aliases.get(address.toString())).map(this::stored));
    }

    private StoredAlias stored(Alias alias) {
        TreeMap<String, AliasThread> open = threads.get(alias.address().toString());
        return new StoredAlias(alias, open == null ? List.of() : List.copyOf(open.values()));
    }
}
