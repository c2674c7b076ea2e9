package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.store.Bytes;
import stoa.store.domain.Domain;
import stoa.store.domain.DomainDeleted;
import stoa.store.domain.DomainSaved;
import stoa.store.invite.Invite;
import stoa.store.invite.InviteDeleted;
import stoa.store.invite.InviteSaved;
import stoa.store.invite.InvitesForgotten;
import stoa.store.secret.SecretDeleted;
import stoa.store.secret.SecretSaved;
import stoa.xmpp.jid.BareJid;

/** Domains, invitations and secrets. */
abstract class ServerFactsContract {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final String domain = StoreFixture.freshDomain();

    abstract StoreFixture fixture();

    @Test
    void domains_come_and_go() {
        Domain served = new Domain(domain, NOW);
        fixture().commit(new DomainSaved(served));
        fixture().commit(new DomainSaved(served));
        assertThat(get(fixture().store().domains().list())).containsOnlyOnce(served);
        fixture().commit(new DomainDeleted(domain));
        assertThat(get(fixture().store().domains().list())).doesNotContain(served);
    }

    private Invite invite(String token, @Nullable BareJid inviter, int uses, int age) {
        return new Invite(
                Bytes.utf8(domain + token),
                domain,
                inviter,
                Invite.Grants.ACCOUNT,
                uses,
                NOW.minusSeconds(age),
                NOW.plusSeconds(86_400));
    }

    @Test
    void an_invitation_is_found_by_its_hash_until_it_is_deleted() {
        Invite fresh = invite("t", at("juliet", domain), 2, 0);
        Invite used = invite("t", at("juliet", domain), 1, 0);
        fixture().commit(new InviteSaved(fresh));
        fixture().commit(new InviteSaved(used));
        assertThat(get(fixture().store().invites().find(fresh.tokenHash()))).contains(used);
        fixture().commit(new InviteDeleted(fresh.tokenHash()));
        assertThat(get(fixture().store().invites().find(fresh.tokenHash()))).isEmpty();
    }

    @Test
    void old_invitations_are_forgotten_used_or_not() {
        Invite fresh = invite("fresh", null, 1, 0);
        Invite old = expiring("old", 1, NOW.minusSeconds(10));
        Invite used = expiring("used", 0, NOW.minusSeconds(10));
        Invite just = expiring("just", 1, NOW.minusSeconds(5));
        fixture()
                .commit(
                        new InviteSaved(fresh),
                        new InviteSaved(old),
                        new InviteSaved(used),
                        new InviteSaved(just));

        fixture().commit(new InvitesForgotten(NOW.minusSeconds(5)));

        assertThat(get(fixture().store().invites().list(domain, 10)))
                .containsExactlyInAnyOrder(fresh, just);
    }

    private Invite expiring(String token, int uses, Instant at) {
        return new Invite(
                Bytes.utf8(domain + token),
                domain,
                null,
                Invite.Grants.ACCOUNT,
                uses,
                NOW.minusSeconds(86_400),
                at);
    }

    @Test
    void a_domain_s_invitations_are_listed_newest_first() {
        fixture()
                .commit(
                        new InviteSaved(invite("b", null, 1, 20)),
                        new InviteSaved(invite("a", null, 1, 10)),
                        new InviteSaved(invite("c", null, 1, 30)));
        assertThat(get(fixture().store().invites().list(domain, 2)))
                .isEqualTo(List.of(invite("a", null, 1, 10), invite("b", null, 1, 20)));
    }

    @Test
    void an_invitation_keeps_what_it_grants() {
        Invite.Grants grants = new Invite.Grants(false, true, "juliet");
        Invite invite =
                new Invite(
                        Bytes.utf8(domain + "g"),
                        domain,
                        at("romeo", domain),
                        grants,
                        1,
                        NOW,
                        NOW.plusSeconds(60));
        fixture().commit(new InviteSaved(invite));
        assertThat(get(fixture().store().invites().find(invite.tokenHash()))).contains(invite);
    }

    private Invite reserving(String token, String username, int uses, int lasts) {
        return new Invite(
                Bytes.utf8(domain + token),
                domain,
                at("romeo", domain),
                new Invite.Grants(true, false, username),
                uses,
                NOW,
                NOW.plusSeconds(lasts));
    }

    @Test
    void a_user_name_is_reserved_while_its_invitation_is_open() {
        BareJid juliet = at("juliet", domain);
        Invite open = reserving("1", "juliet", 1, 60);
        fixture()
                .commit(
                        new InviteSaved(open),
                        new InviteSaved(reserving("2", "nurse", 1, 60)),
                        new InviteSaved(reserving("3", "juliet", 0, 60)),
                        new InviteSaved(reserving("4", "juliet", 1, -1)));
        assertThat(get(fixture().store().invites().reserving(juliet, NOW))).containsExactly(open);
        Instant last = NOW.plusSeconds(60);
        assertThat(get(fixture().store().invites().reserving(juliet, last))).containsExactly(open);
        Instant late = last.plusMillis(1);
        assertThat(get(fixture().store().invites().reserving(juliet, late))).isEmpty();
        BareJid elsewhere = at("juliet", "other." + domain);
        assertThat(get(fixture().store().invites().reserving(elsewhere, NOW))).isEmpty();
    }

    @Test
    void open_invitations_are_listed_newest_first_all_or_one_inviter_s() {
        Invite own = reserving("o1", "a", 1, 60);
        Invite server = invite("o2", null, 2, 10);
        fixture()
                .commit(
                        new InviteSaved(own),
                        new InviteSaved(server),
                        new InviteSaved(reserving("o3", "c", 0, 60)),
                        new InviteSaved(reserving("o4", "d", 1, -1)));
        var invites = fixture().store().invites();
        assertThat(get(invites.open(domain, null, NOW, 10))).containsExactly(own, server);
        assertThat(get(invites.open(domain, null, NOW, 1))).containsExactly(own);
        assertThat(get(invites.open(domain, at("romeo", domain), NOW, 10))).containsExactly(own);
        assertThat(get(invites.open(domain, at("juliet", domain), NOW, 10))).isEmpty();
    }

    @Test
    void an_inviter_s_open_invitations_are_counted() {
        fixture()
                .commit(
                        new InviteSaved(reserving("5", "a", 1, 60)),
                        new InviteSaved(reserving("6", "b", 3, 60)),
                        new InviteSaved(reserving("7", "c", 0, 60)),
                        new InviteSaved(reserving("8", "d", 1, -1)));
        assertThat(get(fixture().store().invites().countOpen(at("romeo", domain), NOW)))
                .isEqualTo(2);
        assertThat(get(fixture().store().invites().countOpen(at("juliet", domain), NOW))).isZero();
    }

    @Test
    void a_secret_is_replaced_and_deleted() {
        String name = "cookies-" + domain;
        assertThat(get(fixture().store().secrets().find(name))).isEmpty();
        fixture().commit(new SecretSaved(name, Bytes.utf8("one")));
        fixture().commit(new SecretSaved(name, Bytes.of(new byte[] {0, -1, 7})));
        assertThat(get(fixture().store().secrets().find(name)))
                .contains(Bytes.of(new byte[] {0, -1, 7}));
        fixture().commit(new SecretDeleted(name));
        assertThat(get(fixture().store().secrets().find(name))).isEmpty();
    }
}
