package stoa.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.store.contract.StoreFixture.at;
import static stoa.store.contract.StoreFixture.get;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.core.journal.ArchiveSlot;
import stoa.store.Bytes;
import stoa.store.account.AccountDeleted;
import stoa.store.block.BlockEntry;
import stoa.store.block.BlockRemoved;
import stoa.store.block.BlockSaved;
import stoa.store.report.AdministratorsReports;
import stoa.store.report.Report;
import stoa.store.report.ReportFiled;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/** Whom people have blocked, and what they have reported with it. */
abstract class BlockContract {
    private final String domain = StoreFixture.freshDomain();
    private final BareJid juliet = at("juliet", domain);
    private final BareJid romeo = at("romeo", domain);

    abstract StoreFixture fixture();

    private static BlockEntry entry(BareJid account, String blocked) {
        return new BlockEntry(account, Jid.parse(blocked));
    }

    /** The items of this test's domain, read in pages of two. */
    private List<BlockEntry> all() {
        List<BlockEntry> all = new ArrayList<>();
        @Nullable BlockEntry after = null;
        List<BlockEntry> page = get(fixture().store().blocks().list(after, 2));
        while (!page.isEmpty()) {
            all.addAll(page);
            after = page.getLast();
            page = get(fixture().store().blocks().list(after, 2));
        }
        all.removeIf(e -> !e.account().domain().equals(domain));
        return all;
    }

    @Test
    void the_items_of_one_account_are_listed_alone() {
        fixture()
                .commit(
                        new BlockSaved(entry(romeo, "tybalt@capulet.example")),
                        new BlockSaved(entry(juliet, "spam.example")),
                        new BlockSaved(entry(juliet, "paris@verona.example")));
        assertThat(get(fixture().store().blocks().of(juliet)))
                .containsExactly(
                        entry(juliet, "paris@verona.example"), entry(juliet, "spam.example"));
        assertThat(get(fixture().store().blocks().of(at("nurse", domain)))).isEmpty();
    }

    @Test
    void addresses_of_every_form_are_kept_and_listed_in_order() {
        fixture()
                .commit(
                        new BlockSaved(entry(romeo, "tybalt@capulet.example/sword")),
                        new BlockSaved(entry(juliet, "spam.example")),
                        new BlockSaved(entry(juliet, "spam.example/bot")),
                        new BlockSaved(entry(juliet, "paris@verona.example")),
                        new BlockSaved(entry(juliet, "paris@verona.example")));
        assertThat(all())
                .containsExactly(
                        entry(juliet, "paris@verona.example"),
                        entry(juliet, "spam.example"),
                        entry(juliet, "spam.example/bot"),
                        entry(romeo, "tybalt@capulet.example/sword"));
    }

    @Test
    void what_is_unblocked_is_listed_no_more() {
        fixture()
                .commit(
                        new BlockSaved(entry(juliet, "paris@verona.example")),
                        new BlockSaved(entry(romeo, "paris@verona.example")));
        fixture()
                .commit(
                        new BlockRemoved(entry(juliet, "paris@verona.example")),
                        new BlockRemoved(entry(juliet, "nobody@verona.example")));
        assertThat(all()).containsExactly(entry(romeo, "paris@verona.example"));
    }

    @Test
    void an_account_takes_its_list_along() {
        fixture()
                .commit(
                        new BlockSaved(entry(juliet, romeo.toString())),
                        new BlockSaved(entry(romeo, juliet.toString())),
                        new AccountDeleted(juliet));
        assertThat(all()).containsExactly(entry(romeo, juliet.toString()));
    }

    private ReportFiled report(BareJid reporter, String reason) {
        return new ReportFiled(
                new ArchiveSlot(),
                reporter,
                Jid.parse("paris@verona.example"),
                reason,
                Bytes.utf8(
                        "<report xmlns='urn:xmpp:reporting:1' reason='"
                                + reason
                                + "'><text>so rude</text>"
                                + "<stanza-id xmlns='urn:xmpp:sid:0' by='"
                                + reporter
                                + "' id='7'/><third-party/></report>"));
    }

    @Test
    void reports_are_listed_by_domain_newest_first_and_outlive_the_account() {
        AdministratorsReports reports = fixture().store().reports();
        ReportFiled first = report(juliet, "urn:xmpp:reporting:spam");
        ReportFiled second = report(romeo, "urn:example:bad-verse");
        ReportFiled elsewhere = report(at("nurse", StoreFixture.freshDomain()), "urn:x");
        fixture().commit(first, elsewhere, second);
        fixture().commit(new AccountDeleted(romeo));
        List<Report> all = get(reports.list(domain, AdministratorsReports.NEWEST, 10));
        assertThat(all)
                .extracting(Report::id)
                .containsExactly(second.slot().id(), first.slot().id());
        Report newest = all.getFirst();
        assertThat(newest.reporter()).isEqualTo(romeo);
        assertThat(newest.reported()).isEqualTo(Jid.parse("paris@verona.example"));
        assertThat(newest.reason()).isEqualTo("urn:example:bad-verse");
        assertThat(newest.text()).isEqualTo("so rude");
        assertThat(newest.stanzas()).containsExactly(new Report.Stanza(romeo.toString(), "7"));
        assertThat(newest.allows(Report.Processing.THIRD_PARTY)).isTrue();
        assertThat(newest.allows(Report.Processing.REPORT_ORIGIN)).isFalse();
        assertThat(get(reports.list(domain, newest.id(), 10)))
                .extracting(Report::id)
                .containsExactly(first.slot().id());
        assertThat(get(reports.list(domain, AdministratorsReports.NEWEST, 1))).hasSize(1);
    }
}
