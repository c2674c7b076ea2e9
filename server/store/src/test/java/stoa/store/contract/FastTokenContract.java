package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.store.Bytes;
import stoa.store.account.AccountDeleted;
import stoa.store.account.FastToken;
import stoa.store.account.FastTokenStore;
import stoa.store.account.FastTokensRevoked;
import stoa.store.account.FastTokensSaved;
import stoa.xmpp.jid.BareJid;

abstract class FastTokenContract {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final BareJid juliet = at("juliet", StoreFixture.freshDomain());

    abstract StoreFixture fixture();

    private FastTokenStore tokens() {
        return fixture().store().fastTokens();
    }

    private static FastToken token(String key, long counter, @Nullable Instant lastUsed) {
        return new FastToken(
                Bytes.utf8(key), "HT-SHA-256-NONE", NOW, NOW.plusSeconds(3600), counter, lastUsed);
    }

    @Test
    void the_current_token_comes_before_the_new_one() {
        FastToken current = token("z", 7, NOW);
        FastToken next = token("a", 0, null);
        fixture().commit(new FastTokensSaved(juliet, "laptop", List.of(current, next)));
        assertThat(get(tokens().find(juliet, "laptop"))).containsExactly(current, next);
        assertThat(get(tokens().find(juliet, "phone"))).isEmpty();
    }

    @Test
    void a_client_s_tokens_are_replaced_and_removed_as_one() {
        fixture()
                .commit(
                        new FastTokensSaved(
                                juliet, "laptop", List.of(token("a", 1, NOW), token("b", 0, null))),
                        new FastTokensSaved(juliet, "phone", List.of(token("c", 0, null))));
        fixture().commit(new FastTokensSaved(juliet, "laptop", List.of(token("b", 1, NOW))));
        assertThat(get(tokens().all(juliet)))
                .isEqualTo(
                        Map.of(
                                "laptop", List.of(token("b", 1, NOW)),
                                "phone", List.of(token("c", 0, null))));
        fixture().commit(new FastTokensSaved(juliet, "laptop", List.of()));
        assertThat(get(tokens().all(juliet))).containsOnlyKeys("phone");
    }

    @Test
    void all_clients_are_revoked_together() {
        BareJid romeo = at("romeo", juliet.domain());
        fixture()
                .commit(
                        new FastTokensSaved(juliet, "laptop", List.of(token("a", 0, null))),
                        new FastTokensSaved(romeo, "pc", List.of(token("b", 0, null))));
        fixture().commit(new FastTokensRevoked(juliet));
        assertThat(get(tokens().all(juliet))).isEmpty();
        assertThat(get(tokens().all(romeo))).hasSize(1);
        fixture().commit(new AccountDeleted(romeo));
        assertThat(get(tokens().all(romeo))).isEmpty();
    }
}
