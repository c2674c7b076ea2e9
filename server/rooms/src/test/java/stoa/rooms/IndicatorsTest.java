package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stoa.store.memory.MemoryStore;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Stanza;

/** What is kept of those who want to be told. */
class IndicatorsTest {
    private static final DomainJid SERVICE = DomainJid.of("conference.example.org");

    private final MemoryStore store = new MemoryStore();
    private final Indicators indicators =
            new Indicators(store.rooms(), new RoomDirectory(store.rooms()), new Silence());

    private static final class Silence implements RoomOutput {
        @Override
        public void send(Stanza stanza) {
            throw new AssertionError("nothing was missed");
        }

        @Override
        public void send(Copy copy, FullJid to) {
            throw new AssertionError("no room");
        }
    }

    private void subscribes(String account, int session) {
        indicators.subscribe(
                BareJid.of(account).withResource("s" + session),
                SERVICE,
                (room, question) -> {
                    throw new AssertionError("no room");
                });
    }

    @Test
    void sessions_from_elsewhere_have_a_bound_and_keep_nobody_of_the_domain_out() {
        for (int i = 0; i < Indicators.MAX_ELSEWHERE + 5; i++) {
            subscribes("tybalt@elsewhere.example", i);
        }
        assertThat(indicators.size()).isEqualTo(Indicators.MAX_ELSEWHERE);
        for (int i = 0; i < 5; i++) {
            subscribes("juliet@example.org", i);
        }
        assertThat(indicators.size()).isEqualTo(Indicators.MAX_ELSEWHERE + 5);
    }

    @Test
    void who_asks_again_counts_once_and_who_goes_makes_room() {
        for (int i = 0; i < 3; i++) {
            subscribes("tybalt@elsewhere.example", 1);
        }
        assertThat(indicators.size()).isEqualTo(1);
        indicators.unsubscribe(BareJid.of("tybalt@elsewhere.example").withResource("s1"));
        assertThat(indicators.size()).isZero();
    }
}
