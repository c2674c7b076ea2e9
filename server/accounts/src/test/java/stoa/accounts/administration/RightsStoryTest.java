package stoa.accounts.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.accounts.administration.AdministrationHouse.DOMAIN;
import static stoa.accounts.administration.AdministrationHouse.ESCALUS;
import static stoa.accounts.administration.AdministrationHouse.begin;
import static stoa.accounts.administration.AdministrationHouse.fails;
import static stoa.accounts.administration.AdministrationHouse.field;
import static stoa.accounts.administration.AdministrationHouse.form;
import static stoa.accounts.administration.AdministrationHouse.node;
import static stoa.accounts.administration.AdministrationHouse.opens;
import static stoa.accounts.administration.AdministrationHouse.refused;
import static stoa.accounts.administration.AdministrationHouse.submits;
import static stoa.accounts.administration.AdministrationHouse.succeeds;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;
import static stoa.testkit.Person.TYBALT;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.core.command.AdHocCommand;
import stoa.core.command.Requester;
import stoa.core.hook.Target;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;

/** Who may run the commands. */
class RightsStoryTest {
    private final AdministrationHouse house = new AdministrationHouse("example.org");
    private final TestClient juliet = house.online(JULIET, "laptop");

    private static boolean isFor(
            AdministrationHouse in, String command, Person who, Jid responder) {
        Target target = responder.local() == null ? Target.SERVER : Target.ACCOUNT;
        AdHocCommand found =
                Objects.requireNonNull(in.server.hooks().command(target, node(command)));
        return found.isFor(new Requester(who.on("pc"), responder, false))
                .toCompletableFuture()
                .join();
    }

    @Spec(xep = 133, section = "8", says = "only administrators may complete these tasks")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "add-user",
                "delete-user",
                "disable-user",
                "reenable-user",
                "end-user-session",
                "change-user-password",
                "get-user-roster",
                "get-user-lastlogin",
                "user-stats",
                "stoa-add-alias",
                "stoa-edit-alias",
                "stoa-delete-alias",
                "stoa-list-aliases",
                "edit-blacklist",
                "edit-whitelist",
                "get-registered-users-num",
                "get-disabled-users-num",
                "get-online-users-num",
                "get-active-users-num",
                "get-idle-users-num",
                "get-registered-users-list",
                "get-disabled-users-list",
                "get-online-users-list",
                "get-active-users",
                "get-idle-users",
                "announce",
                "set-motd",
                "edit-motd",
                "delete-motd",
                "set-welcome",
                "delete-welcome",
                "edit-admin",
                "restart",
                "shutdown",
                "urn:stoa:admin:0#reports"
            })
    void a_command_is_seen_and_run_by_administrators_alone(String command) {
        TestClient romeo = house.online(ROMEO, "pc");
        for (Jid responder : List.of(DOMAIN, JULIET.address())) {
            assertThat(isFor(house, command, JULIET, responder)).isTrue();
            assertThat(isFor(house, command, ROMEO, responder)).isFalse();
            assertThat(refused(romeo, responder, begin(command))).isEqualTo("forbidden");
        }
        assertThat(isFor(house, command, ROMEO, ROMEO.address())).isFalse();
        assertThat(refused(romeo, null, begin(command))).isEqualTo("forbidden");
        assertThat(isFor(house, command, ESCALUS, DOMAIN)).isTrue();
        assertThat(isFor(house, command, ESCALUS, JULIET.address())).isFalse();
        assertThat(isFor(house, command, Person.of("who@elsewhere.example"), DOMAIN)).isFalse();
        assertThat(juliet.asks(Iq.Type.SET, DOMAIN, begin(command)).type())
                .isEqualTo(Iq.Type.RESULT);
    }

    @Test
    void there_are_thirty_five_commands() {
        assertThat(house.server.hooks().commands(Target.SERVER)).hasSize(35);
        assertThat(house.server.hooks().commands(Target.ACCOUNT)).hasSize(35);
    }

    @Test
    void a_domains_administrator_has_no_rights_elsewhere() {
        AdministrationHouse two = new AdministrationHouse("example.org", "capulet.example");
        assertThat(isFor(two, "add-user", TYBALT, DOMAIN)).isFalse();
        assertThat(isFor(two, "add-user", TYBALT, TYBALT.address())).isTrue();
        TestClient admin = two.online(JULIET, "laptop");
        assertThat(fails(admin, "delete-user", field("accountjids", "tybalt@capulet.example")))
                .contains("not an account of example.org");
        assertThat(
                        fails(
                                admin,
                                "add-user",
                                field("accountjid", "spy@capulet.example"),
                                field("password", "moonlight"),
                                field("password-verify", "moonlight")))
                .contains("not an account of example.org");
        assertThat(fails(admin, "edit-admin", field("adminjids", "tybalt@capulet.example")))
                .contains("no account of example.org");
        assertThat(two.account(TYBALT.address())).isNotNull();
    }

    @Test
    void who_the_configuration_names_administers_all_domains() {
        AdministrationHouse two = new AdministrationHouse("example.org", "capulet.example");
        TestClient escalus = two.online(ESCALUS, "pc");
        succeeds(escalus, "disable-user", field("accountjids", "tybalt@capulet.example"));
        assertThat(Objects.requireNonNull(two.account(TYBALT.address())).enabled()).isFalse();
        assertThat(fails(escalus, "disable-user", field("accountjids", "x@elsewhere.example")))
                .contains("not an account of example.org");
    }

    @Test
    void who_administers_one_of_several_domains_stops_no_server() {
        AdministrationHouse two = new AdministrationHouse("example.org", "capulet.example");
        for (String command : List.of("restart", "shutdown")) {
            assertThat(isFor(two, command, JULIET, DOMAIN)).isFalse();
            assertThat(isFor(two, command, ESCALUS, DOMAIN)).isTrue();
        }
    }

    @Test
    void rights_that_are_taken_away_end_what_was_begun() {
        var opened = opens(juliet, "delete-user");
        house.provisioning.setAdmin(JULIET.address(), false);
        house.server.settle();
        Iq answer = submits(juliet, opened, field("accountjids", "romeo@example.org"));
        assertThat(answer.type()).isEqualTo(Iq.Type.ERROR);
        assertThat(String.valueOf(answer.payload())).contains(Condition.FORBIDDEN.text());
        assertThat(house.account(ROMEO.address())).isNotNull();
    }

    @Spec(xep = 133, section = "4.29", says = "the list of administrators is edited")
    @Test
    void administrators_make_others_administrators() {
        var opened = opens(juliet, "edit-admin");
        assertThat(Objects.requireNonNull(form(opened).field("adminjids")).values())
                .containsExactly("escalus@example.org", "juliet@example.org");
        succeeds(
                juliet,
                "edit-admin",
                field("adminjids", "juliet@example.org", "romeo@example.org"));
        assertThat(isFor(house, "add-user", ROMEO, DOMAIN)).isTrue();
        assertThat(isFor(house, "add-user", ESCALUS, DOMAIN)).isTrue();
        TestClient romeo = house.online(ROMEO, "pc");
        assertThat(fails(romeo, "edit-admin", field("adminjids", "juliet@example.org")))
                .contains("Another administrator");
        succeeds(romeo, "edit-admin", field("adminjids", "romeo@example.org/pc"));
        assertThat(isFor(house, "add-user", JULIET, DOMAIN)).isFalse();
        assertThat(isFor(house, "add-user", ROMEO, DOMAIN)).isTrue();
        assertThat(
                        fails(
                                romeo,
                                "edit-admin",
                                field("adminjids", "romeo@example.org", "nobody@example.org")))
                .contains("does not exist");
        assertThat(fails(romeo, "edit-admin", field("adminjids", "romeo@example.org", "a b@")))
                .contains("no account");
        assertThat(isFor(house, "add-user", MERCUTIO, DOMAIN)).isFalse();
    }
}
