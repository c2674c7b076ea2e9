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
