package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/** Room activity indicators: what somebody outside is told of. */
class IndicatorsStoryTest {
    private static final DomainJid SERVICE = DomainJid.of("conference.example.org");
    private static final BareJid GARDEN = BareJid.of("garden@conference.example.org");
    private static final BareJid ORCHARD = BareJid.of("orchard@conference.example.org");

    private final ManualClock clock = new ManualClock();
    private final MemoryStore store = new MemoryStore();
    private InMemoryServer server = startServer();
    private TestClient juliet = client("juliet");

    private InMemoryServer startServer() {
        InMemoryServer started = new InMemoryServer(store, clock, "example.org");
        Rooms rooms =
                new Rooms(
                        new Rooms.Parts(
                                store.rooms(),
                                store.archive(),
                                store.vcards(),
                                started.journal(),
                                started.scheduler(),
                                clock,
                                new RouterOutput(new TestGate(started).router()),
                                new NoHistory(),
                                RoomRules.of(Scene.IDS)),
                        new EntityRuntime.Settings(1_000, Duration.ofMinutes(10)));
        rooms.start(SERVICE).toCompletableFuture().join();
        started.hooks().install(new MultiUserChat(rooms, List.of(SERVICE)));
        return started;
    }

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

    private TestClient client(String name) {
        return server.client((name.equals("juliet") ? JULIET : ROMEO).on(name + "s")).binds();
    }

    @BeforeEach
    void juliet_has_two_rooms() {
        makes(GARDEN);
        makes(ORCHARD);
    }

    private void makes(BareJid room, String... fields) {
        enters(juliet, room, "Juliet");
        assertThat(juliet.asks(Iq.Type.SET, room, Person.configuration(fields)).isError())
                .isFalse();
        juliet.forgets();
    }

    private static void enters(TestClient who, BareJid room, String nick) {
        who.sends(
                Presence.of(
                        Presence.Type.AVAILABLE,
                        null,
                        room.withResource(nick),
                        Element.empty("x", Muc.MUC)));
    }

    private static void leaves(TestClient who, BareJid room, String nick) {
        who.sends(Presence.of(Presence.Type.UNAVAILABLE, null, room.withResource(nick)));
        who.forgets();
    }

    private void says(BareJid room, String text) {
        clock.advance(Duration.ofSeconds(1));
        juliet.sends(
                Message.of(
                        Message.Type.GROUPCHAT,
                        null,
                        room,
                        Element.text("body", Stanza.CLIENT, text)));
    }

    private static void subscribes(TestClient who) {
        who.sends(
                Presence.of(Presence.Type.AVAILABLE, null, SERVICE, Element.empty("rai", Muc.RAI)));
    }

    /** The rooms that one notification names. */
    private static List<String> told(TestClient who) {
        Message message = who.nextMessage();
        assertThat(message.from()).isEqualTo(SERVICE);
        Element rai = Objects.requireNonNull(message.payload("rai", Muc.RAI));
        List<String> rooms = new ArrayList<>();
        rai.elements().forEach(activity -> rooms.add(activity.text()));
        return rooms;
    }

    private TestClient romeoWasIn(BareJid... rooms) {
        TestClient romeo = client("romeo");
        for (BareJid room : rooms) {
            enters(romeo, room, "Romeo");
            leaves(romeo, room, "Romeo");
        }
        return romeo;
    }

    @Spec(xep = 437, section = "4", says = "what was missed is told in a single notification")
    @Test
    void who_subscribes_is_told_at_once_what_was_missed() {
        TestClient romeo = romeoWasIn(GARDEN, ORCHARD);
        says(GARDEN, "Romeo, Romeo!");
        says(ORCHARD, "Wherefore?");
        romeo.getsNothingMore();
        subscribes(romeo);
        assertThat(told(romeo)).containsExactlyInAnyOrder(GARDEN.toString(), ORCHARD.toString());
        romeo.getsNothingMore();
    }

    @Test
    void who_has_missed_nothing_is_told_nothing() {
        says(GARDEN, "Nobody heard it.");
        TestClient romeo = romeoWasIn(GARDEN);
        subscribes(romeo);
        romeo.getsNothingMore();
    }

    @Spec(xep = 437, section = "4", says = "each room is notified once")
    @Test
    void a_room_is_told_once_until_the_session_was_in_again() {
        TestClient romeo = romeoWasIn(GARDEN);
        subscribes(romeo);
        says(GARDEN, "one");
        assertThat(told(romeo)).containsExactly(GARDEN.toString());
        says(GARDEN, "two");
        says(ORCHARD, "He was never here.");
        romeo.getsNothingMore();
        enters(romeo, GARDEN, "Romeo");
        romeo.forgets();
        says(GARDEN, "three");
        assertThat(romeo.nextMessage().body()).isEqualTo("three");
        romeo.getsNothingMore();
        leaves(romeo, GARDEN, "Romeo");
        says(GARDEN, "four");
        assertThat(told(romeo)).containsExactly(GARDEN.toString());
        enters(romeo, ORCHARD, "Romeo");
        leaves(romeo, ORCHARD, "Romeo");
        says(ORCHARD, "five");
        assertThat(told(romeo)).containsExactly(ORCHARD.toString());
    }

    @Spec(xep = 437, section = "3.2", says = "unavailable presence ends it")
    @Test
    void who_unsubscribes_is_told_nothing_more() {
        TestClient romeo = romeoWasIn(GARDEN);
        subscribes(romeo);
        romeo.sends(Presence.of(Presence.Type.UNAVAILABLE, null, SERVICE));
        says(GARDEN, "Gone?");
        romeo.getsNothingMore();
        subscribes(romeo);
        assertThat(told(romeo)).containsExactly(GARDEN.toString());
    }

    @Test
    void what_was_missed_is_known_after_a_restart() {
        TestClient before = romeoWasIn(GARDEN, ORCHARD);
        says(GARDEN, "Night's candles are burnt out.");
        before.getsNothingMore();
        server = startServer();
        TestClient romeo = client("romeo");
        subscribes(romeo);
        assertThat(told(romeo)).containsExactly(GARDEN.toString());
        romeo.getsNothingMore();
    }

    private void affiliates(Affiliation affiliation) {
        Element item =
                Person.item(
                        "jid",
                        ROMEO.address().toString(),
                        "affiliation",
                        affiliation.name().toLowerCase(Locale.ROOT));
        Element query = Element.of("query", Muc.ADMIN).child(item).build();
        assertThat(juliet.asks(Iq.Type.SET, GARDEN, query).isError()).isFalse();
        juliet.forgets();
    }

    @Spec(xep = 437, section = "4", says = "none from a room that one may not join")
    @Test
    void an_outcast_is_told_nothing() {
        TestClient romeo = romeoWasIn(GARDEN);
        subscribes(romeo);
        affiliates(Affiliation.OUTCAST);
        romeo.forgets(); // it is told of the ban, if it is not inside
        says(GARDEN, "Banished!");
        romeo.getsNothingMore();
        subscribes(romeo);
        romeo.getsNothingMore();
        affiliates(Affiliation.NONE);
        romeo.forgets();
        says(GARDEN, "Pardoned!");
        assertThat(told(romeo)).containsExactly(GARDEN.toString());
    }

    @Test
    void of_a_hidden_room_those_with_an_affiliation_are_told() {
        makes(GARDEN, "muc#roomconfig_publicroom", "0");
        TestClient romeo = romeoWasIn(GARDEN);
        subscribes(romeo);
        says(GARDEN, "Hush.");
        romeo.getsNothingMore();
        affiliates(Affiliation.MEMBER);
        romeo.forgets();
        says(GARDEN, "Come.");
        assertThat(told(romeo)).containsExactly(GARDEN.toString());
    }

    @Test
    void what_passes_stirs_nobody() {
        TestClient romeo = romeoWasIn(GARDEN);
        subscribes(romeo);
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
                        Element.text("subject", Stanza.CLIENT, "Tonight")));
        romeo.getsNothingMore();
    }

    @Test
    void presence_that_asks_for_nothing_is_refused_as_before() {
        TestClient romeo = client("romeo");
        romeo.sends(Presence.of(Presence.Type.AVAILABLE, null, SERVICE));
        assertThat(romeo.next().isError()).isTrue();
        romeo.getsNothingMore();
    }
}
