package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.NURSE;
import static stoa.testkit.Person.ROMEO;
import static stoa.testkit.Person.TYBALT;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.accounts.people.UserSearch;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** XEP-0055: people of a domain with more of them than rosters list. */
class UserSearchStoryTest {
    private static final String NS = "jabber:iq:search";
    private static final DomainJid HERE = DomainJid.of("example.org");

    private static AccountsHouse house() {
        AccountsHouse house =
                new AccountsHouse(AccountSettings.DEFAULTS, 1, JULIET, ROMEO, MERCUTIO, TYBALT);
        house.server.hooks().install(new UserSearch(house.index));
        return house.open();
    }

    private static Element nick(String text) {
        return Element.of("query", NS).child("nick", text).build();
    }

    private static List<String> addresses(Iq answer) {
        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        return Objects.requireNonNull(answer.payload())
                .elements()
                .filter(e -> e.is("item", NS))
                .map(e -> Objects.requireNonNull(e.attribute("jid")))
                .toList();
    }

    private static List<String> find(TestClient client, String text) {
        return addresses(client.asks(Iq.Type.SET, HERE, nick(text)));
    }

    private static void refused(Iq answer, Condition condition) {
        assertThat(answer.type()).isEqualTo(Iq.Type.ERROR);
        assertThat(
                        Objects.requireNonNull(answer.payload())
                                .child(condition.text(), StanzaError.NAMESPACE))
                .isNotNull();
    }

    private static String address(Person person) {
        return person.address().toString();
    }

    @Test
    @Spec(
            xep = 55,
            section = "2.1",
            says = "the fields are told, then what matches them is returned")
    void whom_the_roster_does_not_list_is_found_by_a_part_of_the_name() {
        AccountsHouse house = house();
        TestClient juliet = house.server.client(JULIET.on("laptop")).binds();
        assertThat(juliet.asksForRoster().elements()).isEmpty();
        Element fields =
                Objects.requireNonNull(
                        juliet.asks(Iq.Type.GET, HERE, Element.of("query", NS).build()).payload());
        assertThat(fields.child("nick", NS)).isNotNull();
        assertThat(Objects.requireNonNull(DataForm.in(fields)).field("nick")).isNotNull();
        assertThat(find(juliet, "rom")).containsExactly(address(ROMEO));
        assertThat(find(juliet, "nobody")).isEmpty();
    }

    @Test
    void whose_name_or_user_name_begins_so_comes_before_whose_word_does() {
        AccountsHouse house = house();
        TestClient juliet = house.server.client(JULIET.on("laptop")).binds();
        house.add(ROMEO, "Arómeo");
        house.add(MERCUTIO, "Sir Rómulus");
        house.add(NURSE, "ROMANA");
        assertThat(find(juliet, " Rom "))
                .containsExactly(address(ROMEO), address(NURSE), address(MERCUTIO));
        assertThat(find(juliet, "óMeo")).containsExactly(address(ROMEO));
        house.remove(NURSE);
        assertThat(find(juliet, "romana")).isEmpty();
    }

    @Test
    @Spec(xep = 55, section = "3", says = "a form that was submitted is answered by a form")
    void a_form_is_answered_by_a_form() {
        TestClient juliet = house().server.client(JULIET.on("laptop")).binds();
        DataForm form =
                DataForm.of(
                        DataForm.Type.SUBMIT, NS, List.of(FormField.text("nick", null, "mercu")));
        Iq answer =
                juliet.asks(
                        Iq.Type.SET, HERE, Element.of("query", NS).child(form.toElement()).build());
        Element x =
                Objects.requireNonNull(
                        Objects.requireNonNull(answer.payload()).child("x", DataForm.NAMESPACE));
        assertThat(x.attribute("type")).isEqualTo("result");
        assertThat(x.child("reported", DataForm.NAMESPACE)).isNotNull();
        Element item = Objects.requireNonNull(x.child("item", DataForm.NAMESPACE));
        assertThat(item.elements().map(field -> field.childText("value")))
                .containsExactly(address(MERCUTIO), "mercutio");
    }

    @Test
    void only_ones_own_domain_may_ask_and_is_found() {
        AccountsHouse house = house();
        TestClient tybalt = house.server.client(TYBALT.on("laptop")).binds();
        TestClient juliet = house.server.client(JULIET.on("laptop")).binds();
        assertThat(find(juliet, "tybalt")).isEmpty();
        refused(tybalt.asks(Iq.Type.SET, HERE, nick("rom")), Condition.SERVICE_UNAVAILABLE);
    }

    @Test
    void nothing_and_too_much_are_no_question() {
        TestClient juliet = house().server.client(JULIET.on("laptop")).binds();
        for (String text : List.of("", "  ", "r".repeat(201))) {
            refused(juliet.asks(Iq.Type.SET, HERE, nick(text)), Condition.BAD_REQUEST);
        }
        refused(
                juliet.asks(Iq.Type.SET, HERE, Element.of("query", NS).build()),
                Condition.BAD_REQUEST);
    }

    @Test
    void fifty_are_found_at_most() {
        AccountsHouse house = house();
        TestClient juliet = house.server.client(JULIET.on("laptop")).binds();
        for (int i = 0; i < 60; i++) {
            house.add(Person.of("montague" + i + "@example.org"), "Montague " + i);
        }
        assertThat(find(juliet, "montague")).hasSize(50);
    }
}
