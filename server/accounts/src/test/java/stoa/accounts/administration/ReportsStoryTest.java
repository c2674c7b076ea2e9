package stoa.accounts.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.accounts.administration.AdministrationHouse.COMMANDS;
import static stoa.accounts.administration.AdministrationHouse.fails;
import static stoa.accounts.administration.AdministrationHouse.field;
import static stoa.accounts.administration.AdministrationHouse.succeeds;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;
import static stoa.testkit.Person.TYBALT;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.core.journal.ArchiveSlot;
import stoa.store.StoredXml;
import stoa.store.report.Report;
import stoa.store.report.ReportFiled;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;

/** Administrators read what their people have reported (XEP-0377). */
class ReportsStoryTest {
    private static final String REPORTS = "urn:stoa:admin:0#reports";

    private final AdministrationHouse house =
            new AdministrationHouse("example.org", "capulet.example");
    private final TestClient juliet = house.online(JULIET, "laptop");
    private long filed;

    private void files(Person reporter, String reported, String text) throws Exception {
        Element report =
                Element.of("report", Report.NAMESPACE)
                        .attribute("reason", "urn:xmpp:reporting:spam")
                        .child(Element.text("text", Report.NAMESPACE, text))
                        .child(
                                Element.of("stanza-id", "urn:xmpp:sid:0")
                                        .attribute("by", reporter.address().toString())
                                        .attribute("id", "28482")
                                        .build())
                        .build();
        ArchiveSlot slot = new ArchiveSlot();
        slot.set(ArchiveSlot.firstIdAt(house.clock.millis()) + filed++);
        house.store.commit(
                List.of(
                        new ReportFiled(
                                slot,
                                reporter.address(),
                                BareJid.of(reported),
                                "urn:xmpp:reporting:spam",
                                StoredXml.write(report))));
    }

    private List<DataForm> read(String... before) {
        return forms(succeeds(juliet, REPORTS, field("before", before)));
    }

    private static List<DataForm> forms(Element done) {
        return done.elements()
                .filter(e -> e.is("x", DataForm.NAMESPACE))
                .map(x -> Objects.requireNonNull(DataForm.read(x)))
                .toList();
    }

    @Spec(xep = 377, section = "1", says = "a report brings abuse to the administrators' knowledge")
    @Test
    void the_reports_of_a_domain_are_read_newest_first() throws Exception {
        files(ROMEO, "paris@verona.example", "Never came trouble");
        house.clock.advance(Duration.ofSeconds(90));
        files(ROMEO, "iago@venice.example", "I am not what I am");
        files(TYBALT, "romeo@example.org", "Of another domain");
        List<DataForm> reports = read();
        assertThat(reports)
                .extracting(form -> form.value("reported"))
                .containsExactly("iago@venice.example", "paris@verona.example");
        DataForm oldest = reports.getLast();
        assertThat(oldest.value("FORM_TYPE")).isEqualTo("urn:stoa:admin:0");
        assertThat(oldest.value("reporter")).isEqualTo("romeo@example.org");
        assertThat(oldest.value("reason")).isEqualTo("urn:xmpp:reporting:spam");
        assertThat(oldest.value("text")).isEqualTo("Never came trouble");
        assertThat(oldest.value("stanzas")).isEqualTo("28482 romeo@example.org");
        assertThat(Objects.requireNonNull(oldest.value("time"))).endsWith("Z");
    }

    @Test
    void more_than_one_answer_holds_are_read_by_their_days() throws Exception {
        files(ROMEO, "first@verona.example", "");
        house.clock.advance(Duration.ofDays(1));
        for (int i = 0; i < ReportCommands.MAX; i++) {
            files(ROMEO, "paris" + i + "@verona.example", "");
        }
        Element done = succeeds(juliet, REPORTS);
        assertThat(forms(done)).hasSize(ReportCommands.MAX);
        assertThat(done.child("note", COMMANDS)).isNotNull();
        String day = house.clock.instant().toString().substring(0, 10);
        assertThat(read(day))
                .extracting(form -> form.value("reported"))
                .containsExactly("first@verona.example");
        assertThat(read("1969-12-31")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-13-01", "+999999999-12-31"})
    void what_is_no_day_is_refused(String day) {
        assertThat(fails(juliet, REPORTS, field("before", day))).contains("no day such as");
    }

    @Test
    void where_nothing_was_reported_it_says_so() {
        Element done = succeeds(juliet, REPORTS);
        assertThat(Objects.requireNonNull(done.child("note", COMMANDS)).text())
                .isEqualTo("Nobody has reported anything.");
    }
}
