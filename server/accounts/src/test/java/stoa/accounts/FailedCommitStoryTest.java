package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

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
}
