package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError.Condition;

/** What comes for an account whose commit fails, as on a full disk. */
class FailedCommitStoryTest {
    private final AccountsHouse house = AccountsHouse.listed().open();
    private final TestClient laptop =
            house.server.client(JULIET.on("laptop")).comesOnline().forgets();

    /** It waits behind what the account has to store, and that is not stored. */
    private void comesWhileACommitFails(Message message) {
        laptop.submits(chat().to(ROMEO.address()).id("own").body("is not stored"));
        house.server.settleWithoutCommit();
        house.accounts.router().route(message);
        house.server.settleWithoutCommit();
        house.failCommits(true);
        house.server.settle();
        house.failCommits(false);
    }

    private static Message refused(Jid from, FullJid to) {
        return Message.of(Message.Type.CHAT, to, from)
                .withId("lost")
                .refuse(Condition.INTERNAL_SERVER_ERROR.error());
    }

    @Spec(rfc = 6120, section = "8.3.1", says = "the error goes to who sent the stanza")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "garden@conference.example.org",
                "romeo@example.org",
                "romeo@example.org/pc"
            })
    void who_wrote_a_message_that_came_back_is_told(String from) {
        comesWhileACommitFails(refused(Jid.parse(from), laptop.address()));
        List<String> refused = new ArrayList<>();
        while (!laptop.hasNothing()) {
            if (laptop.next() instanceof Message message && message.isError()) {
                refused.add(message.id());
            }
        }
        assertThat(refused).containsExactlyInAnyOrder("own", "lost");
    }

    @Test
    void no_other_device_is() {
        TestClient phone = house.server.client(JULIET.on("phone")).comesOnline().forgets();
        comesWhileACommitFails(
                refused(Jid.parse("garden@conference.example.org"), JULIET.on("gone")));
        phone.getsNothingMore();
    }

    @Test
    void what_a_client_has_lost_reaches_the_next_one_though_the_clock_was_set_back() {
        TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline();
        laptop.forgets();
        pc.sends(chat().to(JULIET.address()).body("before"));
        laptop.forgets(); // and does not acknowledge it
        house.clock.set(Duration.ofHours(-1));
        laptop.submits(chat().to(ROMEO.address()).body("is not stored"));
        house.failCommits(true);
        house.server.settle();
        house.failCommits(false);

        TestClient phone = house.server.client(JULIET.on("phone")).comesOnline();
        assertThat(phone.bodies()).isEmpty();
        laptop.isLost();
        assertThat(phone.bodies()).containsExactly("before");
    }

    /** What the laptop has missed, while the store takes nothing any more. */
    private List<String> missedOnAFullDisk(int lines) {
        TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline();
        laptop.leaves();
        List<String> said = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            pc.sends(chat().to(JULIET.address()).body("line " + i));
            said.add("line " + i);
        }
        house.failCommits(true);
        return said;
    }

    private List<String> bodiesOf(TestClient client, int seconds) {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i <= seconds; i++) {
            house.server.settle();
            while (!client.hasNothing()) {
                if (client.next() instanceof Message message && message.body() != null) {
                    bodies.add(message.body());
                }
            }
            house.clock.advance(Duration.ofSeconds(1));
        }
        return bodies;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2 * OfflineDelivery.PAGE + 1})
    void what_was_missed_comes_once_while_the_mark_cannot_be_cleared(int lines) {
        List<String> said = missedOnAFullDisk(lines);
        TestClient again = house.server.client(JULIET.on("laptop")).comesOnline();
        assertThat(bodiesOf(again, 6)).containsExactlyElementsOf(said);
        house.failCommits(false);
        assertThat(bodiesOf(again, 2)).isEmpty();
        house.server
                .client(ROMEO.on("pc"))
                .comesOnline()
                .sends(chat().to(JULIET.address()).body("live"));
        assertThat(bodiesOf(again, 0)).containsExactly("live");
        again.acknowledges().leaves();
        assertThat(bodiesOf(house.server.client(JULIET.on("phone")).comesOnline(), 1)).isEmpty();
    }

    @Test
    void who_is_away_meanwhile_is_not_sent_it_again_on_return() {
        List<String> said = missedOnAFullDisk(2);
        TestClient again = house.server.client(JULIET.on("laptop")).comesOnline();
        assertThat(bodiesOf(again, 2)).containsExactlyElementsOf(said);
        again.becomesUnavailable();
        house.failCommits(false);
        house.server
                .client(ROMEO.on("pc"))
                .comesOnline()
                .sends(chat().to(JULIET.address()).body("later"));
        again.sendsPresence();
        assertThat(bodiesOf(again, 2)).containsExactly("later");
    }

    @Spec(xep = 198, section = "5", says = "what was not acknowledged is not delivered")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void another_client_is_sent_what_was_never_acknowledged(boolean whileItFails) {
        List<String> said = missedOnAFullDisk(2);
        TestClient again = house.server.client(JULIET.on("laptop")).comesOnline();
        assertThat(bodiesOf(again, 2)).containsExactlyElementsOf(said);
        if (!whileItFails) {
            house.failCommits(false);
            assertThat(bodiesOf(again, 2)).isEmpty();
        }
        again.isLost();
        house.server.settle();
        house.failCommits(false);
        house.clock.advance(Duration.ofSeconds(1));
        TestClient phone = house.server.client(JULIET.on("phone")).comesOnline();
        assertThat(bodiesOf(phone, 2)).containsExactlyElementsOf(said);
    }

    @Test
    void so_is_one_that_comes_when_the_server_was_killed_meanwhile() {
        List<String> said = missedOnAFullDisk(2);
        TestClient again = house.server.client(JULIET.on("laptop")).comesOnline();
        assertThat(bodiesOf(again, 2)).containsExactlyElementsOf(said);
        house.failCommits(false);
        house.start();
        house.open();
        TestClient phone = house.server.client(JULIET.on("phone")).comesOnline();
        assertThat(bodiesOf(phone, 1)).containsExactlyElementsOf(said);
    }
}
