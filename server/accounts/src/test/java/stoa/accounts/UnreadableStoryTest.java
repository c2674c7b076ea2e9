package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.core.journal.ArchiveSlot;
import stoa.store.Bytes;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.testkit.TestClient;
import stoa.xmpp.stanza.Message;

/** Somebody is away, and part of what is stored for them meanwhile cannot be read again. */
class UnreadableStoryTest {
    private final AccountsHouse house = AccountsHouse.listed().open();

    private void stores(int count, String stanza) {
        house.server.journal().record(Stream.generate(() -> row(stanza)).limit(count).toList());
        house.server.settle();
    }

    private static ArchiveAppend row(String stanza) {
        return new ArchiveAppend(
                new ArchiveSlot(),
                ROMEO.on("pc"),
                JULIET.address(),
                Message.Type.CHAT,
                null,
                List.of(new ArchiveOwner(JULIET.address(), ROMEO.address())),
                Bytes.utf8(stanza),
                true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<message", "<message xmlns='jabber:client' from='@'/>", "<a xmlns='b'/>"})
    void what_can_be_read_behind_whole_pages_of_it_is_delivered(String damaged) {
        TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline().forgets();
        pc.sends(chat().to(JULIET.address()).body("before"));
        stores(2 * OfflineDelivery.PAGE + 1, damaged);
        pc.sends(chat().to(JULIET.address()).body("after"));
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline();
        assertThat(laptop.bodies()).containsExactly("before", "after");
        pc.sends(chat().to(JULIET.address()).body("live"));
        assertThat(laptop.bodies()).containsExactly("live");
    }
}
