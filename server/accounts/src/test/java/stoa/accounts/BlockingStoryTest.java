package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.accounts.Blocking.assertRefused;
import static stoa.accounts.Blocking.blocks;
import static stoa.accounts.Blocking.command;
import static stoa.accounts.Blocking.getsBlocked;
import static stoa.accounts.Blocking.list;
import static stoa.accounts.Blocking.unblocks;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;
import static stoa.testkit.Person.TYBALT;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.core.hook.IqHandler;
import stoa.core.hook.Target;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/** XEP-0191 among people who are listed to each other. */
class BlockingStoryTest {
    private AccountsHouse house = AccountsHouse.listed().open();

    private List<String> history(BareJid account) {
        ArchiveResult result =
                house.store
                        .archive()
                        .page(ArchiveQuery.firstOf(account, 100))
                        .toCompletableFuture()
                        .join();
        return ((ArchiveResult.Page) result)
                .rows().stream()
                        .map(row -> Objects.requireNonNull(StoredStanzas.message(row.stanza())))
                        .map(m -> Objects.requireNonNull(m.payload("body", Stanza.CLIENT)).text())
                        .toList();
    }

    // Section 3.3: what comes from a blocked contact.

    @Spec(
            xep = 191,
            section = "3.3",
            says = "messages of a blocked contact are answered with service-unavailable")
    @Test
    void messages_come_back_and_stand_nowhere() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            pc.sends(chat().to(laptop).body("before"));
                            laptop.gets(chat().body("before"));
                            blocks(laptop, ROMEO.address());
                            laptop.forgets();
                            pc.forgets();
                            pc.sends(chat().to(laptop).body("to the laptop"));
                            assertThat(pc.getsError(Condition.SERVICE_UNAVAILABLE).from())
                                    .isEqualTo(laptop.address());
                            pc.sends(chat().to(JULIET.address()).body("to all"));
                            assertThat(pc.getsError(Condition.SERVICE_UNAVAILABLE).from())
                                    .isEqualTo(JULIET.address());
                            pc.sends(
                                    Message.of(
                                            Message.Type.ERROR,
                                            null,
                                            laptop.address(),
                                            Condition.GONE.error().toElement()));
                            pc.getsNothingMore();
                            laptop.getsNothingMore();
                            assertThat(history(JULIET.address())).containsExactly("before");
                            assertThat(history(ROMEO.address())).containsExactly("before");
                        });
    }

    @Spec(
            xep = 191,
            section = "3.3",
            says = "requests get service-unavailable, other IQs are silently dropped")
    @Test
    void requests_come_back() {
        house.server
                .hooks()
                .iq(
                        Target.ACCOUNT,
                        Name.of("vcard-temp", "vCard"),
                        IqHandler.answering(request -> request.result()));
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            Element vcard = Element.empty("vCard", "vcard-temp");
                            assertThat(pc.asks(Iq.Type.GET, JULIET.address(), vcard).type())
                                    .isEqualTo(Iq.Type.RESULT);
                            blocks(laptop, ROMEO.address());
                            laptop.forgets();
                            pc.forgets();
                            for (Jid to : List.of(JULIET.address(), laptop.address())) {
                                assertRefused(
                                        pc.asks(Iq.Type.GET, to, vcard),
                                        Condition.SERVICE_UNAVAILABLE);
                                pc.sends(Iq.of(Iq.Type.RESULT, null, to, "answer"));
                            }
                            pc.getsNothingMore();
                            laptop.getsNothingMore();
                        });
    }

    @Spec(
            xep = 191,
            section = "3.3",
            says = "presence, subscription requests and probes are not answered")
    @Test
    void presence_of_every_kind_is_ignored() {
        house = AccountsHouse.unlisted().open();
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            blocks(laptop, ROMEO.address());
                            laptop.forgets();
                            for (Presence.Type type :
                                    List.of(
                                            Presence.Type.SUBSCRIBE,
                                            Presence.Type.PROBE,
                                            Presence.Type.AVAILABLE,
                                            Presence.Type.UNAVAILABLE)) {
                                pc.sends(Presence.of(type, null, JULIET.address())).forgets();
                            }
                            pc.sends(Presence.of(Presence.Type.AVAILABLE, null, laptop.address()));
                            pc.getsNothingMore();
                            laptop.getsNothingMore();
                            TestClient phone =
                                    house.server.client(JULIET.on("phone")).comesOnline();
                            phone.gets(Presence.Type.AVAILABLE, phone.address());
                            phone.gets(Presence.Type.AVAILABLE, laptop.address());
                            phone.getsNothingMore();
                        });
    }

    @Test
    void a_request_that_waited_is_not_shown_while_its_sender_is_blocked() {
        house = AccountsHouse.unlisted().open();
        TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline();
        pc.sends(Presence.of(Presence.Type.SUBSCRIBE, null, JULIET.address()));
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        blocks(laptop, ROMEO.address());
        laptop.sendsPresence();
        laptop.gets(Presence.Type.AVAILABLE, laptop.address());
        laptop.getsNothingMore();
        unblocks(laptop, ROMEO.address());
        laptop.becomesUnavailable().forgets().sendsPresence();
        laptop.gets(Presence.Type.AVAILABLE, laptop.address());
        laptop.gets(Presence.Type.SUBSCRIBE, ROMEO.address());
    }

    @Test
    void an_agreement_that_a_blocked_contact_ends_is_ended_quietly() {
        house = AccountsHouse.unlisted().open();
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            agree(laptop, pc);
                            blocks(laptop, ROMEO.address());
                            pc.forgets();
                            laptop.forgets();
                            pc.sends(
                                    Presence.of(Presence.Type.UNSUBSCRIBE, null, JULIET.address()));
                            Iq push = laptop.nextIq();
                            assertThat(
                                            Objects.requireNonNull(
                                                            Objects.requireNonNull(push.payload())
                                                                    .firstChild())
                                                    .attribute("subscription"))
                                    .isEqualTo("to");
                            laptop.getsNothingMore();
                            unblocks(laptop, ROMEO.address());
                            laptop.forgets();
                            pc.forgets();
                            laptop.sendsPresence();
                            pc.getsNothingMore();
                        });
    }

    private static void agree(TestClient one, TestClient other) {
        Jid ones = one.address().bare();
        Jid others = other.address().bare();
        one.sends(Presence.of(Presence.Type.SUBSCRIBE, null, others));
        other.sends(Presence.of(Presence.Type.SUBSCRIBED, null, ones));
        other.sends(Presence.of(Presence.Type.SUBSCRIBE, null, ones));
        one.sends(Presence.of(Presence.Type.SUBSCRIBED, null, others));
        one.forgets();
        other.forgets();
    }

    @Test
    void what_was_stored_before_the_block_stays_in_the_history_and_is_not_delivered() {
        TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline();
        TestClient mercutio = house.server.client(MERCUTIO.on("pc")).comesOnline();
        pc.sends(chat().to(JULIET.address()).body("while you slept"));
        mercutio.sends(chat().to(JULIET.address()).body("and I"));
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        blocks(laptop, ROMEO.address());
        laptop.sendsPresence();
        assertThat(house.skipTo(laptop, Message.class).payload("body", Stanza.CLIENT))
                .isEqualTo(Element.text("body", Stanza.CLIENT, "and I"));
        laptop.getsNothingMore();
        assertThat(history(JULIET.address())).containsExactly("while you slept", "and I");
    }

    // Section 3.3: what goes to a blocked contact.

    @Spec(
            xep = 191,
            section = "3.3",
            says = "outbound stanzas are not routed, but answered not-acceptable and blocked")
    @Test
    void nothing_goes_to_a_blocked_contact() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            // Not waiting for the answer: the block counts for what comes behind
                            // it.
                            laptop.submits(
                                    Iq.of(
                                            Iq.Type.SET,
                                            null,
                                            null,
                                            "b1",
                                            command("block", ROMEO.address())));
                            laptop.submits(chat().to(pc).body("can you hear me now?"));
                            assertThat(laptop.nextIq().id()).isEqualTo("b1");
                            laptop.gets(Presence.Type.UNAVAILABLE, pc.address());
                            getsBlocked(laptop, pc.address());
                            laptop.sends(
                                    Iq.of(
                                            Iq.Type.GET,
                                            null,
                                            pc.address(),
                                            "p1",
                                            Element.empty("ping", "urn:xmpp:ping")));
                            getsBlocked(laptop, pc.address());
                            for (Presence.Type type :
                                    List.of(Presence.Type.AVAILABLE, Presence.Type.SUBSCRIBE)) {
                                laptop.sends(Presence.of(type, null, ROMEO.address()));
                                getsBlocked(laptop, ROMEO.address());
                            }
                            laptop.sends(Iq.of(Iq.Type.RESULT, null, pc.address(), "late"));
                            laptop.sends(
                                    Message.of(
                                            Message.Type.ERROR,
                                            null,
                                            pc.address(),
                                            Condition.GONE.error().toElement()));
                            laptop.getsNothingMore();
                            pc.gets(Presence.Type.UNAVAILABLE, laptop.address());
                            pc.getsNothingMore();
                            assertThat(history(JULIET.address())).isEmpty();
                        });
    }

    // Sections 3.3 and 3.4: presence.

    @Spec(
            xep = 191,
            section = "3.3",
            says = "the contact is sent unavailable presence, and no presence from then on")
    @Test
    void the_two_see_nothing_more_of_each_other() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"), ROMEO.on("pc"), MERCUTIO.on("pc"))
                .play(
                        (laptop, phone, pc, mercutio) -> {
                            blocks(laptop, ROMEO.address());
                            pc.gets(Presence.Type.UNAVAILABLE, laptop.address());
                            pc.gets(Presence.Type.UNAVAILABLE, phone.address());
                            laptop.gets(Presence.Type.UNAVAILABLE, pc.address());
                            phone.gets(Presence.Type.UNAVAILABLE, pc.address());
                            laptop.sendsPresence();
                            phone.becomesUnavailable();
                            pc.sendsPresence();
                            pc.gets(Presence.Type.AVAILABLE, pc.address());
                            pc.getsNothingMore();
                            assertThat(mercutio.forgets().hasNothing()).isTrue();
                            laptop.forgets();
                            TestClient tablet =
                                    house.server.client(ROMEO.on("tablet")).binds().sendsPresence();
                            tablet.gets(Presence.Type.AVAILABLE, tablet.address());
                            tablet.gets(Presence.Type.AVAILABLE, pc.address());
                            tablet.gets(Presence.Type.AVAILABLE, mercutio.address());
                            tablet.getsNothingMore();
                            laptop.getsNothingMore();
                            pc.forgets();
                            laptop.isLost();
                            pc.getsNothingMore();
                        });
    }

    @Test
    void whoever_comes_later_does_not_see_whom_they_have_blocked() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        blocks(laptop, ROMEO.address());
        TestClient pc = house.server.client(ROMEO.on("pc")).binds().sendsPresence();
        pc.gets(Presence.Type.AVAILABLE, pc.address());
        pc.getsNothingMore();
        laptop.getsNothingMore();
        TestClient phone = house.server.client(JULIET.on("phone")).binds().sendsPresence();
        phone.gets(Presence.Type.AVAILABLE, phone.address());
        phone.gets(Presence.Type.AVAILABLE, laptop.address());
        phone.getsNothingMore();
        pc.getsNothingMore();
        assertThat(laptop.asksForRoster().elements().map(e -> e.attribute("jid")).toList())
                .as("the contact stays")
                .contains("romeo@example.org");
    }

    @Spec(xep = 191, section = "3.4", says = "the contact is sent the present presence")
    @Test
    void unblocked_they_see_each_other_again() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            blocks(laptop, ROMEO.address(), "iago@shakespeare.lit");
                            pc.forgets();
                            laptop.forgets();
                            unblocks(laptop, "iago@shakespeare.lit");
                            pc.getsNothingMore();
                            unblocks(laptop, ROMEO.address());
                            pc.gets(Presence.Type.AVAILABLE, laptop.address());
                            laptop.gets(Presence.Type.AVAILABLE, pc.address());
                            pc.sends(chat().to(laptop).body("at last"));
                            laptop.gets(chat().body("at last"));
                            laptop.sends(chat().to(pc).body("indeed"));
                            pc.gets(chat().body("indeed"));
                            pc.getsNothingMore();
                            laptop.getsNothingMore();
                        });
    }

    @Spec(xep = 191, section = "3.5", says = "an unblock command without an item unblocks all")
    @Test
    void all_are_unblocked_at_once() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"), MERCUTIO.on("pc"))
                .play(
                        (laptop, pc, mercutio) -> {
                            blocks(laptop, ROMEO.address(), MERCUTIO.address());
                            pc.forgets();
                            mercutio.forgets();
                            unblocks(laptop);
                            pc.gets(Presence.Type.AVAILABLE, laptop.address());
                            mercutio.gets(Presence.Type.AVAILABLE, laptop.address());
                            assertThat(list(laptop)).isEmpty();
                        });
    }

    @Test
    void two_who_have_blocked_each_other_stay_apart_until_both_unblock() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            blocks(laptop, ROMEO.address());
                            pc.forgets();
                            blocks(pc, JULIET.address());
                            laptop.forgets();
                            unblocks(laptop);
                            pc.getsNothingMore();
                            laptop.getsNothingMore();
                            laptop.sends(chat().to(pc).body("well?"));
                            laptop.getsError(Condition.SERVICE_UNAVAILABLE);
                            unblocks(pc);
                            pc.gets(Presence.Type.AVAILABLE, laptop.address());
                            laptop.gets(Presence.Type.AVAILABLE, pc.address());
                        });
    }

    @Spec(xep = 191, section = "6", says = "a full address is that resource only")
    @Test
    void one_resource_is_blocked_and_the_other_is_not() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"), ROMEO.on("phone"))
                .play(
                        (laptop, pc, phone) -> {
                            blocks(laptop, pc.address());
                            pc.gets(Presence.Type.UNAVAILABLE, laptop.address());
                            laptop.gets(Presence.Type.UNAVAILABLE, pc.address());
                            laptop.sendsPresence();
                            phone.gets(Presence.Type.AVAILABLE, laptop.address());
                            pc.getsNothingMore();
                            laptop.forgets();
                            pc.sends(chat().to(laptop).body("from the pc"));
                            pc.getsError(Condition.SERVICE_UNAVAILABLE);
                            phone.sends(chat().to(laptop).body("from the phone"));
                            laptop.gets(chat().body("from the phone"));
                            laptop.getsNothingMore();
                        });
    }

    @Spec(xep = 191, section = "6", says = "a domain is everybody there")
    @Test
    void a_whole_domain_is_blocked_but_for_its_server_and_oneself() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"), ROMEO.on("pc"), MERCUTIO.on("pc"))
                .play(
                        (laptop, phone, pc, mercutio) -> {
                            blocks(laptop, "example.org");
                            for (TestClient other : List.of(pc, mercutio)) {
                                other.gets(Presence.Type.UNAVAILABLE, laptop.address());
                                other.gets(Presence.Type.UNAVAILABLE, phone.address());
                                other.getsNothingMore();
                            }
                            laptop.forgets();
                            phone.forgets();
                            laptop.sends(chat().to(phone).body("note to self"));
                            phone.gets(chat().body("note to self"));
                            assertRefused(
                                    laptop.asks(
                                            Iq.Type.GET,
                                            DomainJid.of("example.org"),
                                            Element.empty("ping", "urn:xmpp:ping")),
                                    Condition.SERVICE_UNAVAILABLE); // of no feature, in this house
                            unblocks(laptop);
                            pc.gets(Presence.Type.AVAILABLE, laptop.address());
                            mercutio.gets(Presence.Type.AVAILABLE, laptop.address());
                        });
    }

    @Test
    void the_walls_between_houses_stand_also_while_unblocking() {
        house.story
                .with(JULIET.on("laptop"), TYBALT.on("pc"))
                .play(
                        (laptop, tybalt) -> {
                            blocks(laptop, TYBALT.address(), "capulet.example");
                            unblocks(laptop);
                            tybalt.getsNothingMore();
                            laptop.getsNothingMore();
                        });
    }
}
