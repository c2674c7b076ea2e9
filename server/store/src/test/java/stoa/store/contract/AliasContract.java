package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.store.account.AccountDeleted;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasDeleted;
import stoa.store.alias.AliasHours;
import stoa.store.alias.AliasSaved;
import stoa.store.alias.AliasStore;
import stoa.store.alias.AliasThread;
import stoa.store.alias.AliasThreadClosed;
import stoa.store.alias.AliasThreadSaved;
import stoa.store.alias.HoursNotation;
import stoa.store.alias.StoredAlias;
import stoa.xmpp.jid.BareJid;

/** Aliases, their members, their open conversations. */
abstract class AliasContract {
    private final String domain = StoreFixture.freshDomain();
    private final BareJid support = at("support", domain);
    private final BareJid juliet = at("juliet", domain);
    private final BareJid romeo = at("romeo", domain);
    private final BareJid nurse = at("nurse", domain);

    abstract StoreFixture fixture();

    private AliasStore aliases() {
        return fixture().store().aliases();
    }

    private Alias alias(BareJid... members) {
        return new Alias(support, "Support é", true, List.of(members));
    }

    @Test
    void an_alias_is_replaced_with_its_members() {
        assertThat(get(aliases().find(support))).isEmpty();
        fixture().commit(new AliasSaved(alias(nurse, juliet)));
        assertThat(get(aliases().find(support)))
                .contains(new StoredAlias(alias(juliet, nurse), List.of()));
        Alias silent = new Alias(support, null, false, List.of(romeo));
        fixture().commit(new AliasSaved(silent));
        assertThat(get(aliases().find(support))).contains(new StoredAlias(silent, List.of()));
    }

    @Test
    void hours_are_kept_with_it_until_it_has_none() {
        AliasHours hours =
                HoursNotation.read(
                        "Europe/Berlin",
                        List.of("Mon-Thu 09:00-12:00", "Mon-Thu 13:00-17:00", "Sun 22:00-02:00"));
        AliasHours other = HoursNotation.read("Zone/Of-Tomorrow", List.of("Mon-Sun 00:00-24:00"));
        fixture().commit(new AliasSaved(alias(juliet).withHours(hours)));
        assertThat(get(aliases().find(support)))
                .contains(new StoredAlias(alias(juliet).withHours(hours), List.of()));
        fixture()
                .commit(new AliasSaved(alias(juliet).withHours(other)), new AccountDeleted(juliet));
        assertThat(get(aliases().list(domain)))
                .containsExactly(new StoredAlias(alias().withHours(other), List.of()));
        fixture().commit(new AliasSaved(alias()));
        assertThat(get(aliases().find(support))).contains(new StoredAlias(alias(), List.of()));
    }

    @Test
    void a_domain_lists_its_own_by_address() {
        Alias sales = new Alias(at("sales", domain), null, true, List.of());
        Alias other = new Alias(at("a", StoreFixture.freshDomain()), null, true, List.of());
        fixture().commit(new AliasSaved(alias()), new AliasSaved(sales), new AliasSaved(other));
        assertThat(get(aliases().list(domain)))
                .extracting(StoredAlias::alias)
                .containsExactly(sales, alias());
    }

    @Test
    void open_conversations_are_kept_by_person() {
        AliasThread first = new AliasThread(support, romeo, null, 1_000, 1_000);
        AliasThread second = new AliasThread(support, nurse, juliet, 2_000, Long.MAX_VALUE);
        fixture()
                .commit(
                        new AliasSaved(alias(juliet)),
                        new AliasThreadSaved(first),
                        new AliasThreadSaved(second),
                        new AliasThreadSaved(first.assignedTo(juliet).at(3_000)));
        assertThat(get(aliases().find(support)).orElseThrow().threads())
                .containsExactly(second, first.assignedTo(juliet).at(3_000));
        fixture().commit(new AliasThreadClosed(support, nurse));
        assertThat(get(aliases().find(support)).orElseThrow().threads())
                .containsExactly(first.assignedTo(juliet).at(3_000));
    }

    @Test
    void a_deleted_alias_leaves_only_its_address() {
        fixture()
                .commit(
                        new AliasSaved(alias(juliet)),
                        new AliasThreadSaved(new AliasThread(support, romeo, juliet, 1, 1)));
        assertThat(get(fixture().store().accounts().wasDeleted(support))).isFalse();
        fixture().commit(new AliasDeleted(support));
        assertThat(get(aliases().find(support))).isEmpty();
        assertThat(get(fixture().store().accounts().wasDeleted(support))).isTrue();
        fixture().commit(new AliasSaved(alias()));
        assertThat(get(aliases().find(support))).contains(new StoredAlias(alias(), List.of()));
    }

    @Test
    void a_deleted_account_is_no_member_and_in_no_conversation() {
        fixture()
                .commit(
                        new AliasSaved(alias(juliet, nurse)),
                        new AliasThreadSaved(new AliasThread(support, juliet, nurse, 1, 1)),
                        new AliasThreadSaved(new AliasThread(support, romeo, juliet, 1, 1)),
                        new AccountDeleted(juliet));
        assertThat(get(aliases().find(support)))
                .contains(
                        new StoredAlias(
                                alias(nurse),
                                List.of(new AliasThread(support, romeo, null, 1, 1))));
    }
}
