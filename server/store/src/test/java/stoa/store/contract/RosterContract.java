package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.store.Bytes;
import stoa.store.account.AccountDeleted;
import stoa.store.roster.Roster;
import stoa.store.roster.RosterItem;
import stoa.store.roster.RosterItem.Subscription;
import stoa.store.roster.RosterItemRemoved;
import stoa.store.roster.RosterItemSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

abstract class RosterContract {
    private final String domain = StoreFixture.freshDomain();
    private final BareJid juliet = at("juliet", domain);

    abstract StoreFixture fixture();

    private Roster roster() {
        return get(fixture().store().rosters().load(juliet));
    }

    private static RosterItem item(Jid contact, Subscription subscription) {
        return new RosterItem(contact, true, null, List.of(), subscription, false, false, null);
    }

    @Test
    void a_roster_nobody_wrote_is_empty() {
        assertThat(roster()).isEqualTo(Roster.EMPTY);
    }

    @Test
    void an_item_is_read_as_it_was_saved() {
        RosterItem romeo =
                new RosterItem(
                        at("romeo", domain),
                        true,
                        "Romeo\\ of \"Montague\"",
                        List.of("Friends", "two\nlines", "back\\nslash", ""),
                        Subscription.FROM,
                        true,
                        true,
                        Bytes.utf8("<presence type='subscribe'/>"));
        fixture().commit(new RosterItemSaved(juliet, romeo, 5));
        assertThat(roster()).isEqualTo(new Roster(5, 0, List.of(new Roster.Entry(romeo, 5))));
    }

    @Test
    void items_are_ordered_by_address_and_carry_the_version_of_their_last_change() {
        RosterItem gateway = item(Jid.parse("irc." + domain), Subscription.BOTH);
        RosterItem nurse = item(at("nurse", domain), Subscription.NONE);
        fixture()
                .commit(
                        new RosterItemSaved(juliet, nurse, 1),
                        new RosterItemSaved(juliet, gateway, 2),
                        new RosterItemSaved(juliet, item(nurse.contact(), Subscription.TO), 3));
        assertThat(roster())
                .isEqualTo(
                        new Roster(
                                3,
                                0,
                                List.of(
                                        new Roster.Entry(gateway, 2),
                                        new Roster.Entry(
                                                item(nurse.contact(), Subscription.TO), 3))));
    }

    @Test
    void a_removal_is_remembered_by_its_version() {
        RosterItem nurse = item(at("nurse", domain), Subscription.NONE);
        fixture().commit(new RosterItemSaved(juliet, nurse, 1));
        fixture().commit(new RosterItemRemoved(juliet, nurse.contact(), 2));
        assertThat(roster()).isEqualTo(new Roster(2, 2, List.of()));
        fixture().commit(new RosterItemSaved(juliet, nurse, 3));
        assertThat(roster()).isEqualTo(new Roster(3, 2, List.of(new Roster.Entry(nurse, 3))));
    }

    @Test
    void an_account_takes_its_roster_with_it() {
        RosterItem nurse = item(at("nurse", domain), Subscription.NONE);
        fixture().commit(new RosterItemSaved(juliet, nurse, 1));
        fixture().commit(new AccountDeleted(juliet));
        assertThat(roster()).isEqualTo(Roster.EMPTY);
    }
}
