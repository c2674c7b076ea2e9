package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.store.account.Account;
import stoa.store.account.AccountDeleted;
import stoa.store.account.AccountSaved;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.room.RoomLogged;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;

abstract class CommitContract {
    private final String domain = StoreFixture.freshDomain();
    private final FullJid juliet = at("juliet", domain).withResource("balcony");
    private final BareJid romeo = at("romeo", domain);

    abstract StoreFixture fixture();

    /** A kind of change that no store knows. */
    private record Unheard() implements Change {}

    private static AccountSaved created(BareJid address, String name) {
        return new AccountSaved(new Account(address, name, true, false, Instant.EPOCH));
    }

    @Test
    void changes_of_a_batch_take_effect_in_order() {
        fixture()
                .commit(
                        created(romeo, "one"),
                        new AccountDeleted(romeo),
                        created(romeo, "two"),
                        Messages.chat(juliet, romeo, "a", null),
                        created(juliet.account(), "x"),
                        Messages.chat(juliet, romeo, "b", null),
                        created(romeo, "three"),
                        new AccountDeleted(juliet.account()));
        assertThat(get(fixture().store().accounts().find(romeo)).orElseThrow().name())
                .isEqualTo("three");
        assertThat(get(fixture().store().accounts().find(juliet.account()))).isEmpty();
        assertThat(page(romeo)).hasSize(2);
    }

    @Test
    void a_batch_that_cannot_be_stored_leaves_nothing_and_the_next_one_is_stored() {
        ArchiveSlot slot = new ArchiveSlot();
        List<Change> batch =
                List.of(
                        created(romeo, "one"),
                        new RoomLogged(slot, at("garden", domain), "join", romeo, "Romeo", null),
                        Messages.chat(juliet, at("stranger", domain), "lost", null),
                        new Unheard());
        assertThatThrownBy(() -> commitNumbered(batch))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        assertThat(get(fixture().store().accounts().find(romeo))).isEmpty();
        assertThat(get(fixture().store().rooms().log(at("garden", domain), 0, 9))).isEmpty();
        assertThat(page(juliet.account())).isEmpty();

        fixture().commit(Messages.chat(juliet, romeo, "kept", null));
        fixture().commit(Messages.chat(juliet, at("stranger", domain), "kept", null));
        assertThat(page(juliet.account())).hasSize(2);
        assertThat(page(romeo)).hasSize(1);
        assertThat(page(at("stranger", domain))).hasSize(1);
    }

    private void commitNumbered(List<Change> batch) {
        fixture().commit(batch);
    }

    private List<?> page(BareJid owner) {
        return ((ArchiveResult.Page)
                        get(fixture().store().archive().page(ArchiveQuery.lastOf(owner, 9))))
                .rows();
    }
}
