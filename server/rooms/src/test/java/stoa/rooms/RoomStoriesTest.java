package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.core.entity.EntityRuntime;
import stoa.core.route.HistoryResponder;
import stoa.core.route.Router;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.memory.MemoryStore;
import stoa.testkit.InMemoryServer;
import stoa.testkit.ManualClock;
import stoa.testkit.OtherServer;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Rooms on the runtime, the journal and the store: what is stored, what is heard, and when. */
class RoomStoriesTest {
    private static final DomainJid SERVICE = DomainJid.of("conference.example.org");
    private static final BareJid GARDEN = BareJid.of("garden@conference.example.org");

    private final ManualClock clock = new ManualClock();
    private final AtomicBoolean diskFull = new AtomicBoolean();
    private final MemoryStore store =
            new MemoryStore(
                    Runnable::run,
                    changes -> {
                        if (diskFull.get()) {
                            throw new java.io.IOException("disk full");
                        }
                    });
    private final List<Iq> historyAsked = new ArrayList<>();
    private final List<Instant> historySince = new ArrayList<>();
    private @Nullable InMemoryServer server;
    private @Nullable Rooms rooms;
    private @Nullable Router router;

    @BeforeEach
    void start() {
        InMemoryServer started = new InMemoryServer(store, clock, "example.org", "capulet.example");
        TestGate gate = new TestGate(started);
        router = gate.router();
        Rooms made =
                new Rooms(
                        new Rooms.Parts(
                                store.rooms(),
                                store.archive(),
                                store.vcards(),
                                started.journal(),
                                started.scheduler(),
                                clock,
                                new RouterOutput(gate.router()),
                                new Asked(),
                                RoomRules.of(Scene.IDS)),
                        new EntityRuntime.Settings(1_000, Duration.ofMinutes(10)));
        made.start(SERVICE).toCompletableFuture().join();
        started.hooks().install(new MultiUserChat(made, List.of(SERVICE)));
        server = started;
        rooms = made;
    }

    private final class Asked implements HistoryResponder {
        @Override
        public boolean takes(Element payload) {
            return payload.is("query", MAM);
        }

        @Override
        public CompletionStage<Iq> answer(Iq request, BareJid owner, Instant since) {
            historyAsked.add(request);
            historySince.add(since);
            return CompletableFuture.completedFuture(
                    request.result(Element.empty("fin", HistoryResponder.MAM)));
        }
    }

    private InMemoryServer server() {
        return Objects.requireNonNull(server);
    }

    private Router router() {
        return Objects.requireNonNull(router);
    }

    private Rooms rooms() {
        return Objects.requireNonNull(rooms);
    }

    private TestClient client(FullJid address) {
        return server().client(address).binds();
    }

    private static Presence entering(String nick) {
        return Presence.of(
                Presence.Type.AVAILABLE,
                null,
                GARDEN.withResource(nick),
                Element.empty("x", Muc.MUC));
    }

    private static Message saying(String text, String originId) {
        return Message.of(
                Message.Type.GROUPCHAT,
                null,
                GARDEN,
                Element.text("body", Stanza.CLIENT, text),
                Element.of("origin-id", Muc.STANZA_ID).attribute("id", originId).build());
    }

    private TestClient juliet(String... fields) {
        TestClient juliet = client(Person.JULIET.on("balcony"));
        juliet.sends(entering("Juliet"));
        assertThat(
                        juliet.asks(Iq.Type.SET, GARDEN, stoa.rooms.Person.configuration(fields))
                                .isError())
                .isFalse();
        return juliet.forgets();
    }

    private TestClient romeo() {
        TestClient romeo = client(Person.ROMEO.on("pc"));
        romeo.sends(entering("Romeo"));
        return romeo.forgets();
    }

    private List<String> archive() {
        return archive(GARDEN);
    }

    private List<String> archive(BareJid owner) {
        ArchiveResult result =
                store.archive().page(ArchiveQuery.firstOf(owner, 100)).toCompletableFuture().join();
        return ((ArchiveResult.Page) result)
                .rows().stream().map(row -> row.stanza().text()).toList();
    }

    @Test
    void people_of_other_servers_enter_talk_and_are_put_out_when_they_cannot_be_reached() {
        OtherServer mantua = new OtherServer(server(), router());
        FullJid benvolio = FullJid.of("benvolio@mantua.example/pc");
        TestClient juliet = juliet();

        mantua.says(entering("Benvolio").withFrom(benvolio));
        assertThat(juliet.nextPresence().from()).isEqualTo(GARDEN.withResource("Benvolio"));
        assertThat(mantua.nextPresence().from()).isEqualTo(GARDEN.withResource("Juliet"));
        Presence self = mantua.nextPresence();
        assertThat(self.from()).isEqualTo(GARDEN.withResource("Benvolio"));
        assertThat(self.to()).isEqualTo(benvolio);
        mantua.forgets();

        mantua.says(saying("good morrow", "o1").withFrom(benvolio));
        assertThat(juliet.nextMessage().body()).isEqualTo("good morrow");
        assertThat(((Message) mantua.next()).body()).isEqualTo("good morrow");
        juliet.sends(saying("good morrow, cousin", "o2"));
        Message told = (Message) mantua.next();
        assertThat(told.to()).isEqualTo(benvolio);
        juliet.forgets();

        mantua.says(told.refuse(Condition.REMOTE_SERVER_TIMEOUT.error()));
        Presence gone = juliet.nextPresence();
        assertThat(gone.from()).isEqualTo(GARDEN.withResource("Benvolio"));
        assertThat(gone.type()).isEqualTo(Presence.Type.UNAVAILABLE);
    }

    @Spec(xep = 45, section = "10.1.1", says = "not-allowed for who may not make rooms")
    @Test
    void people_of_other_servers_make_no_rooms() {
        OtherServer mantua = new OtherServer(server(), router());

        mantua.says(entering("Benvolio").withFrom(FullJid.of("benvolio@mantua.example/pc")));

        Presence refused = mantua.nextPresence();
        assertThat(refused.isError()).isTrue();
        assertThat(refused.toElement().toString()).contains("not-allowed");
        mantua.getsNothingMore();
    }

    @Spec(xep = 410, section = "3.3", says = "not-acceptable: the client is not joined to the MUC")
    @Test
    void who_pings_a_room_that_is_gone_is_not_inside() {
        TestClient juliet = client(Person.JULIET.on("balcony"));

        Iq ping =
                juliet.asks(
                        Iq.Type.GET,
                        GARDEN.withResource("Juliet"),
                        Element.empty("ping", Muc.PING));
        Iq vcard = juliet.asks(Iq.Type.GET, GARDEN, Element.empty("vCard", Muc.VCARD));

        assertThat(ErrorReader.condition(ping)).isEqualTo(Condition.NOT_ACCEPTABLE);
        assertThat(ErrorReader.condition(vcard)).isEqualTo(Condition.ITEM_NOT_FOUND);
    }

    @Test
    void nobody_hears_a_message_before_it_is_stored() {
        TestClient juliet = juliet();
        TestClient romeo = romeo();
        juliet.forgets();
        int handled = romeo.handled();

        romeo.submits(saying("good night", "o1"));
        server().settleWithoutCommit();

        assertThat(archive()).isEmpty();
        assertThat(romeo.handled()).isEqualTo(handled);
        server().settle();
        assertThat(archive()).hasSize(1);
        assertThat(romeo.handled()).isEqualTo(handled + 1);
        assertThat(juliet.nextMessage().body()).isEqualTo("good night");
        assertThat(romeo.nextMessage().body()).isEqualTo("good night");
    }

    @Test
    void what_cannot_be_stored_is_heard_by_nobody_and_the_room_goes_on() {
        TestClient juliet = juliet();
        TestClient romeo = romeo();
        juliet.forgets();
        diskFull.set(true);
        romeo.sends(saying("lost", "o1"));
        romeo.getsError(Condition.INTERNAL_SERVER_ERROR);
        juliet.getsNothingMore();
        diskFull.set(false);

        romeo.sends(saying("lost", "o1"));

        assertThat(juliet.nextMessage().body()).isEqualTo("lost");
        assertThat(romeo.nextMessage().body()).isEqualTo("lost");
        assertThat(archive()).hasSize(1);
    }

    @Test
    void a_restart_keeps_the_room_its_talk_and_what_was_said_once() {
        TestClient juliet =
                juliet("muc#roomconfig_roomname", "The Garden", "muc#roomconfig_whois", "anyone");
        TestClient romeo = romeo();
        juliet.sends(
                Message.of(
                        Message.Type.GROUPCHAT,
                        null,
                        GARDEN,
                        Element.text("subject", Stanza.CLIENT, "Tonight")));
        romeo.forgets();
        romeo.sends(saying("good night", "o1"));
        String first = stoa.rooms.Person.stableId(romeo.nextMessage());

        start();

        romeo = client(Person.ROMEO.on("pc"));
        romeo.sends(entering("Romeo"));
        Presence self = romeo.gets(Presence.Type.AVAILABLE, GARDEN.withResource("Romeo"));
        assertThat(stoa.rooms.Person.codes(self)).contains(100, 110);
        Message history = romeo.nextMessage();
        assertThat(history.body()).isEqualTo("good night");
        assertThat(stoa.rooms.Person.stableId(history)).isEqualTo(first);
        assertThat(history.has("x", Muc.USER)).isFalse();
        assertThat(archive().getLast()).contains("jid='romeo@example.org'");
        Message subject = romeo.nextMessage();
        assertThat(subject.payload("subject", Stanza.CLIENT))
                .isEqualTo(Element.text("subject", Stanza.CLIENT, "Tonight"));

        romeo.sends(saying("good night", "o1"));

        assertThat(stoa.rooms.Person.stableId(romeo.nextMessage())).isEqualTo(first);
        assertThat(archive()).hasSize(2);
        TestClient again = client(Person.JULIET.on("balcony"));
        again.sends(entering("Juliet"));
        assertThat(again.asks(Iq.Type.GET, GARDEN, Element.empty("query", Muc.OWNER)).isError())
                .isFalse();
    }

    private static Message whispering(String nick, String text, String originId) {
        return Message.of(
                Message.Type.CHAT,
                null,
                GARDEN.withResource(nick),
                Element.text("body", Stanza.CLIENT, text),
                Element.of("origin-id", Muc.STANZA_ID).attribute("id", originId).build());
    }

    @Test
    void a_private_message_that_is_sent_again_after_a_restart_is_archived_once() {
        TestClient juliet = juliet();
        TestClient romeo = romeo();
        juliet.forgets();
        romeo.sends(whispering("Juliet", "tonight", "o1"));
        assertThat(juliet.nextMessage().body()).isEqualTo("tonight");

        start();

        romeo = client(Person.ROMEO.on("pc"));
        romeo.sends(entering("Romeo"));
        romeo.forgets();
        // Also while the addressee has not come back: it was delivered.
        romeo.sends(whispering("Juliet", "tonight", "o1"));
        romeo.getsNothingMore();
        juliet = client(Person.JULIET.on("balcony"));
        juliet.sends(entering("Juliet"));
        juliet.forgets();
        romeo.forgets();
        romeo.sends(whispering("Juliet", "tonight", "o1"));
        romeo.sends(whispering("Juliet", "at nine", "o2"));
        romeo.sends(whispering("Juliet", "at nine", "o2"));
        assertThat(juliet.nextMessage().body()).isEqualTo("at nine");
        juliet.getsNothingMore();
        romeo.getsNothingMore();
        assertThat(archive(Person.JULIET.address())).hasSize(2);
        assertThat(archive(Person.ROMEO.address())).hasSize(2);
    }

    @Test
    void the_service_says_what_it_is_and_lists_its_rooms() {
        TestClient juliet = juliet("muc#roomconfig_roomname", "The Garden");

        Iq info = juliet.asks(Iq.Type.GET, SERVICE, Element.empty("query", Muc.DISCO_INFO));
        Iq items = juliet.asks(Iq.Type.GET, SERVICE, Element.empty("query", Muc.DISCO_ITEMS));

        assertThat(info.toElement().toString())
                .contains("category='conference'")
                .contains("var='" + Muc.MUC + "'");
        Element item = Objects.requireNonNull(Objects.requireNonNull(items.payload()).firstChild());
        assertThat(item.attribute("jid")).isEqualTo(GARDEN.toString());
        assertThat(item.attribute("name")).isEqualTo("The Garden");
    }

    @Test
    void pages_of_impossible_sizes() {
        TestClient juliet = juliet();
        assertThat(listed(juliet, "-1").isError()).isTrue();
        assertThat(listed(juliet, "2147483648").isError()).isFalse();
        assertThat(listed(juliet, "0").isError()).isFalse();
    }

    private static Iq listed(TestClient client, String max) {
        Element set = Element.of("set", Muc.RSM).child(Element.text("max", Muc.RSM, max)).build();
        return client.asks(
                Iq.Type.GET, SERVICE, Element.of("query", Muc.DISCO_ITEMS).child(set).build());
    }

    @Test
    void asking_for_rooms_that_are_not_makes_none() {
        TestClient romeo = client(Person.ROMEO.on("pc"));

        for (int i = 0; i < 100; i++) {
            BareJid nowhere = BareJid.of("nowhere" + i, SERVICE.domain());
            Iq answer = romeo.asks(Iq.Type.GET, nowhere, Element.empty("query", Muc.DISCO_INFO));
            assertThat(ErrorReader.condition(answer)).isEqualTo(Condition.ITEM_NOT_FOUND);
            romeo.sends(saying("hello?", "o" + i).withTo(nowhere));
            romeo.getsError(Condition.ITEM_NOT_FOUND);
        }

        assertThat(rooms().loaded()).isZero();
    }

    @Spec(xep = 45, section = "4.2", says = "a temporary room ends when nobody is left")
    @Test
    void a_temporary_room_that_nobody_came_back_to_ends_after_a_restart() {
        juliet("muc#roomconfig_persistentroom", "0");
        start();
        TestClient romeo = client(Person.ROMEO.on("pc"));
        assertThat(
                        romeo.asks(Iq.Type.GET, GARDEN, Element.empty("query", Muc.DISCO_INFO))
                                .isError())
                .isFalse();

        rooms().dropAbandoned();
        server().settle();

        assertThat(
                        romeo.asks(Iq.Type.GET, GARDEN, Element.empty("query", Muc.DISCO_INFO))
                                .isError())
                .isTrue();
        assertThat(store.rooms().count(SERVICE.domain()).toCompletableFuture().join()).isZero();
    }

    @Test
    void a_room_with_people_in_it_is_never_forgotten() {
        TestClient juliet = juliet();
        clock.advance(Duration.ofHours(1));
        rooms().unloadIdle();
        server().settle();
        assertThat(rooms().loaded()).isEqualTo(1);
        juliet.sends(Presence.of(Presence.Type.UNAVAILABLE, null, GARDEN.withResource("Juliet")));
        clock.advance(Duration.ofHours(1));

        rooms().unloadIdle();
        server().settle();

        assertThat(rooms().loaded()).isZero();
        juliet.forgets();
        juliet.sends(entering("Juliet"));
        juliet.gets(Presence.Type.AVAILABLE, GARDEN.withResource("Juliet"));
    }

    @Test
    void joins_and_leaves_are_noted_and_delay_nobody() {
        TestClient juliet = juliet();
        TestClient romeo = client(Person.ROMEO.on("pc"));

        romeo.submits(entering("Romeo"));
        server().settleWithoutCommit();

        assertThat(juliet.nextPresence().from()).isEqualTo(GARDEN.withResource("Romeo"));
        assertThat(store.rooms().lastLogged(GARDEN, 10).toCompletableFuture().join())
                .extracting(entry -> entry.kind() + " " + entry.nick())
                .containsExactly("join Juliet", "join Romeo");
    }

    @Test
    void the_wall_between_houses_stands() {
        juliet();
        TestClient tybalt = client(Person.TYBALT.on("street"));

        tybalt.sends(entering("Tybalt"));

        assertThat(tybalt.next().isError()).isTrue();
        tybalt.getsNothingMore();
    }

    @Test
    void only_who_may_ask_reaches_the_archive() {
        juliet("muc#roomconfig_membersonly", "1");
        TestClient romeo = client(Person.ROMEO.on("pc"));
        Element query = Element.empty("query", HistoryResponder.MAM);

        Iq refused = romeo.asks(Iq.Type.SET, GARDEN, query);
        Iq given = client(Person.JULIET.on("phone")).asks(Iq.Type.SET, GARDEN, query);

        assertThat(ErrorReader.condition(refused)).isEqualTo(Condition.FORBIDDEN);
        assertThat(given.isError()).isFalse();
        assertThat(given.from()).isEqualTo(GARDEN);
        assertThat(historyAsked).hasSize(1);
    }

    private static Element by(Jid author) {
        DataForm form =
                DataForm.of(
                        DataForm.Type.SUBMIT,
                        HistoryResponder.MAM,
                        List.of(FormField.text("with", null, author.toString())));
        return Element.of("query", HistoryResponder.MAM).child(form.toElement()).build();
    }

    @Spec(xep = 313, section = "4.1.1", says = "only who would have been allowed to know")
    @Test
    void who_does_not_see_real_addresses_does_not_ask_the_archive_by_them() {
        TestClient juliet = juliet();
        TestClient romeo = client(Person.ROMEO.on("pc"));
        romeo.sends(entering("Romeo"));
        romeo.forgets();
        BareJid herself = Person.JULIET.address();

        for (Jid real : List.of(herself, herself.withResource("phone"), Person.NURSE.address())) {
            assertThat(ErrorReader.condition(romeo.asks(Iq.Type.SET, GARDEN, by(real))))
                    .isEqualTo(Condition.FORBIDDEN);
        }
        assertThat(historyAsked).isEmpty();
        for (Jid known : List.of(Person.ROMEO.address(), GARDEN.withResource("Juliet"), GARDEN)) {
            assertThat(romeo.asks(Iq.Type.SET, GARDEN, by(known)).isError()).isFalse();
        }
        assertThat(juliet.asks(Iq.Type.SET, GARDEN, by(Person.ROMEO.address())).isError())
                .isFalse();
        TestClient outside = client(Person.JULIET.on("phone"));
        assertThat(outside.asks(Iq.Type.SET, GARDEN, by(Person.ROMEO.address())).isError())
                .isFalse();
    }

    @Spec(xep = 313, section = "4.1.1")
    @Test
    void where_everybody_sees_real_addresses_everybody_asks_the_archive_by_them() {
        juliet("muc#roomconfig_whois", "anyone");
        TestClient romeo = client(Person.ROMEO.on("pc"));

        assertThat(romeo.asks(Iq.Type.SET, GARDEN, by(Person.JULIET.address())).isError())
                .isFalse();
    }

    @Test
    void an_invitation_reaches_the_invited() {
        TestClient juliet = juliet();
        TestClient nurse = client(Person.NURSE.on("hall"));
        Element invite =
                Element.of("invite", Muc.USER)
                        .attribute("to", Person.NURSE.address().toString())
                        .build();

        juliet.sends(
                Message.of(
                        Message.Type.NORMAL,
                        null,
                        GARDEN,
                        Element.of("x", Muc.USER).child(invite).build()));

        assertThat(nurse.nextMessage().from()).isEqualTo(GARDEN);
    }

    @Test
    void a_new_room_has_nothing_of_another_that_was_at_its_address() {
        TestClient juliet = juliet("muc#roomconfig_whois", "anyone");
        juliet.sends(saying("a secret", "o1"));
        String id = Objects.requireNonNull(stoa.rooms.Person.stableId(juliet.nextMessage()));
        Element destroy =
                Element.of("query", Muc.OWNER).child(Element.empty("destroy", Muc.OWNER)).build();
        assertThat(juliet.asks(Iq.Type.SET, GARDEN, destroy).isError()).isFalse();
        clock.advance(Duration.ofMinutes(1));
        TestClient romeo = client(Person.ROMEO.on("pc"));
        romeo.sends(entering("Romeo"));
        assertThat(romeo.asks(Iq.Type.SET, GARDEN, stoa.rooms.Person.configuration()).isError())
                .isFalse();
        romeo.forgets();

        romeo.asks(Iq.Type.SET, GARDEN, Element.empty("query", HistoryResponder.MAM));
        assertThat(historySince).containsExactly(clock.instant());
        Element moderate =
                Element.of("moderate", Muc.MODERATE)
                        .attribute("id", id)
                        .child(Element.empty("retract", Muc.RETRACT))
                        .build();
        assertThat(ErrorReader.condition(romeo.asks(Iq.Type.SET, GARDEN, moderate)))
                .isEqualTo(Condition.ITEM_NOT_FOUND);

        start();

        TestClient again = client(Person.ROMEO.on("phone"));
        again.sends(entering("Romeo"));
        again.gets(Presence.Type.AVAILABLE, GARDEN.withResource("Romeo"));
        assertThat(again.nextMessage().has("subject", Stanza.CLIENT)).isTrue();
        again.getsNothingMore();
    }

    @Test
    void what_was_taken_back_stays_so_after_a_restart() {
        TestClient juliet = juliet();
        juliet.sends(saying("I hate Tybalt", "o1"));
        String id = Objects.requireNonNull(stoa.rooms.Person.stableId(juliet.nextMessage()));
        juliet.sends(
                new Message(
                        null,
                        GARDEN,
                        Message.Type.GROUPCHAT,
                        "r1",
                        null,
                        List.of(Element.of("retract", Muc.RETRACT).attribute("id", id).build())));
        assertThat(juliet.nextMessage().id()).isEqualTo("r1");
        assertThat(archive()).hasSize(2);
        assertThat(archive().getFirst()).contains("retracted").doesNotContain("Tybalt");

        start();

        TestClient romeo = client(Person.ROMEO.on("pc"));
        romeo.sends(entering("Romeo"));
        romeo.gets(Presence.Type.AVAILABLE, GARDEN.withResource("Romeo"));
        assertThat(romeo.nextMessage().has("subject", Stanza.CLIENT)).isTrue();
        romeo.getsNothingMore();
    }

    @Test
    void five_hundred_hear_the_same() {
        TestClient juliet = juliet();
        List<TestClient> crowd = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            TestClient one = client(FullJid.of("person" + i + "@example.org/pc"));
            one.sends(entering("Person " + i));
            crowd.add(one);
        }
        crowd.forEach(TestClient::forgets);

        juliet.sends(saying("all of you", "o1"));

        for (TestClient one : crowd) {
            Message heard = one.nextMessage();
            assertThat(heard.body()).isEqualTo("all of you");
            assertThat(heard.to()).isEqualTo(one.address());
            one.getsNothingMore();
        }
    }
}
