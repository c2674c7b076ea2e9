package stoa.store.memory;

import static stoa.store.memory.CodePointOrder.CODE_POINTS;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stoa.store.account.Account;
import stoa.store.account.AccountDeleted;
import stoa.store.account.AccountSaved;
import stoa.store.account.AccountStore;
import stoa.store.account.Credentials;
import stoa.store.account.ScramKeys;
import stoa.store.account.ScramKeysAdded;
import stoa.store.account.ScramKeysSaved;
import stoa.store.alias.AliasDeleted;
import stoa.xmpp.jid.BareJid;

final class MemoryAccounts implements AccountStore {
    private final MemoryTables tables;
    private final Map<BareJid, Account> accounts = new HashMap<>();
    private final Map<BareJid, List<ScramKeys>> keys = new HashMap<>();
    private final Set<BareJid> former = new HashSet<>();

    MemoryAccounts(MemoryTables tables) {
        this.tables = tables;
        tables.on(AccountSaved.class, this::save);
        tables.on(ScramKeysSaved.class, saved -> keys.put(saved.account(), sorted(saved.keys())));
        tables.on(ScramKeysAdded.class, this::add);
        tables.on(
                AccountDeleted.class,
                deleted -> {
                    accounts.remove(deleted.account());
                    keys.remove(deleted.account());
                    former.add(deleted.account());
                });
        tables.on(AliasDeleted.class, deleted -> former.add(deleted.address()));
    }

    private void save(AccountSaved saved) {
        Account a = saved.account();
        accounts.put(
                a.address(),
                new Account(
                        a.address(),
                        a.name(),
                        a.enabled(),
                        a.admin(),
                        a.createdAt().truncatedTo(ChronoUnit.MILLIS)));
    }

    private void add(ScramKeysAdded added) {
        List<ScramKeys> all = keys.getOrDefault(added.account(), List.of());
        if (all.contains(added.proven())) {
            List<ScramKeys> more = new ArrayList<>(all);
            more.removeIf(one -> one.hash().equals(added.added().hash()));
            more.add(added.added());
            keys.put(added.account(), sorted(more));
        }
    }

    private static List<ScramKeys> sorted(List<ScramKeys> keys) {
        return keys.stream().sorted(Comparator.comparing(ScramKeys::hash)).toList();
    }

    @Override
    public CompletionStage<Optional<Account>> find(BareJid address) {
        return tables.read(() -> Optional.ofNullable(accounts.get(address)));
    }

    @Override
    public CompletionStage<Optional<Credentials>> credentials(BareJid address) {
        return tables.read(
                () ->
                        Optional.ofNullable(accounts.get(address))
                                .map(
                                        a ->
                                                new Credentials(
                                                        a, keys.getOrDefault(address, List.of()))));
    }

    @Override
    public CompletionStage<List<Account>> list(
            String domain, @Nullable String afterLocal, int max) {
        return tables.read(
                () ->
                        of(domain)
                                .filter(a -> isAfter(a.address().local(), afterLocal))
                                .sorted(Comparator.comparing(a -> a.address().local(), CODE_POINTS))
                                .limit(Math.min(max, MAX_LISTED))
                                .toList());
    }

    static boolean isAfter(String local, @Nullable String after) {
        return after == null || CODE_POINTS.compare(local, after) > 0;
    }

    @Override
    public CompletionStage<Long> count(String domain) {
        return tables.read(() -> of(domain).count());
    }

    @Override
    public CompletionStage<Boolean> wasDeleted(BareJid address) {
        return tables.read(() -> former.contains(address));
    }

    @Override
    public CompletionStage<List<Account>> list(
            String domain, Mark mark, @Nullable String afterLocal, int max) {
        return tables.read(
                () ->
                        of(domain)
                                .filter(a -> has(a, mark))
                                .filter(a -> isAfter(a.address().local(), afterLocal))
                                .sorted(Comparator.comparing(a -> a.address().local(), CODE_POINTS))
                                .limit(Math.min(max, MAX_LISTED))
                                .toList());
    }

    @Override
    public CompletionStage<Long> count(String domain, Mark mark) {
        return tables.read(() -> of(domain).filter(a -> has(a, mark)).count());
    }

    private static boolean has(Account account, Mark mark) {
        return switch (mark) {
            case DISABLED -> !account.enabled();
            case ADMIN -> account.admin();
        };
    }

    private Stream<Account> of(String domain) {
        return accounts.values().stream().filter(a -> a.address().domain().equals(domain));
    }
}
