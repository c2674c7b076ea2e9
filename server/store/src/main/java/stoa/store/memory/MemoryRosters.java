package stoa.store.memory;

import static stoa.store.memory.CodePointOrder.CODE_POINTS;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import stoa.store.account.AccountDeleted;
import stoa.store.roster.Roster;
import stoa.store.roster.RosterItemRemoved;
import stoa.store.roster.RosterItemSaved;
import stoa.store.roster.RosterStore;
import stoa.xmpp.jid.BareJid;

final class MemoryRosters implements RosterStore {
    private static final class Kept {
        private final TreeMap<String, Roster.Entry> entries = new TreeMap<>(CODE_POINTS);
        private long version;
        private long removedVersion;
    }

    private final MemoryTables tables;
    private final Map<BareJid, Kept> rosters = new HashMap<>();

    MemoryRosters(MemoryTables tables) {
        this.tables = tables;
        tables.on(RosterItemSaved.class, this::save);
        tables.on(RosterItemRemoved.class, this::remove);
        tables.on(AccountDeleted.class, deleted -> rosters.remove(deleted.account()));
    }

    private void save(RosterItemSaved saved) {
        Kept kept = kept(saved.account());
        kept.version = saved.version();
        kept.entries.put(
                saved.item().contact().toString(), new Roster.Entry(saved.item(), saved.version()));
    }

    private void remove(RosterItemRemoved removed) {
        Kept kept = kept(removed.account());
        kept.version = removed.version();
        kept.removedVersion = removed.version();
        kept.entries.remove(removed.contact().toString());
    }

    private Kept kept(BareJid account) {
        return rosters.computeIfAbsent(account, key -> new Kept());
    }

    @Override
    public CompletionStage<Roster> load(BareJid account) {
        return tables.read(
                () -> {
                    Kept kept = rosters.get(account);
                    return kept == null
                            ? Roster.EMPTY
                            : new Roster(
                                    kept.version,
                                    kept.removedVersion,
                                    List.copyOf(kept.entries.values()));
                });
    }
}
