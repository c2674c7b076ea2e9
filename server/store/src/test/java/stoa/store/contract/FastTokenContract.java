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
import stoa.store.account.FastTokensUsed;
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
    void a_token_that_was_used_makes_way_for_the_new_one() {
        FastToken used = token("a", 7, NOW);
        FastToken fresh = token("c", 0, null);
        fixture()
                .commit(
                        new FastTokensSaved(
                                juliet,
                                "laptop",
                                List.of(token("a", 1, null), token("b", 0, null))),
                        new FastTokensSaved(juliet, "phone", List.of(token("z", 0, null))));
        fixture()
                .commit(
                        new FastTokensUsed(juliet, "laptop", Bytes.utf8("a"), List.of(used, fresh)),
                        new FastTokensUsed(
                                juliet, "phone", Bytes.utf8("z"), List.of(token("z", 3, NOW))),
                        new FastTokensUsed(juliet, "phone", Bytes.utf8("z"), List.of(fresh)));
        assertThat(get(tokens().all(juliet)))
                .isEqualTo(Map.of("laptop", List.of(used, fresh), "phone", List.of(fresh)));
    }

    @Test
    void a_token_that_was_revoked_meanwhile_does_not_come_back() {
        FastToken token = token("a", 0, null);
        fixture()
                .commit(
                        new FastTokensSaved(juliet, "laptop", List.of(token)),
                        new FastTokensSaved(juliet, "phone", List.of(token)));
        FastToken later = token("later", 0, null);
        fixture()
                .commit(
                        new FastTokensRevoked(juliet),
                        new FastTokensUsed(juliet, "laptop", Bytes.utf8("a"), List.of(token)),
                        new FastTokensSaved(juliet, "phone", List.of(later)),
                        new FastTokensUsed(
                                juliet, "phone", Bytes.utf8("a"), List.of(token("b", 0, null))));
        assertThat(get(tokens().all(juliet))).isEqualTo(Map.of("phone", List.of(later)));
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
