package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.accounts.Blocking.assertRefused;
import static stoa.accounts.Blocking.blocks;
import static stoa.accounts.Blocking.command;
import static stoa.accounts.Blocking.item;
import static stoa.accounts.Blocking.list;
import static stoa.accounts.Blocking.sets;
import static stoa.accounts.Blocking.unblocks;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * XEP-0191: the list of who is blocked, as its owner reads and changes it, and where it is kept.
 */
class BlockListStoryTest {
    private AccountsHouse house = AccountsHouse.listed().open();

    @Spec(xep = 191, section = "3.2", says = "a list, also an empty one")
    @Test
    void the_list_is_given() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        assertThat(list(laptop)).isEmpty();
        blocks(laptop, "iago@shakespeare.lit", ROMEO.address());
        laptop.forgets();
        assertThat(list(laptop)).containsExactly("iago@shakespeare.lit", "romeo@example.org");
        TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline().forgets();
        assertThat(list(pc)).as("everybody has one's own").isEmpty();
    }

    @Spec(
            xep = 191,
            section = "3.3",
            says = "the result, and a push to all resources that have asked for the list")
    @Test
    void changes_are_pushed_to_who_has_asked() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"), JULIET.on("tablet"))
                .play(
                        (laptop, phone, tablet) -> {
                            list(laptop);
                            list(phone);
                            for (Element command :
                                    List.of(
                                            command("block", "a@b.example", "c.example"),
                                            command("unblock", "c.example"),
                                            command("unblock"))) {
                                assertThat(sets(laptop, command).type()).isEqualTo(Iq.Type.RESULT);
                                for (TestClient device : List.of(laptop, phone)) {
                                    Iq push = device.nextIq();
                                    assertThat(push.type()).isEqualTo(Iq.Type.SET);
                                    assertThat(push.from()).isEqualTo(JULIET.address());
                                    assertThat(push.to()).isEqualTo(device.address());
                                    assertThat(push.payload()).isEqualTo(command);
                                }
                            }
                            tablet.getsNothingMore();
                            assertThat(list(laptop)).isEmpty();
                        });
    }

    @Spec(xep = 191, section = "3.3", says = "a block command without an item is a bad request")
    @Test
    void bad_commands_are_refused() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        assertRefused(sets(laptop, command("block")), Condition.BAD_REQUEST);
        assertRefused(sets(laptop, command("block", item(null))), Condition.BAD_REQUEST);
        assertRefused(sets(laptop, command("block", "a@b@c")), Condition.JID_MALFORMED);
        assertRefused(
                sets(laptop, command("block", "good@b.example", "@bad")), Condition.JID_MALFORMED);
        assertRefused(sets(laptop, command("unblock", "a@b@c")), Condition.JID_MALFORMED);
        assertRefused(sets(laptop, command("blocklist")), Condition.BAD_REQUEST);
        assertRefused(
                laptop.asks(Iq.Type.GET, null, command("block", "a@b")), Condition.BAD_REQUEST);
        assertRefused(sets(laptop, command("ban", "a@b")), Condition.SERVICE_UNAVAILABLE);
        assertRefused(sets(laptop, command("block", JULIET.address())), Condition.NOT_ALLOWED);
        assertRefused(sets(laptop, command("block", laptop.address())), Condition.NOT_ALLOWED);
        assertThat(list(laptop)).as("all or nothing").isEmpty();
    }

    @Spec(xep = 191, section = "3.2", says = "one's own list only")
    @Test
    void nobody_asks_for_anothers() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            assertRefused(
                                    pc.asks(Iq.Type.GET, JULIET.address(), command("blocklist")),
                                    Condition.SERVICE_UNAVAILABLE);
                            assertRefused(
                                    pc.asks(Iq.Type.SET, JULIET.address(), command("block", "a@b")),
                                    Condition.SERVICE_UNAVAILABLE);
                            assertThat(list(laptop)).isEmpty();
                        });
    }

    @Test
    void a_full_list_takes_no_more() {
        house =
                new AccountsHouse(AccountSettings.DEFAULTS.withBlockLimit(2), 500, JULIET, ROMEO)
                        .open();
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        assertRefused(
                sets(laptop, command("block", "a@b", "c@b", "d@b")), Condition.RESOURCE_CONSTRAINT);
        blocks(laptop, "a@b", "c@b");
        blocks(laptop, "a@b");
        assertRefused(sets(laptop, command("block", "d@b")), Condition.RESOURCE_CONSTRAINT);
        unblocks(laptop, "a@b");
        blocks(laptop, "d@b");
        assertThat(list(laptop)).containsExactly("c@b", "d@b");
    }

    @Spec(xep = 191, section = "3.3", says = "the block applies across sessions")
    @Test
    void a_block_outlives_the_session_and_the_process() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        blocks(laptop, ROMEO.address(), "iago@shakespeare.lit");
        laptop.leaves();
        house.stopInOrder();
        house.start();
        house.open();
        TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline().forgets();
        pc.sends(chat().to(JULIET.address()).body("are you there?"));
        pc.getsError(Condition.SERVICE_UNAVAILABLE);
        laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        assertThat(list(laptop)).containsExactly("iago@shakespeare.lit", "romeo@example.org");
    }

    @Test
    void what_cannot_be_stored_is_not_blocked() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            house.failCommits(true);
                            assertRefused(
                                    sets(laptop, command("block", ROMEO.address())),
                                    Condition.INTERNAL_SERVER_ERROR);
                            house.failCommits(false);
                            assertThat(list(laptop)).isEmpty();
                            pc.sends(chat().to(laptop).body("hear me"));
                            laptop.gets(chat().body("hear me"));
                        });
    }

    @Test
    void who_is_removed_takes_the_list_along() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        blocks(laptop, ROMEO.address());
        laptop.leaves();
        house.remove(JULIET);
        house.add(JULIET, null);
        TestClient again = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        assertThat(list(again)).isEmpty();
        assertThat(house.accounts.blocks().size()).isZero();
    }
}
