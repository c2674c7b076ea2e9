package stoa.store.memory;

import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import stoa.store.account.AccountDeleted;
import stoa.store.account.FastToken;
import stoa.store.account.FastTokenStore;
import stoa.store.account.FastTokensRevoked;
import stoa.store.account.FastTokensSaved;
import stoa.store.account.FastTokensUsed;
import stoa.xmpp.jid.BareJid;

final class MemoryFastTokens implements FastTokenStore {
    private final MemoryTables tables;
    private final Map<BareJid, Map<String, List<FastToken>>> tokens = new HashMap<>();

    MemoryFastTokens(MemoryTables tables) {
        this.tables = tables;
        tables.on(FastTokensSaved.class, this::save);
        tables.on(FastTokensUsed.class, this::used);
        tables.on(FastTokensRevoked.class, revoked -> tokens.remove(revoked.account()));
        tables.on(AccountDeleted.class, deleted -> tokens.remove(deleted.account()));
    }

    private void save(FastTokensSaved saved) {
        Map<String, List<FastToken>> clients =
                tokens.computeIfAbsent(saved.account(), key -> new TreeMap<>());
        if (saved.tokens().isEmpty()) {
            clients.remove(saved.clientId());
        } else {
            clients.put(
                    saved.clientId(),
                    saved.tokens().stream().map(MemoryFastTokens::inMillis).toList());
        }
    }

    private void used(FastTokensUsed used) {
        boolean isThere =
                tokens
                        .getOrDefault(used.account(), Map.of())
                        .getOrDefault(used.clientId(), List.of())
                        .stream()
                        .anyMatch(token -> token.key().equals(used.used()));
        if (isThere) {
            save(new FastTokensSaved(used.account(), used.clientId(), used.tokens()));
        }
    }

    private static FastToken inMillis(FastToken t) {
        return new FastToken(
                t.key(),
                t.mechanism(),
                t.issuedAt().truncatedTo(ChronoUnit.MILLIS),
                t.expiresAt().truncatedTo(ChronoUnit.MILLIS),
                t.counter(),
                t.lastUsed() == null ? null : t.lastUsed().truncatedTo(ChronoUnit.MILLIS));
    }

    @Override
    public CompletionStage<List<FastToken>> find(BareJid account, String clientId) {
        return tables.read(
                () -> tokens.getOrDefault(account, Map.of()).getOrDefault(clientId, List.of()));
    }

    @Override
    public CompletionStage<Map<String, List<FastToken>>> all(BareJid account) {
        return tables.read(() -> Map.copyOf(tokens.getOrDefault(account, Map.of())));
    }
}
