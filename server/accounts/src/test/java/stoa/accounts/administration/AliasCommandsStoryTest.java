package stoa.accounts.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.accounts.administration.AdministrationHouse.fails;
import static stoa.accounts.administration.AdministrationHouse.field;
import static stoa.accounts.administration.AdministrationHouse.form;
import static stoa.accounts.administration.AdministrationHouse.node;
import static stoa.accounts.administration.AdministrationHouse.opens;
import static stoa.accounts.administration.AdministrationHouse.succeeds;
import static stoa.testkit.Person.JULIET;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.testkit.TestClient;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;

/** Aliases by ad-hoc commands (XEP-0050), beside those of XEP-0133. */
class AliasCommandsStoryTest {
    private static final String COMMANDS = "http://jabber.org/protocol/commands";
    private static final String ADMIN = "http://jabber.org/protocol/admin";

    private final AdministrationHouse house = new AdministrationHouse("example.org");
    private final TestClient admin = house.online(JULIET, "laptop");

    private Element step(Element before, String action, FormField... fields) {
        Iq answer =
                admin.asks(
                        Iq.Type.SET,
                        null,
                        Element.of("command", COMMANDS)
                                .attribute("node", node("stoa-edit-alias"))
                                .attribute("sessionid", before.attribute("sessionid"))
                                .attribute("action", action)
                                .child(
                                        DataForm.of(DataForm.Type.SUBMIT, ADMIN, List.of(fields))
                                                .toElement())
                                .build());
        assertThat(answer.type()).as("%s", answer).isEqualTo(Iq.Type.RESULT);
        return Objects.requireNonNull(answer.payload());
    }

    private String list() {
        return opens(admin, "stoa-list-aliases").toString();
    }

    @Test
    void an_alias_is_made_changed_and_removed() {
        assertThat(list()).contains("There are no aliases.");
        succeeds(
                admin,
                "stoa-add-alias",
                field("aliasjid", "support@example.org"),
                field("name", "Support"),
                field("memberjids", "juliet@example.org", "romeo@example.org"));
        assertThat(list()).contains("support@example.org (Support)", "romeo@example.org");
        Element which = opens(admin, "stoa-edit-alias");
        Element now = step(which, "next", field("aliasjid", "support@example.org"));
        assertThat(Objects.requireNonNull(form(now).field("memberjids")).values())
                .containsExactly("juliet@example.org", "romeo@example.org");
        Element done =
                step(
                        now,
                        "complete",
                        field("name", "Helpers"),
                        field("memberjids", "juliet@example.org"),
                        field("live", "0"));
        assertThat(done.attribute("status")).isEqualTo("completed");
        assertThat(list()).contains("(Helpers, takes no chat)").doesNotContain("romeo@");
        succeeds(admin, "stoa-delete-alias", field("aliasjid", "support@example.org"));
        assertThat(list()).contains("There are no aliases.");
    }

    @Test
    void hours_are_set_shown_changed_and_taken_away() {
        succeeds(
                admin,
                "stoa-add-alias",
                field("aliasjid", "support@example.org"),
                field("timezone", "europe/berlin"),
                field("hours", "Mon-Fri 09:00-17:00"));
        assertThat(list()).contains("Mon-Fri 09:00-17:00 in Europe/Berlin");
        Element now = chosen();
        assertThat(Objects.requireNonNull(form(now).field("timezone")).value())
                .isEqualTo("Europe/Berlin");
        assertThat(Objects.requireNonNull(form(now).field("hours")).values())
                .containsExactly("Mon-Fri 09:00-17:00");
        step(
                now,
                "complete",
                field("timezone", "America/New_York"),
                field("hours", "sat,Sun 22:00-02:00", "Monday-Wed 9:00-12:00"));
        assertThat(list()).contains("Mon-Wed 09:00-12:00; Sat-Sun 22:00-02:00 in America/New_York");
        // A client that knows nothing of hours leaves them out, and leaves them.
        step(chosen(), "complete", field("name", "Helpers"));
        assertThat(list()).contains("(Helpers, Mon-Wed 09:00-12:00;");
        step(chosen(), "complete", field("name", "Helpers"), field("hours"));
        assertThat(list()).contains("support@example.org (Helpers): ");
    }

    @Test
    void hours_that_cannot_be_are_refused_in_words_and_nothing_is_made() {
        assertThat(refused("", "Mon 09:00-17:00")).contains("want a time zone", "Europe/Berlin");
        assertThat(refused("Verona", "Mon 09:00-17:00")).contains("Verona is no time zone");
        assertThat(refused("+02:00", "Mon 09:00-17:00")).contains("no time zone");
        assertThat(refused("Europe/Rome", "mornings")).contains("no span", "Mon-Fri 09:00-17:00");
        assertThat(refused("Europe/Rome", "Mon 09:00-09:00")).contains("00:00-24:00");
        assertThat(refused("Europe/Rome", "Mon 08:00-10:00", "Mon-Tue 09:00-12:00"))
                .contains("overlap", "Mon at 09:00");
        assertThat(refused("Europe/Rome", "Mon 08:00-09:00", "Mon 10:00-11:00", "Mon 12:00-13:00"))
                .contains("At most 2 spans", "Mon");
        assertThat(list()).contains("There are no aliases.");
    }

    private String refused(String zone, String... spans) {
        return fails(
                admin,
                "stoa-add-alias",
                field("aliasjid", "support@example.org"),
                field("timezone", zone),
                field("hours", spans));
    }

    private Element chosen() {
        return step(
                opens(admin, "stoa-edit-alias"), "next", field("aliasjid", "support@example.org"));
    }

    @Test
    void what_cannot_be_is_refused_in_words() {
        assertThat(fails(admin, "stoa-add-alias", field("aliasjid", "romeo@example.org")))
                .contains("account");
        assertThat(fails(admin, "stoa-add-alias", field("aliasjid", "x@capulet.example")))
                .contains("example.org");
        assertThat(
                        fails(
                                admin,
                                "stoa-add-alias",
                                field("aliasjid", "support@example.org"),
                                field("memberjids", "who@example.org")))
                .contains("no account");
        assertThat(fails(admin, "stoa-delete-alias", field("aliasjid", "support@example.org")))
                .contains("no alias");
    }
}
