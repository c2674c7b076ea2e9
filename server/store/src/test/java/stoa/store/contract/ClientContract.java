package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.store.account.AccountDeleted;
import stoa.store.account.ClientForgotten;
import stoa.store.account.ClientSeen;
import stoa.store.account.ClientStore;
import stoa.store.account.FastTokensRevoked;
import stoa.store.account.KnownClient;
import stoa.xmpp.jid.BareJid;

abstract class ClientContract {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final BareJid juliet = at("juliet", StoreFixture.freshDomain());

    abstract StoreFixture fixture();

    private ClientStore clients() {
        return fixture().store().clients();
    }

    private ClientSeen seen(String id, @Nullable String device, long later, boolean password) {
        return new ClientSeen(juliet, id, "Stoa", device, NOW.plusSeconds(later), password);
    }

    @Test
    void who_was_seen_last_comes_first() {
        fixture().commit(seen("laptop", "Laptop", 0, true), seen("phone", null, 60, false));
        assertThat(get(clients().all(juliet)))
                .containsExactly(
                        new KnownClient(
                                "phone",
                                "Stoa",
                                null,
                                NOW.plusSeconds(60),
                                NOW.plusSeconds(60),
                                false),
                        new KnownClient("laptop", "Stoa", "Laptop", NOW, NOW, true));
        assertThat(get(clients().all(at("romeo", juliet.domain())))).isEmpty();
    }

    @Test
    void what_was_known_stays_until_something_better_is() {
        fixture()
                .commit(
                        seen("laptop", "Laptop", 60, true),
                        new ClientSeen(juliet, "laptop", "Gajim", null, NOW, false));
        assertThat(get(clients().all(juliet)))
                .containsExactly(
                        new KnownClient(
                                "laptop",
                                "Gajim",
                                "Laptop",
                                NOW.plusSeconds(60),
                                NOW.plusSeconds(60),
                                true));
    }

    @Test
    void a_client_is_forgotten_alone_or_with_all_of_its_account() {
        fixture().commit(seen("laptop", null, 0, true), seen("phone", null, 1, true));
        fixture().commit(new ClientForgotten(juliet, "phone"), new ClientForgotten(juliet, "x"));
        assertThat(get(clients().all(juliet)))
                .extracting(KnownClient::id)
                .containsExactly("laptop");
        fixture().commit(new FastTokensRevoked(juliet));
        assertThat(get(clients().all(juliet))).isEmpty();
        fixture().commit(seen("laptop", null, 0, true));
        fixture().commit(new AccountDeleted(juliet));
        assertThat(get(clients().all(juliet))).isEmpty();
    }
}
