package stoa.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/** JID matching, XEP-0191 section 6. */
class BlockListTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");

    private static BlockList blocking(String... items) {
        return BlockList.of(JULIET, Arrays.stream(items).map(Jid::parse).toList());
    }

    @ParameterizedTest(name = "{0} blocks {1}: {2}")
    @CsvSource({
        "tybalt@capulet.example/sword, tybalt@capulet.example/sword, true",
        "tybalt@capulet.example/sword, tybalt@capulet.example/home, false",
        "tybalt@capulet.example/sword, tybalt@capulet.example, false",
        "tybalt@capulet.example, tybalt@capulet.example, true",
        "tybalt@capulet.example, tybalt@capulet.example/sword, true",
        "tybalt@capulet.example, paris@capulet.example, false",
        "tybalt@capulet.example, capulet.example, false",
        "capulet.example/bot, capulet.example/bot, true",
        "capulet.example/bot, capulet.example, false",
        "capulet.example/bot, tybalt@capulet.example/bot, false",
        "capulet.example, capulet.example, true",
        "capulet.example, capulet.example/bot, true",
        "capulet.example, tybalt@capulet.example, true",
        "capulet.example, tybalt@capulet.example/sword, true",
        "capulet.example, garden@conference.capulet.example/Tybalt, true",
        "capulet.example, tybalt@notcapulet.example, false",
        "conference.capulet.example, tybalt@capulet.example, false",
    })
    void an_item_stands_for(String item, String address, boolean blocked) {
        assertThat(blocking(item).blocks(Jid.parse(address))).isEqualTo(blocked);
    }

    @Test
    void neither_oneself_nor_ones_own_server_is_ever_blocked() {
        BlockList list = blocking("example.org");
        assertThat(list.blocks(Jid.parse("romeo@example.org/pc"))).isTrue();
        assertThat(list.blocks(Jid.parse("garden@conference.example.org"))).isTrue();
        assertThat(list.blocks(Jid.parse("juliet@example.org/laptop"))).isFalse();
        assertThat(list.blocks(JULIET)).isFalse();
        assertThat(list.blocks(Jid.parse("example.org"))).isFalse();
    }

    @Test
    void nobody_is_blocked_by_an_empty_list_and_lists_know_only_who_has_one() {
        BlockLists lists = new BlockLists();
        assertThat(BlockList.empty(JULIET).blocks(Jid.parse("a@b"))).isFalse();
        lists.publish(blocking("tybalt@capulet.example"));
        assertThat(lists.blocks(JULIET, Jid.parse("tybalt@capulet.example/sword"))).isTrue();
        assertThat(lists.size()).isEqualTo(1);
        lists.publish(BlockList.empty(JULIET));
        assertThat(lists.of(JULIET)).isNull();
        assertThat(lists.size()).isZero();
    }
}
