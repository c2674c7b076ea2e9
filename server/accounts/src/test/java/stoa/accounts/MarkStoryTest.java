package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import stoa.core.route.HistoryResponder;
import stoa.testkit.Person;
import stoa.testkit.TestClient;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;

/**
 * The offline mark of an account with several devices goes on with what they acknowledge, however
 * they came: after a kill nothing comes again that was acknowledged.
 */
class MarkStoryTest {
    private final AccountsHouse house = AccountsHouse.listed().open();

    private TestClient online(Person person, String resource) {
        return house.server.client(person.on(resource)).comesOnline();
    }

    private void killed() {
        house.clock.advance(Duration.ofSeconds(1));
        house.start();
        house.open();
    }

    private void says(String text) {
        house.clock.advance(Duration.ofSeconds(1));
        online(ROMEO, "pc").forgets().sends(chat().to(JULIET.address()).body(text));
    }

    private void nothingComesAgain() {
        killed();
        assertThat(online(JULIET, "tablet").bodies()).isEmpty();
    }

    @Test
    void where_the_second_device_comes_before_the_first_has_acknowledged_what_it_missed() {
        says("missed");
        TestClient laptop = online(JULIET, "laptop");
        assertThat(laptop.bodies()).containsExactly("missed");
        TestClient phone = online(JULIET, "phone");
        says("to both");
        assertThat(laptop.bodies()).containsExactly("to both");
        assertThat(phone.bodies()).containsExactly("to both");
        laptop.acknowledges();
        phone.acknowledges();
        nothingComesAgain();
    }

    @Test
    void where_the_first_has_read_the_archive_and_something_came_before_it_was_available() {
        says("read");
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        laptop.asks(Iq.Type.SET, null, Element.empty("query", HistoryResponder.MAM));
        says("in between");
        laptop.sendsPresence();
        TestClient phone = online(JULIET, "phone");
        says("to both");
        assertThat(laptop.bodies()).containsExactly("in between", "to both");
        laptop.acknowledges();
        phone.acknowledges();
        nothingComesAgain();
    }

    @Test
    void but_for_what_the_first_had_not_acknowledged_when_only_the_second_has() {
        says("missed");
        TestClient laptop = online(JULIET, "laptop");
        TestClient phone = online(JULIET, "phone");
        says("to both");
        assertThat(laptop.bodies()).containsExactly("missed", "to both");
        phone.acknowledges();
        killed();
        assertThat(online(JULIET, "tablet").bodies()).containsExactly("missed", "to both");
    }

    @Test
    void what_it_was_sent_from_the_archive_does_not_come_again_with_something_older() {
        TestClient phone = online(JULIET, "phone").forgets();
        says("one");
        phone.becomesUnavailable(); // and has not acknowledged it
        says("two");
        TestClient laptop = online(JULIET, "laptop");
        assertThat(laptop.bodies()).containsExactly("two");
        laptop.becomesUnavailable();
        phone.isLost();
        laptop.sendsPresence();
        assertThat(laptop.bodies()).containsExactly("one");
        killed();
        assertThat(online(JULIET, "tablet").bodies()).containsExactly("one", "two");
    }
}
