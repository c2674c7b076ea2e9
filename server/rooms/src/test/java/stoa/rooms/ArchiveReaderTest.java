package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.core.entity.EntityRuntime;
import stoa.core.route.HistoryResponder;
import stoa.store.memory.MemoryStore;
import stoa.store.room.Affiliation;
import stoa.testkit.InMemoryServer;
import stoa.testkit.ManualClock;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/** What the rest of the server asks rooms: as whom an account may read, and what was said. */
class ArchiveReaderTest {
    private static final DomainJid SERVICE = DomainJid.of("conference.example.org");
    private static final BareJid GARDEN = BareJid.of("garden@conference.example.org");
    private static final BareJid NOWHERE = BareJid.of("nowhere@conference.example.org");
    private static final BareJid ROMEOS = BareJid.of("romeo@example.org");

    private final ManualClock clock = new ManualClock();
    private final MemoryStore store = new MemoryStore();
    private final InMemoryServer server = new InMemoryServer(store, clock, "example.org");
    private final List<String> said = new ArrayList<>();
    private Rooms rooms;
    private TestClient juliet;

    private static final class NoHistory implements HistoryResponder {
        @Override
        public boolean takes(Element payload) {
            return false;
        }

        @Override
        public CompletionStage<Iq> answer(Iq request, BareJid owner, Instant since) {
            return CompletableFuture.completedFuture(request.result());
        }
    }

    @BeforeEach
    void juliet_has_a_garden() {
        rooms =
                new Rooms(
                        new Rooms.Parts(
                                store.rooms(),
                                store.archive(),
                                store.vcards(),
                                server.journal(),
                                server.scheduler(),
                                clock,
                                new RouterOutput(new TestGate(server).router()),
                                new NoHistory(),
                                RoomRules.of(Scene.IDS)),
                        new EntityRuntime.Settings(1_000, Duration.ofMinutes(10)));
        rooms.start(SERVICE).toCompletableFuture().join();
        rooms.onSaid((room, message) -> said.add(room + " " + message.body()));
        server.hooks().install(new MultiUserChat(rooms, List.of(SERVICE)));
        juliet = server.client(JULIET.on("balcony")).binds();
        enters(juliet, "Juliet");
        configures();
    }

    private void configures(String... fields) {
        assertThat(juliet.asks(Iq.Type.SET, GARDEN, Person.configuration(fields)).isError())
                .isFalse();
        juliet.forgets();
    }

    private static void enters(TestClient who, String nick) {
        who.sends(
                Presence.of(
                        Presence.Type.AVAILABLE,
                        null,
                        GARDEN.withResource(nick),
                        Element.empty("x", Muc.MUC)));
    }

    private void romeoIs(Affiliation affiliation) {
        Element item =
                Person.item(
                        "jid",
                        ROMEOS.toString(),
                        "affiliation",
                        affiliation.name().toLowerCase(Locale.ROOT));
        Element query = Element.of("query", Muc.ADMIN).child(item).build();
        assertThat(juliet.asks(Iq.Type.SET, GARDEN, query).isError()).isFalse();
        juliet.forgets();
    }

    private Optional<RoomReader> reader(BareJid room) {
        CompletableFuture<Optional<RoomReader>> answer =
                rooms.reader(room, ROMEOS).toCompletableFuture();
        server.settle();
        return answer.join();
    }

    @Test
    void who_may_enter_reads_under_the_occupant_id_they_have_there() {
        RoomReader reader = reader(GARDEN).orElseThrow();
        assertThat(reader.occupantId()).isEqualTo(Scene.IDS.of(GARDEN, ROMEOS));
        assertThat(reader.since()).isBeforeOrEqualTo(clock.instant());
        assertThat(reader(NOWHERE)).isEmpty();
    }

    @Test
    void an_outcast_reads_nothing() {
        romeoIs(Affiliation.OUTCAST);
        assertThat(reader(GARDEN)).isEmpty();
        romeoIs(Affiliation.NONE);
        assertThat(reader(GARDEN)).isPresent();
    }

    @Test
    void a_room_for_members_is_read_by_members() {
        configures("muc#roomconfig_membersonly", "1");
        assertThat(reader(GARDEN)).isEmpty();
        romeoIs(Affiliation.MEMBER);
        assertThat(reader(GARDEN)).isPresent();
    }

    @Test
    void a_password_keeps_those_out_who_are_neither_members_nor_inside() {
        TestClient romeo = server.client(ROMEO.on("phone")).binds();
        enters(romeo, "Romeo");
        configures(
                "muc#roomconfig_passwordprotectedroom",
                "1",
                "muc#roomconfig_roomsecret",
                "cauldron");
        assertThat(reader(GARDEN)).isPresent();
        romeo.sends(Presence.of(Presence.Type.UNAVAILABLE, null, GARDEN.withResource("Romeo")));
        assertThat(reader(GARDEN)).isEmpty();
    }

    @Test
    void what_is_said_is_heard_and_what_passes_is_not() {
        juliet.sends(
                Message.of(
                        Message.Type.GROUPCHAT,
                        null,
                        GARDEN,
                        Element.empty("composing", Muc.CHAT_STATES)));
        juliet.sends(
                Message.of(
                        Message.Type.GROUPCHAT,
                        null,
                        GARDEN,
                        Element.text("body", Stanza.CLIENT, "Good night")));
        server.settle();
        assertThat(said).containsExactly(GARDEN + " Good night");
    }
}
