package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;
import static stoa.testkit.Person.TYBALT;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.core.hook.IqHandler;
import stoa.core.hook.Target;
import stoa.core.route.Service;
import stoa.core.session.Receipt;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.report.AdministratorsReports;
import stoa.store.report.Report;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;
import stoa.xmpp.xml.Name;

/** XEP-0191 among people who are listed to each other, and XEP-0377. */
class BlockingStoryTest {
    private static final String BLOCKING = BlockRequests.NAMESPACE;
    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";

    private AccountsHouse house = AccountsHouse.listed().open();

    private static Element command(String name, Object... items) {
        Element.Builder command = Element.of(name, BLOCKING);
        for (Object item : items) {
            command.child(item instanceof Element element ? element : item(item.toString()));
        }
        return command.build();
    }

    private static Element item(@Nullable String jid, Element... children) {
        return Element.of("item", BLOCKING)
                .attribute("jid", jid)
                .children(List.of(children))
                .build();
    }

    private static Iq sets(TestClient client, Element payload) {
        return client.asks(Iq.Type.SET, null, payload);
    }

    private static void blocks(TestClient client, Object... items) {
        assertThat(sets(client, command("block", items)).type()).isEqualTo(Iq.Type.RESULT);
    }

    private static void unblocks(TestClient client, Object... items) {
        assertThat(sets(client, command("unblock", items)).type()).isEqualTo(Iq.Type.RESULT);
    }

    private static List<String> list(TestClient client) {
        Iq answer = client.asks(Iq.Type.GET, null, command("blocklist"));
        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        Element list = Objects.requireNonNull(answer.payload());
        assertThat(list.is("blocklist", BLOCKING)).isTrue();
        return list.elements().map(e -> Objects.requireNonNull(e.attribute("jid"))).toList();
    }

    private static void assertRefused(Iq answer, Condition condition) {
        assertThat(answer.type()).isEqualTo(Iq.Type.ERROR);
        assertThat(
                        Objects.requireNonNull(answer.payload())
                                .child(condition.text(), StanzaError.NAMESPACE))
                .as("condition of %s", answer)
                .isNotNull();
    }

    private static void getsBlocked(TestClient client, Jid from) {
        Stanza error = client.getsError(Condition.NOT_ACCEPTABLE);
        assertThat(error.from()).isEqualTo(from);
        Element element = Objects.requireNonNull(error.payload("error", Stanza.CLIENT));
        assertThat(element.attribute("type")).isEqualTo("cancel");
        assertThat(element.child("blocked", "urn:xmpp:blocking:errors")).isNotNull();
    }

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

    // Sections 3.2 to 3.5: the list.

    @Spec(xep = 191, section = "3.2", says = "a list, also an empty one")
    @Test
    void the_list_is_given() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        assertThat(list(laptop)).isEmpty();
        blocks(laptop, "iago@shakespeare.lit", ROMEO.address());
        laptop.forgets();
        assertThat(list(laptop)).containsExactly("iago@shakespeare.lit", "romeo@example.org");
        TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline().forgets();
        assertThat(list(pc)).as("everybody has one's own").isEmpty();
    }

    @Spec(
            xep = 191,
            section = "3.3",
            says = "the result, and a push to all resources that have asked for the list")
    @Test
    void changes_are_pushed_to_who_has_asked() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"), JULIET.on("tablet"))
                .play(
                        (laptop, phone, tablet) -> {
                            list(laptop);
                            list(phone);
                            for (Element command :
                                    List.of(
                                            command("block", "a@b.example", "c.example"),
                                            command("unblock", "c.example"),
                                            command("unblock"))) {
                                assertThat(sets(laptop, command).type()).isEqualTo(Iq.Type.RESULT);
                                for (TestClient device : List.of(laptop, phone)) {
                                    Iq push = device.nextIq();
                                    assertThat(push.type()).isEqualTo(Iq.Type.SET);
                                    assertThat(push.from()).isEqualTo(JULIET.address());
                                    assertThat(push.to()).isEqualTo(device.address());
                                    assertThat(push.payload()).isEqualTo(command);
                                }
                            }
                            tablet.getsNothingMore();
                            assertThat(list(laptop)).isEmpty();
                        });
    }

    @Spec(xep = 191, section = "3.3", says = "a block command without an item is a bad request")
    @Test
    void bad_commands_are_refused() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        assertRefused(sets(laptop, command("block")), Condition.BAD_REQUEST);
        assertRefused(sets(laptop, command("block", item(null))), Condition.BAD_REQUEST);
        assertRefused(sets(laptop, command("block", "a@b@c")), Condition.JID_MALFORMED);
        assertRefused(
                sets(laptop, command("block", "good@b.example", "@bad")), Condition.JID_MALFORMED);
        assertRefused(sets(laptop, command("unblock", "a@b@c")), Condition.JID_MALFORMED);
        assertRefused(sets(laptop, command("blocklist")), Condition.BAD_REQUEST);
        assertRefused(
                laptop.asks(Iq.Type.GET, null, command("block", "a@b")), Condition.BAD_REQUEST);
        assertRefused(sets(laptop, command("ban", "a@b")), Condition.SERVICE_UNAVAILABLE);
        assertRefused(sets(laptop, command("block", JULIET.address())), Condition.NOT_ALLOWED);
        assertRefused(sets(laptop, command("block", laptop.address())), Condition.NOT_ALLOWED);
        assertThat(list(laptop)).as("all or nothing").isEmpty();
    }

    @Spec(xep = 191, section = "3.2", says = "one's own list only")
    @Test
    void nobody_asks_for_anothers() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            assertRefused(
                                    pc.asks(Iq.Type.GET, JULIET.address(), command("blocklist")),
                                    Condition.SERVICE_UNAVAILABLE);
                            assertRefused(
                                    pc.asks(Iq.Type.SET, JULIET.address(), command("block", "a@b")),
                                    Condition.SERVICE_UNAVAILABLE);
                            assertThat(list(laptop)).isEmpty();
                        });
    }

    @Test
    void a_full_list_takes_no_more() {
        house =
                new AccountsHouse(AccountSettings.DEFAULTS.withBlockLimit(2), 500, JULIET, ROMEO)
                        .open();
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        assertRefused(
                sets(laptop, command("block", "a@b", "c@b", "d@b")), Condition.RESOURCE_CONSTRAINT);
        blocks(laptop, "a@b", "c@b");
        blocks(laptop, "a@b");
        assertRefused(sets(laptop, command("block", "d@b")), Condition.RESOURCE_CONSTRAINT);
        unblocks(laptop, "a@b");
        blocks(laptop, "d@b");
        assertThat(list(laptop)).containsExactly("c@b", "d@b");
    }

    @Spec(xep = 191, section = "3.3", says = "the block applies across sessions")
    @Test
    void a_block_outlives_the_session_and_the_process() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        blocks(laptop, ROMEO.address(), "iago@shakespeare.lit");
        laptop.leaves();
        house.stopInOrder();
        house.start();
        house.open();
        TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline().forgets();
        pc.sends(chat().to(JULIET.address()).body("are you there?"));
        pc.getsError(Condition.SERVICE_UNAVAILABLE);
        laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        assertThat(list(laptop)).containsExactly("iago@shakespeare.lit", "romeo@example.org");
    }

    @Test
    void what_cannot_be_stored_is_not_blocked() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            house.failCommits(true);
                            assertRefused(
                                    sets(laptop, command("block", ROMEO.address())),
                                    Condition.INTERNAL_SERVER_ERROR);
                            house.failCommits(false);
                            assertThat(list(laptop)).isEmpty();
                            pc.sends(chat().to(laptop).body("hear me"));
                            laptop.gets(chat().body("hear me"));
                        });
    }

    @Test
    void who_is_removed_takes_the_list_along() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        blocks(laptop, ROMEO.address());
        laptop.leaves();
        house.remove(JULIET);
        house.add(JULIET, null);
        TestClient again = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        assertThat(list(again)).isEmpty();
        assertThat(house.accounts.blocks().size()).isZero();
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

    // Rooms and other services.

    /** Keeps what comes, as rooms would. */
    private static final class Garden implements Service {
        private static final DomainJid ADDRESS = DomainJid.of("conference.example.org");
        private final List<Stanza> got = new ArrayList<>();

        @Override
        public DomainJid address() {
            return ADDRESS;
        }

        @Override
        public void receive(Stanza stanza, Receipt receipt) {
            got.add(stanza);
            receipt.release();
        }
    }

    @Spec(
            xep = 191,
            section = "3.3",
            says = "directed presence is taken back: a room that is blocked is left")
    @Test
    void a_blocked_room_is_left_and_heard_no_more() {
        Garden garden = new Garden();
        house.server.services().add(garden);
        BareJid room = BareJid.of("garden@conference.example.org");
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.sends(
                                    Presence.of(
                                            Presence.Type.AVAILABLE,
                                            null,
                                            room.withResource("Juliet")));
                            garden.got.clear();
                            blocks(laptop, room);
                            assertThat(garden.got).hasSize(1);
                            Presence left = (Presence) garden.got.getFirst();
                            assertThat(left.type()).isEqualTo(Presence.Type.UNAVAILABLE);
                            assertThat(left.from()).isEqualTo(laptop.address());
                            assertThat(left.to()).isEqualTo(room.withResource("Juliet"));
                            garden.got.clear();
                            Jid romeo = room.withResource("Romeo");
                            speaks(romeo, laptop, Message.Type.GROUPCHAT);
                            speaks(romeo, laptop, Message.Type.CHAT);
                            house.accounts
                                    .router()
                                    .route(
                                            Message.of(Message.Type.NORMAL, room, JULIET.address())
                                                    .with(Element.empty("x", "urn:invitation")));
                            laptop.getsNothingMore();
                            laptop.sends(
                                    Presence.of(
                                            Presence.Type.AVAILABLE,
                                            null,
                                            room.withResource("Juliet")));
                            getsBlocked(laptop, room.withResource("Juliet"));
                            laptop.isLost();
                            assertThat(garden.got).as("no error, no second leaving").isEmpty();
                        });
    }

    @Test
    void an_occupant_can_be_blocked_and_the_talk_of_a_blocked_person_is_heard() {
        house.server.services().add(new Garden());
        BareJid room = BareJid.of("garden@conference.example.org");
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            blocks(laptop, ROMEO.address(), room.withResource("Tybalt"));
                            laptop.forgets();
                            speaks(room.withResource("Tybalt"), laptop, Message.Type.CHAT);
                            laptop.getsNothingMore();
                            speaks(room.withResource("Romeo"), laptop, Message.Type.GROUPCHAT);
                            assertThat(laptop.nextMessage().from())
                                    .isEqualTo(room.withResource("Romeo"));
                            laptop.sends(
                                    chat().to(room.withResource("Tybalt")).body("away with you"));
                            getsBlocked(laptop, room.withResource("Tybalt"));
                        });
    }

    @Spec(xep = 45, section = "7.8.2", says = "a room passes an invitation on in its own name")
    @Test
    void a_blocked_person_does_not_get_through_by_an_invitation() {
        house.server.services().add(new Garden());
        BareJid room = BareJid.of("garden@conference.example.org");
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            blocks(laptop, ROMEO.address());
                            laptop.forgets();
                            for (String inviter : List.of("romeo@example.org/pc", "a@b", "@@")) {
                                Element invite =
                                        Element.of("invite", MUC_USER)
                                                .attribute("from", inviter)
                                                .build();
                                house.accounts
                                        .router()
                                        .route(
                                                Message.of(
                                                        Message.Type.NORMAL,
                                                        room,
                                                        JULIET.address(),
                                                        Element.of("x", MUC_USER)
                                                                .child(invite)
                                                                .build()));
                            }
                            assertThat(laptop.nextMessage().toString()).contains("a@b");
                            assertThat(laptop.nextMessage().toString()).contains("@@");
                            laptop.getsNothingMore();
                        });
    }

    /** As rooms do it: encoded once for all occupants. */
    private void speaks(Jid from, TestClient to, Message.Type type) {
        Message said =
                Message.of(type, from, null).with(Element.text("body", Stanza.CLIENT, "friends"));
        house.accounts.router().send(EncodedStanza.of(said.toElement()), from, to.address());
    }

    // XEP-0377.

    private static Element report(String reason, Element... children) {
        return Element.of("report", Report.NAMESPACE)
                .attribute("reason", reason)
                .children(Arrays.asList(children))
                .build();
    }

    private List<Report> reports() {
        return house.store
                .reports()
                .list("example.org", AdministratorsReports.NEWEST, 1_000)
                .toCompletableFuture()
                .join();
    }

    @Spec(
            xep = 377,
            section = "6",
            says = "a block command may carry a report, with the messages it is about")
    @Test
    void reports_reach_the_administrators() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        Element stanzaId =
                Element.of("stanza-id", "urn:xmpp:sid:0")
                        .attribute("by", "juliet@example.org")
                        .attribute("id", "28482")
                        .build();
        blocks(
                laptop,
                item(
                        "paris@verona.example",
                        report(
                                "urn:xmpp:reporting:spam",
                                stanzaId,
                                Element.text("text", Report.NAMESPACE, "Never came trouble"),
                                Element.empty("report-origin", Report.NAMESPACE),
                                Element.empty("surprise", "urn:example"))),
                item("iago@shakespeare.lit", report("urn:example:treason")),
                "nobody@shakespeare.lit");
        assertThat(list(laptop)).hasSize(3);
        List<Report> filed = reports();
        assertThat(filed)
                .extracting(r -> r.reported().toString(), Report::reason)
                .containsExactlyInAnyOrder(
                        tuple("iago@shakespeare.lit", "urn:example:treason"),
                        tuple("paris@verona.example", "urn:xmpp:reporting:spam"));
        Report spam =
                filed.stream().filter(r -> r.reason().endsWith("spam")).findFirst().orElseThrow();
        assertThat(spam.reporter()).isEqualTo(JULIET.address());
        assertThat(spam.text()).isEqualTo("Never came trouble");
        assertThat(spam.stanzas())
                .containsExactly(new Report.Stanza("juliet@example.org", "28482"));
        assertThat(spam.allows(Report.Processing.REPORT_ORIGIN)).isTrue();
        assertThat(spam.allows(Report.Processing.THIRD_PARTY)).isFalse();
        assertThat(new String(spam.xml().array(), StandardCharsets.UTF_8))
                .doesNotContain("surprise");
    }

    @Spec(
            xep = 377,
            section = "6",
            says = "the block is done, or refused, just as if no report were present")
    @Test
    void a_bad_report_does_not_stand_in_the_way() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        blocks(
                laptop,
                item("a@b.example", Element.empty("report", Report.NAMESPACE)),
                item("c@b.example", report("not a urn")));
        assertRefused(
                sets(laptop, command("block", item("@@", report("urn:xmpp:reporting:spam")))),
                Condition.JID_MALFORMED);
        assertThat(list(laptop)).containsExactly("a@b.example", "c@b.example");
        assertThat(reports()).isEmpty();
    }

    @Test
    void who_is_blocked_already_can_still_be_reported() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        blocks(laptop, "a@b.example");
        blocks(laptop, item("a@b.example", report("urn:xmpp:reporting:abuse")));
        assertThat(reports())
                .extracting(Report::reason)
                .containsExactly("urn:xmpp:reporting:abuse");
    }

    @Test
    void a_report_is_cut_and_an_account_files_a_hundred_a_day() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        Element stanzaId = Element.of("stanza-id", "urn:xmpp:sid:0").attribute("by", "a@b").build();
        Element[] children = new Element[Reports.STANZA_LIMIT + 2];
        Arrays.fill(children, stanzaId.withAttribute("id", "1"));
        children[0] = Element.text("text", Report.NAMESPACE, "x".repeat(3_000));
        blocks(laptop, item("a@b.example", report("urn:xmpp:reporting:spam", children)));
        assertThat(reports().getFirst().stanzas()).hasSize(Reports.STANZA_LIMIT);
        assertThat(reports().getFirst().text()).hasSize(Reports.TEXT_CHARS);
        Element again = item("a@b.example", report("urn:xmpp:reporting:spam"));
        for (int i = 1; i < AccountState.REPORT_LIMIT + 3; i++) {
            blocks(laptop, again);
        }
        assertThat(reports()).hasSize(AccountState.REPORT_LIMIT);
        house.clock.advance(Duration.ofDays(1));
        blocks(laptop, again);
        assertThat(reports()).hasSize(AccountState.REPORT_LIMIT + 1);
    }
}
