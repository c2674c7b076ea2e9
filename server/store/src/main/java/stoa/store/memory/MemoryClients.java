package stoa.store.memory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import stoa.store.account.AccountDeleted;
import stoa.store.account.ClientForgotten;
import stoa.store.account.ClientSeen;
import stoa.store.account.ClientStore;
import stoa.store.account.FastTokensRevoked;
import stoa.store.account.KnownClient;
import stoa.xmpp.jid.BareJid;

final class MemoryClients implements ClientStore {
    private static final Comparator<KnownClient> NEWEST =
            Comparator.comparing(KnownClient::lastSeen).reversed().thenComparing(KnownClient::id);

    private final MemoryTables tables;
    private final Map<BareJid, Map<String, KnownClient>> clients = new HashMap<>();

    MemoryClients(MemoryTables tables) {
        this.tables = tables;
        tables.on(ClientSeen.class, this::seen);
        tables.on(
                ClientForgotten.class,
                gone ->
                        clients.getOrDefault(gone.account(), new HashMap<>())
                                .remove(gone.clientId()));
        tables.on(FastTokensRevoked.class, revoked -> clients.remove(revoked.account()));
        tables.on(AccountDeleted.class, deleted -> clients.remove(deleted.account()));
    }

    private void seen(ClientSeen seen) {
        Instant at = seen.at().truncatedTo(ChronoUnit.MILLIS);
        KnownClient now =
                new KnownClient(
                        seen.clientId(), seen.software(), seen.device(), at, at, seen.password());
        clients.computeIfAbsent(seen.account(), key -> new HashMap<>())
                .merge(seen.clientId(), now, MemoryClients::again);
    }

    private static KnownClient again(KnownClient before, KnownClient now) {
        return new KnownClient(
                before.id(),
                now.software() == null ? before.software() : now.software(),
                now.device() == null ? before.device() : now.device(),
                before.firstSeen(),
                now.lastSeen().isAfter(before.lastSeen()) ? now.lastSeen() : before.lastSeen(),
                before.knowsPassword() || now.knowsPassword());
    }

    @Override
    public CompletionStage<List<KnownClient>> all(BareJid account) {
        return tables.read(
                () ->
                        clients.getOrDefault(account, Map.of()).values().stream()
                                .sorted(NEWEST)
                                .toList());
    }
}
