package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.store.memory.MemoryStore;
import stoa.testkit.ManualClock;
import stoa.testkit.Person;
import stoa.xmpp.jid.BareJid;

class EarlierWhispersTest {
    private static final BareJid GARDEN = BareJid.of("garden@conference.example.org");

    private final EarlierWhispers whispers =
            new EarlierWhispers(new MemoryStore().archive(), new ManualClock());
    private final List<@Nullable Boolean> told = new ArrayList<>();

    @Test
    void one_that_breaks_down_when_it_is_told_keeps_the_next_from_nothing() {
        BareJid romeo = Person.ROMEO.address();
        whispers.ask(
                GARDEN,
                romeo,
                "o1",
                "Juliet",
                sentBefore -> {
                    throw new IllegalStateException("a bug in what follows");
                });
        whispers.ask(GARDEN, romeo, "o2", "Juliet", told::add);
        assertThat(told).containsExactly(false);
    }
}
