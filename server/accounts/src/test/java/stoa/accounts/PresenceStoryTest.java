package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;
import static stoa.testkit.Person.TYBALT;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.core.route.Service;
import stoa.core.session.Receipt;
import stoa.testkit.Line;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Presence among people who are listed to each other, and directed presence. */
class PresenceStoryTest {
    private final AccountsHouse house = AccountsHouse.listed().open();

    private static Element show(String value) {
        return Element.text("show", Stanza.CLIENT, value);
    }

    private static Element priority(int value) {
        return Element.text("priority", Stanza.CLIENT, Integer.toString(value));
    }

    @Spec(
            rfc = 6121,
            section = "4.2",
            says = "initial presence goes to all who see one, and theirs comes")
    @Test
    void who_comes_is_seen_and_sees() {
        TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline().forgets();
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        laptop.sendsPresence(show("chat"));
        assertThat(pc.gets(Presence.Type.AVAILABLE, laptop.address()).show()).isEqualTo("chat");
        laptop.gets(Presence.Type.AVAILABLE, laptop.address());
        laptop.gets(Presence.Type.AVAILABLE, pc.address());
        laptop.getsNothingMore();
        pc.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "4.4", says = "updates go to all who see one")
    @Test
    void updates_and_the_end_are_seen() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"), TYBALT.on("pc"))
                .play(
                        (laptop, pc, tybalt) -> {
                            laptop.sendsPresence(show("dnd"));
                            assertThat(pc.gets(Presence.Type.AVAILABLE, laptop.address()).show())
                                    .isEqualTo("dnd");
                            laptop.gets(Presence.Type.AVAILABLE, laptop.address());
                            laptop.becomesUnavailable();
                            pc.gets(Presence.Type.UNAVAILABLE, laptop.address());
                            laptop.gets(Presence.Type.UNAVAILABLE, laptop.address());
                            laptop.becomesUnavailable(); // once more: nothing to tell
                            laptop.getsNothingMore();
                            laptop.sendsPresence();
                            pc.gets(Presence.Type.AVAILABLE, laptop.address());
                            laptop.forgets().isLost();
                            pc.gets(Presence.Type.UNAVAILABLE, laptop.address());
                            tybalt.getsNothingMore();
                        });
    }

    @Spec(rfc = 6121, section = "4.2.2", says = "the other resources of an account see each other")
    @Test
    void ones_own_devices_see_each_other() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        TestClient phone = house.server.client(JULIET.on("phone")).binds().sendsPresence();
        laptop.gets(Presence.Type.AVAILABLE, phone.address());
        phone.gets(Presence.Type.AVAILABLE, phone.address());
        phone.gets(Presence.Type.AVAILABLE, laptop.address());
        phone.leaves();
        laptop.gets(Presence.Type.UNAVAILABLE, phone.address());
        laptop.getsNothingMore();
    }

    @Spec(rfc = 6120, section = "7.7.2.2", says = "the newer session of one address stays")
    @Test
    void a_new_connection_replaces_the_old_one() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            TestClient again = house.server.client(JULIET.on("laptop")).binds();
                            assertThat(laptop.ended()).isEqualTo("conflict");
                            pc.gets(Presence.Type.UNAVAILABLE, laptop.address());
                            again.sendsPresence();
                            pc.gets(Presence.Type.AVAILABLE, laptop.address());
                            laptop.isLost(); // the old one's end takes nothing from the new one
                            pc.getsNothingMore();
                            pc.sends(chat().to(JULIET.address()).body("which of you?"));
                            again.forgets();
                            pc.sends(chat().to(JULIET.address()).body("this one"));
                            again.gets(chat().body("this one"));
                        });
    }

    @Test
    void an_account_has_no_more_resources_than_it_may() {
        for (int i = 0; i < AccountSettings.DEFAULTS.resourceLimit(); i++) {
            house.server.client(JULIET.on("r" + i)).binds();
        }
        assertThat(house.server.client(JULIET.on("one too many")).tryToBind())
                .isNotNull()
                .extracting(error -> error.condition())
                .isEqualTo(Condition.RESOURCE_CONSTRAINT);
    }

    @Test
    void who_waits_for_resumption_longest_makes_room_for_a_new_connection() {
        List<TestClient> all = new ArrayList<>();
        for (int i = 0; i < AccountSettings.DEFAULTS.resourceLimit(); i++) {
            all.add(house.server.client(JULIET.on("r" + i)).binds());
        }
        TestClient oldest = all.get(3).hibernates();
        TestClient next = all.get(7).hibernates();

        house.server.client(JULIET.on("one more")).binds();
        assertThat(oldest.ended()).isEqualTo("resource-constraint");
        assertThat(next.ended()).isNull();
        // Until the first is quite gone, as many are in it: another one takes the next place too.
        house.server.client(JULIET.on("and another")).binds();
        assertThat(next.ended()).isEqualTo("resource-constraint");
        assertThat(house.server.client(JULIET.on("too many")).tryToBind()).isNotNull();
        oldest.isLost();
        next.isLost();
        assertThat(house.server.client(JULIET.on("still too many")).tryToBind()).isNotNull();
        assertThat(all).filteredOn(client -> client.ended() != null).hasSize(2);
    }

    /** A service that keeps what it gets. */
    private static final class Garden implements Service {
        final List<Stanza> got = new ArrayList<>();

        @Override
        public DomainJid address() {
            return DomainJid.of("conference.example.org");
        }

        @Override
        public void receive(Stanza stanza, Receipt receipt) {
            got.add(stanza);
            receipt.release();
        }
    }

    @Spec(
            rfc = 6121,
            section = "4.6.3",
            says = "whom one has shown oneself to is told that one goes")
    @Test
    void a_room_hears_that_its_occupant_has_gone() {
        Garden garden = new Garden();
        house.server.services().add(garden);
        BareJid room = BareJid.of("garden@conference.example.org");
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        laptop.sends(Presence.of(Presence.Type.AVAILABLE, null, room.withResource("Juliet")));
        laptop.sends(
                Presence.of(
                        Presence.Type.AVAILABLE,
                        null,
                        BareJid.of("kitchen@conference.example.org").withResource("J")));
        laptop.sends(Presence.of(Presence.Type.UNAVAILABLE, null, room.withResource("Juliet")));
        garden.got.clear();
        laptop.isLost();
        assertThat(garden.got).hasSize(1);
        assertThat(garden.got.getFirst()).isInstanceOf(Presence.class);
        assertThat(((Presence) garden.got.getFirst()).type()).isEqualTo(Presence.Type.UNAVAILABLE);
        assertThat(garden.got.getFirst().to()).hasToString("kitchen@conference.example.org/J");
    }

    @Test
    void a_service_is_out_of_reach_from_another_house() {
        Garden garden = new Garden();
        house.server.services().add(garden);
        TestClient tybalt = house.server.client(TYBALT.on("pc")).comesOnline().forgets();
        tybalt.sends(
                Presence.of(
                        Presence.Type.AVAILABLE,
                        null,
                        BareJid.of("garden@conference.example.org").withResource("T")));
        tybalt.getsError(Condition.SERVICE_UNAVAILABLE);
        assertThat(garden.got).isEmpty();
    }

    @Spec(
            rfc = 6121,
            section = "8.5.2.1.1",
            says = "negative priority takes no messages to the bare address")
    @Test
    void a_resource_can_ask_to_be_left_alone() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("bot"), ROMEO.on("pc"))
                .play(
                        (laptop, bot, pc) -> {
                            bot.sendsPresence(priority(-1)).forgets();
                            laptop.forgets();
                            pc.sends(chat().to(JULIET.address()).body("hello"));
                            laptop.gets(chat().body("hello"));
                            bot.getsNothingMore();
                            pc.sends(chat().to(bot).body("status?"));
                            bot.gets(chat().body("status?"));
                        });
    }

    @Test
    void who_appears_offline_is_seen_by_nobody_and_sees_what_came_on_return() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.becomesUnavailable();
                            pc.gets(Presence.Type.UNAVAILABLE, laptop.address());
                            laptop.gets(Presence.Type.UNAVAILABLE, laptop.address());
                            pc.sends(chat().to(JULIET.address()).body("are you there?"));
                            laptop.getsNothingMore();
                            laptop.sendsPresence();
                            Message late = house.skipTo(laptop, Message.class);
                            assertThat(late.body()).isEqualTo("are you there?");
                        });
    }

    @Spec(rfc = 6121, section = "4.3", says = "a probe is answered by those one may see")
    @Test
    void probes_are_answered() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            pc.sends(Presence.of(Presence.Type.PROBE, null, JULIET.address()));
                            pc.gets(Presence.Type.AVAILABLE, laptop.address());
                            pc.sends(Presence.of(Presence.Type.PROBE, null, MERCUTIO.address()));
                            pc.gets(Presence.Type.UNAVAILABLE, MERCUTIO.address());
                            pc.sends(Presence.of(Presence.Type.PROBE, null, TYBALT.address()));
                            pc.getsNothingMore();
                        });
    }

    @Test
    void presence_of_a_kind_that_is_for_somebody_needs_an_address() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        laptop.sends(Presence.of(Presence.Type.SUBSCRIBE, null, null));
        laptop.getsError(Condition.BAD_REQUEST);
    }

    @Test
    void a_headline_reaches_all_who_listen() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"), ROMEO.on("pc"))
                .play(
                        (laptop, phone, pc) -> {
                            pc.sends(
                                    Line.of(Message.Type.HEADLINE)
                                            .to(JULIET.address())
                                            .body("rain"));
                            laptop.gets(Line.of(Message.Type.HEADLINE).body("rain"));
                            phone.gets(Line.of(Message.Type.HEADLINE).body("rain"));
                        });
    }
}
