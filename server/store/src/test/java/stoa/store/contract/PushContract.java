package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.store.Bytes;
import stoa.store.account.AccountDeleted;
import stoa.store.push.PushDisabled;
import stoa.store.push.PushEnabled;
import stoa.store.push.PushRegistration;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/** Whom accounts have enabled to be told by push notifications. */
abstract class PushContract {
    private final String domain = StoreFixture.freshDomain();
    private final BareJid juliet = at("juliet", domain);
    private final BareJid romeo = at("romeo", domain);

    abstract StoreFixture fixture();

    private static PushRegistration registration(BareJid account, String service, String node) {
        return new PushRegistration(
                account,
                Jid.parse(service),
                node,
                Bytes.utf8("<x xmlns='jabber:x:data' type='submit'/>"),
                "balcony",
                1_700_000_000_000L);
    }

    /** The registrations of this test's domain, read in pages of two. */
    private List<PushRegistration> all() {
        List<PushRegistration> all = new ArrayList<>();
        @Nullable PushRegistration after = null;
        List<PushRegistration> page = get(fixture().store().push().list(after, 2));
        while (!page.isEmpty()) {
            all.addAll(page);
            after = page.getLast();
            page = get(fixture().store().push().list(after, 2));
        }
        all.removeIf(r -> !r.account().domain().equals(domain));
        return all;
    }

    @Test
    void registrations_are_listed_in_order() {
        PushRegistration first = registration(juliet, "push.app.example", "");
        PushRegistration second = registration(juliet, "push.app.example", "node-b");
        PushRegistration third = registration(juliet, "push@other.example/x", "node-a");
        PushRegistration last = registration(romeo, "push.app.example", "node-a");
        fixture()
                .commit(
                        new PushEnabled(last),
                        new PushEnabled(third),
                        new PushEnabled(second),
                        new PushEnabled(first));
        assertThat(all()).containsExactly(first, second, third, last);
    }

    @Test
    void the_newest_request_for_a_service_and_node_counts() {
        PushRegistration newer =
                new PushRegistration(
                        juliet,
                        Jid.parse("push.app.example"),
                        "node",
                        Bytes.EMPTY,
                        "orchard",
                        1_800_000_000_000L);
        fixture()
                .commit(
                        new PushEnabled(registration(juliet, "push.app.example", "node")),
                        new PushEnabled(newer));
        assertThat(all()).containsExactly(newer);
    }

    @Test
    void what_is_disabled_is_listed_no_more() {
        PushRegistration kept = registration(juliet, "push.app.example", "other");
        PushRegistration his = registration(romeo, "push.app.example", "node");
        fixture()
                .commit(
                        new PushEnabled(registration(juliet, "push.app.example", "node")),
                        new PushEnabled(kept),
                        new PushEnabled(his));
        fixture()
                .commit(
                        new PushDisabled(juliet, Jid.parse("push.app.example"), "node"),
                        new PushDisabled(juliet, Jid.parse("nobody.example"), "node"));
        assertThat(all()).containsExactly(kept, his);
    }

    @Test
    void an_account_takes_its_registrations_along() {
        PushRegistration his = registration(romeo, "push.app.example", "node");
        fixture()
                .commit(
                        new PushEnabled(registration(juliet, "push.app.example", "node")),
                        new PushEnabled(his),
                        new AccountDeleted(juliet));
        assertThat(all()).containsExactly(his);
    }
}
