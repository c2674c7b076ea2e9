package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.core.journal.Change;
import stoa.store.memory.MemoryStore;
import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;
import stoa.store.room.AffiliationSaved;
import stoa.store.room.RoomSaved;
import stoa.testkit.Spec;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.rsm.PageRequest;

class RoomDirectoryTest {
    private static final String SERVICE = "conference.example.org";
    private static final BareJid ROMEO = BareJid.of("romeo@example.org");
    private static final BareJid TYBALT = BareJid.of("tybalt@example.org");

    private final MemoryStore store = new MemoryStore();
    private final RoomDirectory directory = new RoomDirectory(store.rooms());

    @BeforeEach
    void rooms() throws Exception {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            BareJid address = BareJid.of("room" + i, SERVICE);
            RoomConfig config =
                    RoomConfig.DEFAULTS
                            .with(Hidden.PUBLIC, i != 3)
                            .with(Persistent.PERSISTENT, i != 5)
                            .with(Naming.NAME, "Room " + i);
            changes.add(
                    new RoomSaved(
                            new stoa.store.room.Room(
                                    address,
                                    config.toStored(),
                                    RoomConfig.VERSION,
                                    null,
                                    Instant.EPOCH)));
        }
        changes.add(
                new AffiliationSaved(
                        BareJid.of("room3", SERVICE),
                        new AffiliationEntry(ROMEO, Affiliation.MEMBER, null, null)));
        changes.add(
                new AffiliationSaved(
                        BareJid.of("room3", SERVICE),
                        new AffiliationEntry(TYBALT, Affiliation.OUTCAST, null, null)));
        store.commit(changes);
        directory.load(SERVICE).toCompletableFuture().join();
    }

    private List<String> page(BareJid asker, PageRequest request) {
        return Objects.requireNonNull(directory.page(SERVICE, asker, request)).items().stream()
                .map(room -> room.address().local())
                .toList();
    }

    private static PageRequest first(int max) {
        return new PageRequest(max, null, null, null);
    }

    @Spec(xep = 45, section = "4.2", says = "a hidden room is found by nobody who has no business")
    @Test
    void a_hidden_room_is_listed_to_its_members_only() {
        assertThat(page(TYBALT, first(100))).hasSize(9).doesNotContain("room3");
        assertThat(page(ROMEO, first(100))).hasSize(10).contains("room3");
    }

    @Spec(xep = 45, section = "6.3", says = "a long list is given in pages")
    @Test
    void pages_go_forward_and_back() {
        Slice<Listing> found = Objects.requireNonNull(directory.page(SERVICE, TYBALT, first(4)));
        assertThat(page(TYBALT, first(4))).containsExactly("room0", "room1", "room2", "room4");
        assertThat(found.page().count()).isEqualTo(9);
        assertThat(page(TYBALT, new PageRequest(4, found.page().last(), null, null)))
                .containsExactly("room5", "room6", "room7", "room8");
        assertThat(page(TYBALT, new PageRequest(2, null, "", null)))
                .containsExactly("room8", "room9");
        assertThat(page(TYBALT, new PageRequest(2, null, "room8@" + SERVICE, null)))
                .containsExactly("room6", "room7");
        assertThat(page(TYBALT, new PageRequest(2, null, null, 8))).containsExactly("room9");
    }

    @Test
    void pages_at_the_edges() {
        assertThat(page(TYBALT, first(0))).isEmpty();
        assertThat(page(TYBALT, new PageRequest(Integer.MAX_VALUE, null, null, 5))).hasSize(4);
        assertThat(page(TYBALT, new PageRequest(2, null, null, Integer.MAX_VALUE))).isEmpty();
        assertThat(page(TYBALT, new PageRequest(2, null, "room0@" + SERVICE, null))).isEmpty();
        assertThat(directory.page(SERVICE, TYBALT, new PageRequest(2, "nowhere", null, null)))
                .isNull();
        // That there is a hidden room is nobody's business either.
        assertThat(
                        directory.page(
                                SERVICE,
                                TYBALT,
                                new PageRequest(2, "room3@" + SERVICE, null, null)))
                .isNull();
    }

    @Test
    void a_room_that_is_no_more_is_not_listed() {
        directory.is(BareJid.of("room1", SERVICE), null);

        assertThat(page(TYBALT, first(2))).containsExactly("room0", "room2");
    }

    @Test
    void other_services_have_other_rooms() {
        assertThat(directory.has(BareJid.of("room1", "conference.example.net"))).isFalse();
        assertThat(directory.temporary()).containsExactly(BareJid.of("room5", SERVICE));
    }
}
