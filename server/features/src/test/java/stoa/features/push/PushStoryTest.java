package stoa.features.push;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Line.normal;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import stoa.core.session.Attention;
import stoa.core.session.Scope;
import stoa.testkit.Line;
import stoa.testkit.Spec;
import stoa.testkit.Story;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/** Who is told what, by a push service of the same house. */
class PushStoryTest {
    private final PushHouse push = new PushHouse(PushDetails.SENDER, 500);
    private final AppServer app = push.app;

    private static final Element COMPOSING =
            Element.empty("composing", "http://jabber.org/protocol/chatstates");

    /** Juliet with her phone, and Romeo. */
    private Story.Two phoneAndPc() {
        return push.house.story.with(JULIET.on("phone"), ROMEO.on("pc"));
    }

    @Spec(
            xep = 357,
            section = "7",
            says = "a publish request to each service, in the account's name")
    @Test
    void a_client_that_has_left_is_told() {
        phoneAndPc()
                .play(
                        (phone, pc) -> {
                            push.enables(phone, "n1", PushHouse.options("eruio234"));
                            phone.leaves();
                            pc.sends(chat().to(JULIET.address()).body("Wherefore art thou?"));
                            AppServer.Told told = app.toldOnce();
                            assertThat(told.iq().from()).isEqualTo(JULIET.address());
                            assertThat(told.iq().to()).isEqualTo(AppServer.ADDRESS);
                            assertThat(told.node()).isEqualTo("n1");
                            assertThat(told.option("secret")).isEqualTo("eruio234");
                            assertThat(told.summary("message-count")).isEqualTo("1");
                            assertThat(told.summary("last-message-sender"))
                                    .isEqualTo(pc.address().toString());
                            assertThat(told.summary("last-message-body")).isNull();
                            assertThat(told.summary("pending-subscription-count")).isNull();
                        });
    }

    @Test
    void a_client_that_is_there_is_not_told() {
        phoneAndPc()
                .play(
                        (phone, pc) -> {
                            push.enables(phone, "n1");
                            pc.sends(chat().to(JULIET.address()).body("Here?"));
                            phone.gets(chat().body("Here?"));
                            assertThat(app.told()).isEmpty();
                        });
    }

    @Spec(xep = 357, section = "5", says = "the last received request's options count")
    @Test
    void enabling_again_replaces_the_options() {
        phoneAndPc()
                .play(
                        (phone, pc) -> {
                            push.enables(phone, "n1", PushHouse.options("old"));
                            push.enables(phone, "n1", PushHouse.options("new"));
                            phone.leaves();
                            pc.sends(chat().to(JULIET.address()).body("Which?"));
                            assertThat(app.toldOnce().option("secret")).isEqualTo("new");
                        });
    }

    @Spec(xep = 357, section = "6", says = "one node, or all of a service")
    @Test
    void what_is_disabled_is_not_told() {
        phoneAndPc()
                .play(
                        (phone, pc) -> {
                            push.enables(phone, "n1");
                            push.enables(phone, "n2");
                            push.enables(phone, "n3");
                            phone.asks(
                                    Iq.Type.SET, null, PushHouse.disable("push.example.org", "n2"));
                            phone.leaves();
                            pc.sends(chat().to(JULIET.address()).body("One"));
                            assertThat(app.told())
                                    .extracting(AppServer.Told::node)
                                    .containsExactly("n1", "n3");
                            phone.comesOnline().forgets();
                            phone.asks(
                                    Iq.Type.SET, null, PushHouse.disable("push.example.org", null));
                            phone.leaves();
                            push.pass(Duration.ofMinutes(1));
                            pc.sends(chat().to(JULIET.address()).body("Two"));
                            assertThat(app.told()).isEmpty();
                        });
    }

    @Test
    void a_client_that_hibernates_is_told_of_what_it_had_not_acknowledged_and_of_what_comes() {
        phoneAndPc()
                .play(
                        (phone, pc) -> {
                            push.enables(phone, "n1");
                            phone.acknowledges();
                            phone.hibernates();
                            assertThat(app.told()).isEmpty();
                            phone.resumes();
                            pc.sends(chat().to(JULIET.address()).body("In the tunnel"));
                            phone.hibernates();
                            assertThat(app.toldOnce().summary("message-count")).isEqualTo("1");
                            pc.sends(chat().to(JULIET.address()).body("Still there?"));
                            pc.sends(chat().to(JULIET.address()).with(COMPOSING));
                            push.pass(Duration.ofSeconds(10));
                            assertThat(app.toldOnce().summary("message-count")).isEqualTo("2");
                            phone.resumes().forgets();
                            pc.sends(chat().to(JULIET.address()).body("Good"));
                            push.pass(Duration.ofSeconds(10));
                            assertThat(app.told()).isEmpty();
                        });
    }

    @Test
    void a_burst_is_told_at_its_begin_and_once_more() {
        push.house
                .story
                .with(JULIET.on("phone"), ROMEO.on("pc"), MERCUTIO.on("pc"))
                .play(
                        (phone, romeo, mercutio) -> {
                            push.enables(phone, "n1");
                            phone.leaves();
                            for (int i = 0; i < 20; i++) {
                                romeo.sends(chat().to(JULIET.address()).body("O " + i));
                            }
                            mercutio.sends(chat().to(JULIET.address()).body("Enough"));
                            assertThat(app.toldOnce().summary("message-count")).isEqualTo("1");
                            push.pass(Duration.ofMillis(9_999));
                            assertThat(app.told()).isEmpty();
                            push.pass(Duration.ofMillis(1));
                            AppServer.Told told = app.toldOnce();
                            assertThat(told.summary("message-count")).isEqualTo("21");
                            assertThat(told.summary("last-message-sender"))
                                    .isEqualTo(mercutio.address().toString());
                            push.pass(Duration.ofMinutes(10));
                            assertThat(app.told()).isEmpty();
                        });
    }

    @Test
    void a_call_does_not_wait_for_the_end_of_a_burst() {
        phoneAndPc()
                .play(
                        (phone, pc) -> {
                            push.enables(phone, "n1");
                            phone.acknowledges().hibernates();
                            pc.sends(chat().to(JULIET.address()).body("I call you"));
                            app.toldOnce();
                            push.pass(Duration.ofSeconds(1));
                            pc.sends(
                                    chat().to(JULIET.address())
                                            .with(
                                                    Element.of(
                                                                    "propose",
                                                                    "urn:xmpp:jingle-message:0")
                                                            .attribute("id", "c1")
                                                            .build()));
                            assertThat(app.toldOnce().summary("message-count")).isEqualTo("2");
                        });
    }

    @Test
    void nobody_is_told_of_what_another_client_shows_to_somebody_who_looks() {
        push.house
                .story
                .with(JULIET.on("phone"), JULIET.on("tablet"), ROMEO.on("pc"))
                .play(
                        (phone, tablet, pc) -> {
                            push.enables(phone, "n1");
                            phone.acknowledges().hibernates();
                            tablet.turns(Attention.LOOKED_AT);
                            pc.sends(chat().to(JULIET.address()).body("Seen"));
                            assertThat(app.told()).isEmpty();
                            tablet.acknowledges().turns(Attention.CONNECTED);
                            pc.sends(chat().to(JULIET.address()).body("Perhaps not"));
                            assertThat(app.toldOnce().summary("message-count")).isEqualTo("1");
                        });
    }

    /** It is sent no messages, so what is addressed to it was not seen there. */
    @Spec(xep = 493, section = "3.1.1", says = "no communication for account-only access")
    @Test
    void an_application_that_only_reads_the_account_keeps_nothing_from_its_owner() {
        phoneAndPc()
                .play(
                        (phone, pc) -> {
                            TestClient garden =
                                    push.house
                                            .server
                                            .application(JULIET.on("garden"), Scope.ACCOUNT_READ)
                                            .binds()
                                            .turns(Attention.LOOKED_AT);
                            push.enables(phone, "n1");
                            phone.acknowledges().hibernates();
                            pc.sends(chat().to(garden).body("For whom?"));
                            assertThat(app.toldOnce().summary("message-count")).isEqualTo("1");
                            garden.getsNothingMore();
                        });
    }

    @Test
    void who_looked_and_was_cut_off_did_not_see_it() {
        push.house
                .story
                .with(JULIET.on("phone"), JULIET.on("tablet"), ROMEO.on("pc"))
                .play(
                        (phone, tablet, pc) -> {
                            push.enables(phone, "n1");
                            phone.acknowledges().hibernates();
                            tablet.acknowledges().turns(Attention.LOOKED_AT);
                            pc.sends(chat().to(JULIET.address()).body("Into the void"));
                            assertThat(app.told()).isEmpty();
                            tablet.hibernates();
                            assertThat(app.toldOnce().summary("message-count")).isEqualTo("1");
                        });
    }

    @Test
    void an_inactive_client_is_told_of_what_does_not_wait() {
        phoneAndPc()
                .play(
                        (phone, pc) -> {
                            push.enables(phone, "n1");
                            phone.turns(Attention.INACTIVE);
                            pc.sends(chat().to(JULIET.address()).body("Ring"));
                            app.toldOnce();
                            phone.turns(Attention.LOOKED_AT);
                            push.pass(Duration.ofMinutes(1));
                            pc.sends(chat().to(JULIET.address()).body("Oh, you look"));
                            assertThat(app.told()).isEmpty();
                        });
    }

    @Test
    void a_copy_of_what_another_client_was_sent_is_told_and_one_of_what_it_sent_is_not() {
        push.house
                .story
                .with(JULIET.on("phone"), JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (phone, laptop, pc) -> {
                            phone.asks(
                                    Iq.Type.SET,
                                    null,
                                    Element.empty("enable", "urn:xmpp:carbons:2"));
                            push.enables(phone, "n1");
                            phone.acknowledges().hibernates();
                            laptop.sends(chat().to(pc).body("I say this myself"));
                            assertThat(app.told()).isEmpty();
                            pc.sends(chat().to(laptop).body("And I answer"));
                            AppServer.Told told = app.toldOnce();
                            assertThat(told.summary("message-count")).isEqualTo("1");
                            assertThat(told.summary("last-message-sender"))
                                    .isEqualTo(pc.address().toString());
                        });
    }

    @Test
    void what_only_programs_read_is_not_told() {
        phoneAndPc()
                .play(
                        (phone, pc) -> {
                            push.enables(phone, "n1");
                            phone.acknowledges().hibernates();
                            pc.sends(chat().to(JULIET.address()).with(COMPOSING));
                            pc.sends(
                                    normal().to(JULIET.address())
                                            .with(
                                                    Element.of("received", "urn:xmpp:receipts")
                                                            .attribute("id", "m1")
                                                            .build()));
                            pc.sends(Line.of(Message.Type.HEADLINE).to(phone).body("News!"));
                            pc.sends(Line.of(Message.Type.ERROR).to(phone).body("No"));
                            assertThat(app.told()).isEmpty();
                        });
    }

    @Test
    void what_is_encrypted_is_told_without_what_it_says() {
        PushHouse open = new PushHouse(PushDetails.BODY, 500);
        open.house
                .story
                .with(JULIET.on("phone"), ROMEO.on("pc"))
                .play(
                        (phone, pc) -> {
                            open.enables(phone, "n1");
                            phone.leaves();
                            pc.sends(chat().to(JULIET.address()).body("x".repeat(1_200)));
                            AppServer.Told told = open.app.toldOnce();
                            assertThat(told.summary("last-message-body"))
                                    .isEqualTo("x".repeat(999) + "…");
                            open.pass(Duration.ofMinutes(1));
                            pc.sends(
                                    chat().to(JULIET.address())
                                            .body("I sent you an encrypted message")
                                            .with(Element.empty("encrypted", "urn:xmpp:omemo:2")));
                            assertThat(open.app.toldOnce().summary("last-message-body")).isNull();
                        });
    }

    @Test
    void a_count_alone_names_nobody() {
        PushHouse shy = new PushHouse(PushDetails.COUNT, 500);
        shy.house
                .story
                .with(JULIET.on("phone"), ROMEO.on("pc"))
                .play(
                        (phone, pc) -> {
                            shy.enables(phone, "n1");
                            phone.leaves();
                            pc.sends(chat().to(JULIET.address()).body("Guess who"));
                            AppServer.Told told = shy.app.toldOnce();
                            assertThat(told.summary("message-count")).isEqualTo("1");
                            assertThat(told.summary("last-message-sender")).isNull();
                        });
    }

    @Spec(xep = 357, section = "7", says = "the number of pending subscription requests")
    @Test
    void a_request_to_see_presence_is_told() {
        PushHouse own = new PushHouse(PushDetails.SENDER, 0);
        own.house
                .story
                .with(JULIET.on("phone"), ROMEO.on("pc"), MERCUTIO.on("pc"))
                .play(
                        (phone, romeo, mercutio) -> {
                            own.enables(phone, "n1");
                            phone.leaves();
                            romeo.sends(
                                    Presence.of(Presence.Type.SUBSCRIBE, null, JULIET.address()));
                            AppServer.Told told = own.app.toldOnce();
                            assertThat(told.summary("message-count")).isEqualTo("0");
                            assertThat(told.summary("pending-subscription-count")).isEqualTo("1");
                            mercutio.sends(
                                    Presence.of(Presence.Type.SUBSCRIBE, null, JULIET.address()));
                            mercutio.sends(
                                    Presence.of(Presence.Type.SUBSCRIBE, null, JULIET.address()));
                            own.pass(Duration.ofSeconds(10));
                            assertThat(own.app.toldOnce().summary("pending-subscription-count"))
                                    .isEqualTo("2");
                        });
    }

    /** As a room speaks to its occupants, past their accounts. */
    private void roomSays(TestClient to, String nick, String words, Element... more) {
        Message message =
                Message.of(
                        Message.Type.GROUPCHAT,
                        FullJid.of("garden@conference.example.org/" + nick),
                        null,
                        Element.text("body", Stanza.CLIENT, words));
        for (Element one : more) {
            message = message.with(one);
        }
        push.house
                .accounts
                .router()
                .send(
                        EncodedStanza.of(message.toElement()),
                        FullJid.of("garden@conference.example.org/" + nick),
                        to.address());
        push.house.server.settle();
    }

    private static void joins(TestClient client, String nick) {
        client.sends(
                Presence.of(
                        Presence.Type.AVAILABLE,
                        null,
                        FullJid.of("garden@conference.example.org/" + nick)));
        client.forgets();
    }

    @Test
    void what_others_say_in_a_room_is_told_to_the_occupant_that_hibernates() {
        push.house
                .story
                .with(JULIET.on("phone"), JULIET.on("laptop"))
                .play(
                        (phone, laptop) -> {
                            push.house.server.hooks().service(new Garden());
                            push.enables(phone, "n1");
                            joins(phone, "Juliet");
                            phone.acknowledges().hibernates();
                            roomSays(phone, "Juliet", "That was myself");
                            roomSays(
                                    phone,
                                    "Romeo",
                                    "Long ago",
                                    Element.of("delay", "urn:xmpp:delay")
                                            .attribute("stamp", "2024-01-01T00:00:00Z")
                                            .build());
                            assertThat(app.told()).isEmpty();
                            roomSays(phone, "Romeo", "What light?");
                            assertThat(app.toldOnce().summary("last-message-sender"))
                                    .isEqualTo("garden@conference.example.org/Romeo");
                            push.pass(Duration.ofMinutes(1));
                            // Somebody looks at the laptop, which is not in the room.
                            laptop.turns(Attention.LOOKED_AT);
                            roomSays(phone, "Romeo", "Hello?");
                            assertThat(app.told()).hasSize(1);
                            push.pass(Duration.ofMinutes(1));
                            joins(laptop, "Juliet");
                            roomSays(phone, "Romeo", "Ah!");
                            assertThat(app.told()).isEmpty();
                        });
    }

    private static final class Garden implements stoa.core.route.Service {
        @Override
        public stoa.xmpp.jid.DomainJid address() {
            return stoa.xmpp.jid.DomainJid.of("conference.example.org");
        }

        @Override
        public void receive(Stanza stanza, stoa.core.session.Receipt receipt) {
            receipt.release();
        }
    }

    @Spec(xep = 357, section = "7.1", says = "an error disables the node")
    @Test
    void a_service_that_refuses_is_told_no_more() {
        phoneAndPc()
                .play(
                        (phone, pc) -> {
                            push.enables(phone, "n1");
                            phone.leaves();
                            app.refuses(Condition.ITEM_NOT_FOUND.error());
                            pc.sends(chat().to(JULIET.address()).body("One"));
                            app.toldOnce();
                            app.refuses(null);
                            push.pass(Duration.ofMinutes(1));
                            pc.sends(chat().to(JULIET.address()).body("Two"));
                            assertThat(app.told()).isEmpty();
                            assertThat(
                                            push.house
                                                    .store
                                                    .push()
                                                    .list(null, 10)
                                                    .toCompletableFuture()
                                                    .join())
                                    .isEmpty();
                        });
    }

    @Spec(xep = 357, section = "7.1", says = "a transient error does not, for a while")
    @Test
    void a_service_that_is_away_is_tried_again_and_given_up_after_a_day() {
        phoneAndPc()
                .play(
                        (phone, pc) -> {
                            push.enables(phone, "n1");
                            phone.leaves();
                            app.refuses(Condition.RESOURCE_CONSTRAINT.error());
                            pc.sends(chat().to(JULIET.address()).body("One"));
                            app.toldOnce();
                            push.pass(Duration.ofSeconds(59));
                            assertThat(app.told()).isEmpty();
                            push.pass(Duration.ofSeconds(1));
                            app.toldOnce();
                            push.pass(Duration.ofMinutes(2));
                            app.toldOnce();
                            app.refuses(null);
                            push.pass(Duration.ofMinutes(4));
                            assertThat(app.toldOnce().summary("message-count")).isEqualTo("1");
                            push.pass(Duration.ofHours(1));
                            assertThat(app.told()).isEmpty();
                            app.refuses(Condition.REMOTE_SERVER_TIMEOUT.error());
                            pc.sends(chat().to(JULIET.address()).body("Two"));
                            for (int hour = 0; hour < 30; hour++) {
                                push.pass(Duration.ofHours(1));
                            }
                            assertThat(app.told()).hasSizeBetween(20, 30);
                            push.pass(Duration.ofHours(1));
                            assertThat(app.told()).isEmpty();
                            app.refuses(null);
                            pc.sends(chat().to(JULIET.address()).body("Three"));
                            assertThat(app.told()).isEmpty();
                        });
    }

    @Test
    void a_silent_service_has_failed_and_the_answers_of_others_do_not_count() {
        phoneAndPc()
                .play(
                        (phone, pc) -> {
                            push.enables(phone, "n1");
                            phone.leaves();
                            app.isSilent(true);
                            pc.sends(chat().to(JULIET.address()).body("One"));
                            AppServer.Told first = app.toldOnce();
                            // Somebody else guesses the id and refuses in the service's place.
                            pc.sends(
                                    first.iq()
                                            .refuse(Condition.ITEM_NOT_FOUND.error())
                                            .withTo(JULIET.address()));
                            push.pass(Duration.ofSeconds(60));
                            push.pass(Duration.ofSeconds(60));
                            AppServer.Told second = app.toldOnce();
                            assertThat(second.summary("message-count")).isEqualTo("1");
                            app.answers(first.iq().result()); // too late
                            app.answers(second.iq().result());
                            push.pass(Duration.ofHours(1));
                            assertThat(app.told()).isEmpty();
                        });
    }

    @Test
    void the_oldest_gives_way_when_there_are_too_many() {
        phoneAndPc()
                .play(
                        (phone, pc) -> {
                            for (int i = 0; i <= Registrations.LIMIT; i++) {
                                push.enables(phone, "n" + i);
                                push.pass(Duration.ofSeconds(1));
                            }
                            phone.leaves();
                            pc.sends(chat().to(JULIET.address()).body("All"));
                            List<AppServer.Told> told = app.told();
                            assertThat(told)
                                    .hasSize(Registrations.LIMIT)
                                    .extracting(AppServer.Told::node)
                                    .doesNotContain("n0")
                                    .contains("n1", "n" + Registrations.LIMIT);
                        });
    }

    @Test
    void it_is_stored_and_known_after_a_restart() {
        phoneAndPc()
                .play(
                        (phone, pc) -> {
                            push.enables(phone, "n1", PushHouse.options("s"));
                            Registrations read = new Registrations(push.house.server.journal());
                            read.load(push.house.store.push());
                            assertThat(read.of(JULIET.address()))
                                    .singleElement()
                                    .extracting(Pushed::registration)
                                    .satisfies(
                                            one -> {
                                                assertThat(one.node()).isEqualTo("n1");
                                                assertThat(one.resource()).isEqualTo("phone");
                                                assertThat(one.service())
                                                        .isEqualTo(AppServer.ADDRESS);
                                            });
                            push.push.forget(JULIET.address());
                            phone.leaves();
                            pc.sends(chat().to(JULIET.address()).body("Gone"));
                            assertThat(app.told()).isEmpty();
                        });
    }
}
