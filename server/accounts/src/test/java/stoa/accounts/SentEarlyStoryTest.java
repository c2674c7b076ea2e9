package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import org.junit.jupiter.api.Test;
import stoa.core.route.HistoryResponder;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;

/** Messages to the full address of a client that is connected and not available yet. */
class SentEarlyStoryTest {
    private final AccountsHouse house = AccountsHouse.listed().open();
    private final TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline().forgets();

    @Spec(rfc = 6121, section = "8.5.3.1", says = "delivered to a connected resource")
    @Test
    void who_was_sent_it_before_becoming_available_is_not_sent_it_again() {
        pc.sends(chat().to(JULIET.address()).body("waits"));
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        pc.sends(chat().to(laptop.address()).body("for the laptop"));
        assertThat(laptop.bodies()).containsExactly("for the laptop");
        laptop.sendsPresence();
        assertThat(laptop.bodies()).containsExactly("waits");
        laptop.leaves();
        assertThat(house.server.client(JULIET.on("phone")).comesOnline().bodies()).isEmpty();
    }

    @Test
    void nor_is_who_has_read_the_archive_before() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        laptop.asks(Iq.Type.SET, null, Element.empty("query", HistoryResponder.MAM));
        pc.sends(chat().to(laptop.address()).body("for the laptop"));
        pc.sends(chat().to(JULIET.address()).body("for all"));
        assertThat(laptop.bodies()).containsExactly("for the laptop");
        laptop.sendsPresence();
        assertThat(laptop.bodies()).containsExactly("for all");
    }

    @Test
    void another_client_is_sent_it_with_all_else() {
        pc.sends(chat().to(JULIET.address()).body("waits"));
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        pc.sends(chat().to(laptop.address()).body("for the laptop"));
        TestClient phone = house.server.client(JULIET.on("phone")).comesOnline();
        assertThat(phone.bodies()).containsExactly("waits", "for the laptop");
    }

    @Test
    void more_than_are_remembered_come_twice_rather_than_not() {
        pc.sends(chat().to(JULIET.address()).body("waits"));
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        int sent = AccountState.QUEUE_LIMIT + 1;
        for (int i = 0; i < sent; i++) {
            pc.sends(chat().to(laptop.address()).body("line " + i));
        }
        assertThat(laptop.bodies()).hasSize(sent);
        laptop.sendsPresence();
        assertThat(laptop.bodies()).containsExactly("waits", "line 0");
    }
}
