package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.store.account.Account;
import stoa.store.account.AccountDeleted;
import stoa.store.account.AccountSaved;
import stoa.store.account.AccountStore.Mark;
import stoa.store.notice.Notice;
import stoa.store.notice.NoticeDeleted;
import stoa.store.notice.NoticeSaved;
import stoa.store.peer.PeerList;
import stoa.store.peer.PeerListSaved;
import stoa.store.visit.MotdTold;
import stoa.store.visit.Visit;
import stoa.store.visit.VisitNoted;
import stoa.xmpp.jid.BareJid;

/** What a domain's administrators say and see: notices, visits, lists of other domains, marks. */
abstract class AdministrationContract {
    private static final Instant MORNING = Instant.parse("2026-01-01T08:00:00.123456Z");

    private final String domain = StoreFixture.freshDomain();
    private final BareJid juliet = at("juliet", domain);
    private final BareJid romeo = at("romeo", domain);

    abstract StoreFixture fixture();

    private List<Notice> notices() {
        return get(fixture().store().notices().all()).stream()
                .filter(notice -> notice.domain().equals(domain))
                .toList();
    }

    private List<PeerList> lists() {
        return get(fixture().store().peers().all()).stream()
                .filter(list -> list.domain().equals(domain))
                .toList();
    }

    private Visit visit(BareJid account) {
        return get(fixture().store().visits().find(account));
    }

    @Test
    void a_domain_has_one_notice_of_a_kind() {
        Notice welcome = new Notice(domain, Notice.Kind.WELCOME, "Come in.\nTake a seat.", 1);
        Notice motd = new Notice(domain, Notice.Kind.MOTD, "Rain é", Long.MAX_VALUE);
        fixture()
                .commit(
                        new NoticeSaved(welcome),
                        new NoticeSaved(new Notice(domain, Notice.Kind.MOTD, "Sun", 2)),
                        new NoticeSaved(motd));
        assertThat(notices()).containsExactly(motd, welcome);
        fixture()
                .commit(
                        new NoticeDeleted(domain, Notice.Kind.MOTD),
                        new NoticeDeleted("nowhere.example", Notice.Kind.WELCOME));
        assertThat(notices()).containsExactly(welcome);
        fixture().commit(new NoticeDeleted(domain, Notice.Kind.WELCOME));
        assertThat(notices()).isEmpty();
    }

    @Test
    void a_visit_is_noted_and_what_was_told_stays() {
        assertThat(visit(juliet)).isEqualTo(Visit.NEVER);
        fixture().commit(new VisitNoted(juliet, MORNING, true), new MotdTold(romeo, 7));
        assertThat(visit(juliet))
                .isEqualTo(new Visit(Instant.parse("2026-01-01T08:00:00.123Z"), true, 0));
        assertThat(visit(romeo)).isEqualTo(new Visit(null, false, 7));
        fixture()
                .commit(
                        new MotdTold(juliet, 8),
                        new VisitNoted(juliet, Instant.EPOCH, false),
                        new VisitNoted(romeo, Instant.EPOCH, false));
        assertThat(visit(juliet)).isEqualTo(new Visit(Instant.EPOCH, true, 8));
        assertThat(visit(romeo)).isEqualTo(new Visit(Instant.EPOCH, false, 7));
        fixture().commit(new AccountDeleted(juliet));
        assertThat(visit(juliet)).isEqualTo(Visit.NEVER);
        assertThat(visit(romeo).motd()).isEqualTo(7);
    }

    @Test
    void a_list_of_peers_is_replaced() {
        PeerList allowed =
                new PeerList(domain, PeerList.Kind.ALLOWED, List.of("b.example", "a.example"));
        PeerList denied =
                new PeerList(domain, PeerList.Kind.DENIED, List.of("spam.example", "spam.example"));
        fixture()
                .commit(
                        new PeerListSaved(
                                new PeerList(domain, PeerList.Kind.ALLOWED, List.of("c.example"))),
                        new PeerListSaved(allowed),
                        new PeerListSaved(denied));
        assertThat(lists()).containsExactly(denied, allowed);
        assertThat(lists().getLast().peers()).containsExactly("a.example", "b.example");
        fixture().commit(new PeerListSaved(new PeerList(domain, PeerList.Kind.DENIED, List.of())));
        assertThat(lists()).containsExactly(allowed);
    }

    @Test
    void accounts_are_found_by_their_marks() {
        fixture()
                .commit(
                        saved("aaron", true, false),
                        saved("bertha", false, false),
                        saved("carla", true, true),
                        saved("dora", false, true));
        var accounts = fixture().store().accounts();
        assertThat(get(accounts.list(domain, Mark.DISABLED, null, 10)))
                .extracting(account -> account.address().local())
                .containsExactly("bertha", "dora");
        assertThat(get(accounts.list(domain, Mark.ADMIN, null, 1)))
                .extracting(account -> account.address().local())
                .containsExactly("carla");
        assertThat(get(accounts.list(domain, Mark.ADMIN, "carla", 10)))
                .extracting(account -> account.address().local())
                .containsExactly("dora");
        assertThat(get(accounts.count(domain, Mark.DISABLED))).isEqualTo(2);
        assertThat(get(accounts.count("nowhere.example", Mark.ADMIN))).isZero();
    }

    private AccountSaved saved(String local, boolean enabled, boolean admin) {
        return new AccountSaved(
                new Account(at(local, domain), null, enabled, admin, Instant.EPOCH));
    }
}
