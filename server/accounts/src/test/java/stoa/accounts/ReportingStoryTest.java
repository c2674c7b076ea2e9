package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static stoa.accounts.Blocking.assertRefused;
import static stoa.accounts.Blocking.blocks;
import static stoa.accounts.Blocking.command;
import static stoa.accounts.Blocking.item;
import static stoa.accounts.Blocking.list;
import static stoa.accounts.Blocking.sets;
import static stoa.testkit.Person.JULIET;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.store.report.AdministratorsReports;
import stoa.store.report.Report;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** XEP-0377: what is reported with a block. */
class ReportingStoryTest {
    private AccountsHouse house = AccountsHouse.listed().open();

    private static Element report(String reason, Element... children) {
        return Element.of("report", Report.NAMESPACE)
                .attribute("reason", reason)
                .children(Arrays.asList(children))
                .build();
    }

    private List<Report> reports() {
        return house.store
                .reports()
                .list("example.org", AdministratorsReports.NEWEST, 1_000)
                .toCompletableFuture()
                .join();
    }

    @Spec(
            xep = 377,
            section = "6",
            says = "a block command may carry a report, with the messages it is about")
    @Test
    void reports_reach_the_administrators() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        Element stanzaId =
                Element.of("stanza-id", "urn:xmpp:sid:0")
                        .attribute("by", "juliet@example.org")
                        .attribute("id", "28482")
                        .build();
        blocks(
                laptop,
                item(
                        "paris@verona.example",
                        report(
                                "urn:xmpp:reporting:spam",
                                stanzaId,
                                Element.text("text", Report.NAMESPACE, "Never came trouble"),
                                Element.empty("report-origin", Report.NAMESPACE),
                                Element.empty("surprise", "urn:example"))),
                item("iago@shakespeare.lit", report("urn:example:treason")),
                "nobody@shakespeare.lit");
        assertThat(list(laptop)).hasSize(3);
        List<Report> filed = reports();
        assertThat(filed)
                .extracting(r -> r.reported().toString(), Report::reason)
                .containsExactlyInAnyOrder(
                        tuple("iago@shakespeare.lit", "urn:example:treason"),
                        tuple("paris@verona.example", "urn:xmpp:reporting:spam"));
        Report spam =
                filed.stream().filter(r -> r.reason().endsWith("spam")).findFirst().orElseThrow();
        assertThat(spam.reporter()).isEqualTo(JULIET.address());
        assertThat(spam.text()).isEqualTo("Never came trouble");
        assertThat(spam.stanzas())
                .containsExactly(new Report.Stanza("juliet@example.org", "28482"));
        assertThat(spam.allows(Report.Processing.REPORT_ORIGIN)).isTrue();
        assertThat(spam.allows(Report.Processing.THIRD_PARTY)).isFalse();
        assertThat(new String(spam.xml().array(), StandardCharsets.UTF_8))
                .doesNotContain("surprise");
    }

    @Spec(
            xep = 377,
            section = "6",
            says = "the block is done, or refused, just as if no report were present")
    @Test
    void a_bad_report_does_not_stand_in_the_way() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        blocks(
                laptop,
                item("a@b.example", Element.empty("report", Report.NAMESPACE)),
                item("c@b.example", report("not a urn")));
        assertRefused(
                sets(laptop, command("block", item("@@", report("urn:xmpp:reporting:spam")))),
                Condition.JID_MALFORMED);
        assertThat(list(laptop)).containsExactly("a@b.example", "c@b.example");
        assertThat(reports()).isEmpty();
    }

    @Test
    void who_is_blocked_already_can_still_be_reported() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        blocks(laptop, "a@b.example");
        blocks(laptop, item("a@b.example", report("urn:xmpp:reporting:abuse")));
        assertThat(reports())
                .extracting(Report::reason)
                .containsExactly("urn:xmpp:reporting:abuse");
    }

    @Test
    void a_report_is_cut_and_an_account_files_a_hundred_a_day() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        Element stanzaId = Element.of("stanza-id", "urn:xmpp:sid:0").attribute("by", "a@b").build();
        Element[] children = new Element[Reports.STANZA_LIMIT + 2];
        Arrays.fill(children, stanzaId.withAttribute("id", "1"));
        children[0] = Element.text("text", Report.NAMESPACE, "x".repeat(3_000));
        blocks(laptop, item("a@b.example", report("urn:xmpp:reporting:spam", children)));
        assertThat(reports().getFirst().stanzas()).hasSize(Reports.STANZA_LIMIT);
        assertThat(reports().getFirst().text()).hasSize(Reports.TEXT_CHARS);
        Element again = item("a@b.example", report("urn:xmpp:reporting:spam"));
        for (int i = 1; i < AccountState.REPORT_LIMIT + 3; i++) {
            blocks(laptop, again);
        }
        assertThat(reports()).hasSize(AccountState.REPORT_LIMIT);
        house.clock.advance(Duration.ofDays(1));
        blocks(laptop, again);
        assertThat(reports()).hasSize(AccountState.REPORT_LIMIT + 1);
    }
}
