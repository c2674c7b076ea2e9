package stoa.accounts.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.accounts.administration.AdministrationHouse.fails;
import static stoa.accounts.administration.AdministrationHouse.field;
import static stoa.accounts.administration.AdministrationHouse.form;
import static stoa.accounts.administration.AdministrationHouse.keys;
import static stoa.accounts.administration.AdministrationHouse.opens;
import static stoa.accounts.administration.AdministrationHouse.submits;
import static stoa.accounts.administration.AdministrationHouse.succeeds;
import static stoa.accounts.administration.AdministrationHouse.value;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.accounts.provision.NewAccount;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/** What administrators do to accounts and see of them. */
class PeopleStoryTest {
    private static final BareJid BALTHASAR = BareJid.of("balthasar@example.org");

    private final AdministrationHouse house = new AdministrationHouse("example.org");
    private final TestClient juliet = house.online(JULIET, "laptop");

    private static FormField[] newPerson(String address, String password, String again) {
        return new FormField[] {
            field("accountjid", address),
            field("password", password),
            field("password-verify", again),
            field("given_name", "Balthasar"),
            field("surname", "Servant")
        };
    }

    private List<String> passwords(BareJid account) {
        return house
                .store
                .accounts()
                .credentials(account)
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .keys()
                .stream()
                .map(key -> key.storedKey().equals(keys("moonlight").storedKey()) ? "old" : "new")
                .toList();
    }

    @Spec(xep = 133, section = "4.1", says = "adding a user creates an account")
    @Test
    void a_person_is_added() {
        succeeds(juliet, "add-user", newPerson("balthasar@example.org", "moonlight", "moonlight"));
        var account = Objects.requireNonNull(house.account(BALTHASAR));
        assertThat(account.name()).isEqualTo("Balthasar Servant");
        assertThat(account.admin()).isFalse();
        assertThat(passwords(BALTHASAR)).containsExactly("old");
        house.online(new Person(BALTHASAR), "pc");
        assertThat(
                        fails(
                                juliet,
                                "add-user",
                                newPerson("balthasar@example.org", "moonlight", "moonlight")))
                .contains("exists already");
    }

    @Test
    void a_person_who_cannot_be_added_is_not() {
        assertThat(fails(juliet, "add-user", newPerson("x@example.org", "moonlight", "moonlit")))
                .contains("differ");
        assertThat(fails(juliet, "add-user", newPerson("x@example.org", "short", "short")))
                .contains("8 characters");
        assertThat(fails(juliet, "add-user", newPerson("x@other.example", "moonlight", "x")))
                .contains("not an account of example.org");
        assertThat(fails(juliet, "add-user", newPerson("x@y@z", "moonlight", "moonlight")))
                .contains("no account's address");
        assertThat(fails(juliet, "add-user", newPerson("example.org", "moonlight", "moonlight")))
                .contains("no account's address");
        assertThat(house.account(BareJid.of("x@example.org"))).isNull();
        Iq unfilled = submits(juliet, opens(juliet, "add-user"), field("accountjid", "x@y"));
        assertThat(String.valueOf(unfilled.payload())).contains("bad-payload");
    }

    @Spec(xep = 133, section = "4.2", says = "sessions of a deleted user are terminated")
    @Test
    void a_removed_persons_sessions_end_at_once() {
        TestClient romeo = house.online(ROMEO, "pc");
        succeeds(
                juliet,
                "delete-user",
                field("accountjids", "romeo@example.org/pc", "mercutio@example.org"));
        assertThat(romeo.ended()).isEqualTo("not-authorized");
        assertThat(house.account(ROMEO.address())).isNull();
        assertThat(house.account(MERCUTIO.address())).isNull();
        assertThat(house.server.client(ROMEO.on("phone")).tryToBind()).isNotNull();
    }

    @Test
    void nothing_is_done_when_one_of_them_does_not_exist() {
        assertThat(
                        fails(
                                juliet,
                                "delete-user",
                                field("accountjids", "romeo@example.org", "nobody@example.org")))
                .contains("no account nobody@example.org");
        assertThat(house.account(ROMEO.address())).isNotNull();
        assertThat(fails(juliet, "delete-user", field("accountjids", "juliet@example.org")))
                .contains("your own account");
        assertThat(fails(juliet, "disable-user", field("accountjids", "juliet@example.org/x")))
                .contains("your own account");
        assertThat(fails(juliet, "reenable-user", field("accountjids", "nobody@example.org")))
                .contains("no account nobody@example.org");
    }

    @Test
    void a_form_names_at_most_a_thousand_accounts() {
        String[] many = new String[1_001];
        for (int i = 0; i < many.length; i++) {
            many[i] = "p" + i + "@example.org";
        }
        assertThat(fails(juliet, "delete-user", field("accountjids", many))).contains("1000");
    }

    private static Element blocks(String item) {
        return Element.of("block", "urn:xmpp:blocking")
                .child(Element.of("item", "urn:xmpp:blocking").attribute("jid", item).build())
                .build();
    }

    @Spec(xep = 133, section = "4.3", says = "sessions end, no login, and nothing is destroyed")
    @Test
    void a_disabled_account_is_closed_and_comes_back_as_it_was() {
        TestClient romeo = house.online(ROMEO, "pc");
        romeo.asks(Iq.Type.SET, null, blocks("spam.example"));
        succeeds(juliet, "disable-user", field("accountjids", "romeo@example.org"));
        assertThat(romeo.ended()).isEqualTo("not-authorized");
        romeo.leaves();
        assertThat(house.server.client(ROMEO.on("pc")).tryToBind()).isNotNull();
        assertThat(Objects.requireNonNull(house.account(ROMEO.address())).enabled()).isFalse();
        assertThat(value(juliet, "get-disabled-users-num", "disabledusersnum")).isEqualTo("1");
        assertThat(listed("get-disabled-users-list", "disableduserjids"))
                .containsExactly("romeo@example.org");
        assertThat(roster("romeo@example.org")).contains("juliet@example.org");

        succeeds(juliet, "reenable-user", field("accountjids", "romeo@example.org"));
        TestClient again = house.online(ROMEO, "pc");
        Element list =
                Objects.requireNonNull(
                        again.asks(
                                        Iq.Type.GET,
                                        null,
                                        Element.empty("blocklist", "urn:xmpp:blocking"))
                                .payload());
        assertThat(list.elements().map(item -> item.attribute("jid")))
                .containsExactly("spam.example");
        assertThat(value(juliet, "get-disabled-users-num", "disabledusersnum")).isEqualTo("0");
    }

    @Test
    void who_is_disabled_and_then_removed_leaves_no_block_list() {
        TestClient romeo = house.online(ROMEO, "pc");
        romeo.asks(Iq.Type.SET, null, blocks("juliet@example.org"));
        succeeds(juliet, "disable-user", field("accountjids", "romeo@example.org"));
        romeo.leaves();
        assertThat(house.accounts.blocks().of(ROMEO.address())).isNotNull();
        succeeds(juliet, "delete-user", field("accountjids", "romeo@example.org"));
        assertThat(house.accounts.blocks().of(ROMEO.address())).isNull();
    }

    @Spec(xep = 133, section = "4.5", says = "all sessions, or that of a full address")
    @Test
    void sessions_end() {
        TestClient pc = house.online(ROMEO, "pc");
        TestClient phone = house.online(ROMEO, "phone");
        succeeds(juliet, "end-user-session", field("accountjids", "romeo@example.org/pc"));
        assertThat(pc.ended()).isEqualTo("policy-violation");
        assertThat(phone.ended()).isNull();
        succeeds(juliet, "end-user-session", field("accountjids", "romeo@example.org"));
        assertThat(phone.ended()).isEqualTo("policy-violation");
        assertThat(house.account(ROMEO.address())).isNotNull();
    }

    @Spec(xep = 133, section = "4.7", says = "a password is changed")
    @Test
    void a_password_is_set() {
        succeeds(juliet, "add-user", newPerson("balthasar@example.org", "moonlight", "moonlight"));
        FormField account = field("accountjid", "balthasar@example.org");
        assertThat(fails(juliet, "change-user-password", account, field("password", "short")))
                .contains("8 characters");
        assertThat(passwords(BALTHASAR)).containsExactly("old");
        succeeds(juliet, "change-user-password", account, field("password", "sunlight"));
        assertThat(passwords(BALTHASAR)).containsExactly("new");
        assertThat(
                        fails(
                                juliet,
                                "change-user-password",
                                field("accountjid", "nobody@example.org"),
                                field("password", "sunlight")))
                .contains("no account");
    }

    private List<String> roster(String account) {
        Element done = succeeds(juliet, "get-user-roster", field("accountjids", account));
        Element form = Objects.requireNonNull(done.child("x", DataForm.NAMESPACE));
        Element query = Objects.requireNonNull(form.child("query", "jabber:iq:roster"));
        return query.elements().map(item -> String.valueOf(item.attribute("jid"))).toList();
    }

    @Spec(xep = 133, section = "4.8", says = "a user's roster")
    @Test
    void a_roster_is_shown_as_its_owner_sees_it() {
        TestClient romeo = house.online(ROMEO, "pc");
        Element item =
                Element.of("item", "jabber:iq:roster")
                        .attribute("jid", "rosaline@capulet.example")
                        .build();
        romeo.asks(Iq.Type.SET, null, Element.of("query", "jabber:iq:roster").child(item).build());
        assertThat(roster("romeo@example.org"))
                .contains("rosaline@capulet.example", "juliet@example.org");
        assertThat(fails(juliet, "get-user-roster", field("accountjids", "nobody@example.org")))
                .contains("no such account");
        String[] many = new String[UserReports.MAX + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = "p" + i + "@example.org";
        }
        assertThat(fails(juliet, "get-user-roster", field("accountjids", many))).contains("20");
    }

    private String lastLogin(String account) {
        Element done = succeeds(juliet, "get-user-lastlogin", field("accountjids", account));
        return String.valueOf(form(done).value("lastlogin"));
    }

    @Spec(xep = 133, section = "4.9", says = "the last login, as XEP-0082 writes it")
    @Test
    void the_last_login_is_known_also_after_a_restart() {
        String at = house.clock.instant().toString();
        house.online(ROMEO, "pc");
        assertThat(lastLogin("romeo@example.org")).isEqualTo(at);
        assertThat(lastLogin("mercutio@example.org")).isEmpty();
        house.clock.advance(Duration.ofHours(1));
        house.server.settle();
        house.restarts();
        TestClient admin = house.online(JULIET, "laptop");
        Element done =
                succeeds(admin, "get-user-lastlogin", field("accountjids", "romeo@example.org"));
        assertThat(form(done).value("lastlogin")).isEqualTo(at);
    }

    @Spec(xep = 133, section = "4.10", says = "statistics of a user")
    @Test
    void statistics_tell_contacts_and_resources() {
        house.online(ROMEO, "pc");
        house.online(ROMEO, "phone");
        DataForm stats =
                form(succeeds(juliet, "user-stats", field("accountjids", "romeo@example.org")));
        assertThat(stats.value("rostersize")).isEqualTo("3");
        assertThat(Objects.requireNonNull(stats.field("onlineresources")).values())
                .containsExactly("pc", "phone");
    }

    private List<String> listed(String command, String field, FormField... fields) {
        Element done = succeeds(juliet, command, fields);
        return Objects.requireNonNull(form(done).field(field)).values();
    }

    @Spec(xep = 133, section = "4.13", says = "numbers and lists of users")
    @Test
    void people_are_counted_and_listed() {
        TestClient romeo = house.online(ROMEO, "pc");
        romeo.sends(
                Presence.of(
                        Presence.Type.AVAILABLE,
                        null,
                        null,
                        Element.text("show", Stanza.CLIENT, "away")));
        assertThat(value(juliet, "get-registered-users-num", "registeredusersnum")).isEqualTo("4");
        assertThat(value(juliet, "get-online-users-num", "onlineusersnum")).isEqualTo("2");
        assertThat(value(juliet, "get-active-users-num", "activeusersnum")).isEqualTo("1");
        assertThat(value(juliet, "get-idle-users-num", "idleusersnum")).isEqualTo("1");
        assertThat(listed("get-registered-users-list", "registereduserjids"))
                .containsExactly(
                        "escalus@example.org",
                        "juliet@example.org",
                        "mercutio@example.org",
                        "romeo@example.org");
        assertThat(listed("get-online-users-list", "onlineuserjids", field("max_items", "25")))
                .containsExactly("juliet@example.org", "romeo@example.org");
        assertThat(listed("get-active-users", "activeuserjids", field("max_items", "none")))
                .containsExactly("juliet@example.org");
        assertThat(listed("get-idle-users", "idleuserjids", field("max_items")))
                .containsExactly("romeo@example.org");
        Iq odd = submits(juliet, opens(juliet, "get-online-users-list"), field("max_items", "-1"));
        assertThat(String.valueOf(odd.payload())).contains("bad-payload");
    }

    @Test
    void a_long_list_says_that_there_are_more() {
        for (int i = 0; i < 30; i++) {
            house.provisioning.create(
                    new NewAccount(BareJid.of("p" + i + "@example.org"), null, "moonlight", false));
        }
        house.server.settle();
        Element done = succeeds(juliet, "get-registered-users-list", field("max_items", "25"));
        assertThat(Objects.requireNonNull(form(done).field("registereduserjids")).values())
                .hasSize(25);
        assertThat(done.childText("note")).contains("the first of 34");
    }
}
