package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.core.route.HistoryResponder;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/** Messages to the full address of a client that is connected and not available yet. */
class SentEarlyStoryTest {
    private final AccountsHouse house = AccountsHouse.listed().open();
    private final TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline().forgets();

    private List<String> bodies(TestClient client) {
        house.server.settle();
        List<String> bodies = new ArrayList<>();
        while (!client.hasNothing()) {
            if (client.next() instanceof Message message && message.body() != null) {
                bodies.add(message.body());
            }
        }
        return bodies;
    }

    @Spec(rfc = 6121, section = "8.5.3.1", says = "delivered to a connected resource")
    @Test
    void who_was_sent_it_before_becoming_available_is_not_sent_it_again() {
        pc.sends(chat().to(JULIET.address()).body("waits"));
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        pc.sends(chat().to(laptop.address()).body("for the laptop"));
        assertThat(bodies(laptop)).containsExactly("for the laptop");
        laptop.sendsPresence();
        assertThat(bodies(laptop)).containsExactly("waits");
        laptop.leaves();
        assertThat(bodies(house.server.client(JULIET.on("phone")).comesOnline())).isEmpty();
    }

    @Test
    void nor_is_who_has_read_the_archive_before() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        laptop.asks(Iq.Type.SET, null, Element.empty("query", HistoryResponder.MAM));
        pc.sends(chat().to(laptop.address()).body("for the laptop"));
        pc.sends(chat().to(JULIET.address()).body("for all"));
        assertThat(bodies(laptop)).containsExactly("for the laptop");
        laptop.sendsPresence();
        assertThat(bodies(laptop)).containsExactly("for all");
    }

    @Test
    void another_client_is_sent_it_with_all_else() {
        pc.sends(chat().to(JULIET.address()).body("waits"));
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        pc.sends(chat().to(laptop.address()).body("for the laptop"));
        TestClient phone = house.server.client(JULIET.on("phone")).comesOnline();
        assertThat(bodies(phone)).containsExactly("waits", "for the laptop");
    }

    @Test
    void more_than_are_remembered_come_twice_rather_than_not() {
        pc.sends(chat().to(JULIET.address()).body("waits"));
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        int sent = AccountState.QUEUE_LIMIT + 1;
        for (int i = 0; i < sent; i++) {
            pc.sends(chat().to(laptop.address()).body("line " + i));
        }
        assertThat(bodies(laptop)).hasSize(sent);
        laptop.sendsPresence();
        assertThat(bodies(laptop)).containsExactly("waits", "line 0");
    }
}
