package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import stoa.core.hook.StanzaIds;
import stoa.core.route.Flag;
import stoa.core.route.HistoryResponder;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.rsm.PageRequest;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Messages to people who are away, and messages a lost connection took with it. */
class OfflineStoryTest {
    private final AccountsHouse house = AccountsHouse.listed().open();

    private TestClient online(Person person, String resource) {
        return house.server.client(person.on(resource)).comesOnline();
    }

    @Spec(rfc = 6121, section = "8.5.2.2.1", says = "kept, and delivered when a resource comes")
    @Spec(xep = 203, section = "3", says = "with the time it was sent")
    @Test
    void messages_wait_for_who_is_away_and_come_once_in_order() {
        TestClient pc = online(ROMEO, "pc").forgets();
        Instant sent = house.clock.instant();
        pc.sends(chat().to(JULIET.address()).id("m1").body("one"));
        house.clock.advance(Duration.ofMinutes(5));
        pc.sends(chat().to(JULIET.address()).body("two"));
        pc.getsNothingMore();

        TestClient laptop = online(JULIET, "laptop");
        Message late = house.skipTo(laptop, Message.class);
        assertThat(late.body()).isEqualTo("one");
        assertThat(late.id()).isEqualTo("m1");
        assertThat(late.from()).isEqualTo(pc.address());
        Element delay = Objects.requireNonNull(late.payload("delay", "urn:xmpp:delay"));
        assertThat(delay.attribute("stamp")).isEqualTo(sent.toString());
        assertThat(delay.attribute("from")).isEqualTo("example.org");
        assertThat(StanzaIds.idBy(JULIET.address(), late)).isPositive();
        assertThat(laptop.bodies()).containsExactly("two");

        laptop.leaves();
        assertThat(online(JULIET, "phone").bodies()).isEmpty();
    }

    @Test
    void a_second_device_is_not_sent_them_again() {
        TestClient pc = online(ROMEO, "pc").forgets();
        pc.sends(chat().to(JULIET.address()).body("once"));
        TestClient laptop = online(JULIET, "laptop");
        TestClient phone = online(JULIET, "phone");
        assertThat(laptop.bodies()).containsExactly("once");
        assertThat(phone.bodies()).isEmpty();
    }

    @Test
    void who_reads_the_archive_itself_is_sent_nothing() {
        TestClient pc = online(ROMEO, "pc").forgets();
        pc.sends(chat().to(JULIET.address()).body("in the archive"));
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        laptop.asks(Iq.Type.SET, null, Element.empty("query", HistoryResponder.MAM));
        laptop.sendsPresence();
        assertThat(laptop.bodies()).isEmpty();
        assertThat(online(JULIET, "phone").bodies()).isEmpty();
    }

    @Spec(xep = 386, section = "3.2", says = "offline messages are cleared without being sent")
    @Test
    void who_binds_by_bind_2_is_sent_nothing_of_before_and_all_that_comes_after() {
        TestClient pc = online(ROMEO, "pc").forgets();
        pc.sends(chat().to(JULIET.address()).body("in the archive"));
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        CompletionStage<Boolean> reads = house.accounts.readsArchive(laptop);
        house.server.settle();
        assertThat(reads).isCompletedWithValue(true);
        pc.sends(chat().to(JULIET.address()).body("after the bind"));
        laptop.sendsPresence();
        assertThat(laptop.bodies()).containsExactly("after the bind");
        assertThat(online(JULIET, "phone").bodies()).isEmpty();
    }

    private static Element archive(Element... children) {
        Element.Builder query = Element.of("query", HistoryResponder.MAM);
        for (Element child : children) {
            query.child(child);
        }
        return query.build();
    }

    @Test
    void what_comes_between_reading_the_archive_and_becoming_available_is_not_lost() {
        TestClient pc = online(ROMEO, "pc").forgets();
        TestClient tablet = online(JULIET, "tablet");
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        pc.sends(chat().to(JULIET.address()).body("read"));
        laptop.asks(Iq.Type.SET, null, archive());
        pc.sends(chat().to(JULIET.address()).body("in between"));
        tablet.leaves();
        pc.sends(chat().to(JULIET.address()).body("and this"));
        laptop.sendsPresence();
        assertThat(laptop.bodies()).containsExactly("in between", "and this");
        pc.sends(chat().to(JULIET.address()).body("live"));
        assertThat(laptop.bodies()).containsExactly("live");
        assertThat(online(JULIET, "phone").bodies()).isEmpty();
    }

    @Test
    void who_goes_away_for_a_while_is_sent_what_it_has_not_read() {
        TestClient pc = online(ROMEO, "pc").forgets();
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        laptop.asks(Iq.Type.SET, null, archive());
        laptop.sendsPresence();
        pc.sends(chat().to(JULIET.address()).body("live"));
        laptop.becomesUnavailable();
        pc.sends(chat().to(JULIET.address()).body("meanwhile"));
        laptop.sendsPresence();
        assertThat(laptop.bodies()).containsExactly("live", "meanwhile");
    }

    @Spec(xep = 313, section = "4.1.5", says = "a get asks for the form")
    @Test
    void who_asks_for_something_else_than_the_end_of_the_archive_is_sent_what_it_missed() {
        TestClient pc = online(ROMEO, "pc").forgets();
        pc.sends(chat().to(JULIET.address()).body("missed"));
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        laptop.asks(Iq.Type.GET, null, archive());
        laptop.asks(
                Iq.Type.SET,
                null,
                archive(
                        new DataForm(
                                        DataForm.Type.SUBMIT,
                                        null,
                                        null,
                                        List.of(
                                                FormField.hidden(
                                                        DataForm.FORM_TYPE, HistoryResponder.MAM),
                                                FormField.text(
                                                        "with", null, "mercutio@example.org")))
                                .toElement()));
        laptop.asks(Iq.Type.SET, null, archive(page("before", "12345")));
        laptop.asks(Iq.Type.SET, null, archive(page("max", "0")));
        laptop.sendsPresence();
        assertThat(laptop.bodies()).containsExactly("missed");
    }

    @Spec(rfc = 6120, section = "10.1", says = "stanzas keep their order")
    @Test
    void what_is_asked_of_the_archive_behind_the_presence_is_answered_behind_what_was_missed() {
        TestClient pc = online(ROMEO, "pc").forgets();
        for (int i = 0; i < OfflineDelivery.PAGE + 7; i++) {
            pc.sends(chat().to(JULIET.address()).body("line " + i));
        }
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        laptop.submits(Presence.of(Presence.Type.AVAILABLE, null, null));
        int asked = AccountState.QUESTION_LIMIT + 3;
        for (int i = 0; i < asked; i++) {
            laptop.submits(Iq.of(Iq.Type.SET, null, null, "q" + i, archive()));
        }
        house.server.settle();
        int lines = 0;
        List<String> behind = new ArrayList<>();
        List<String> answered = new ArrayList<>();
        while (!laptop.hasNothing()) {
            Stanza next = laptop.next();
            if (next instanceof Message message && message.body() != null) {
                lines++;
            } else if (next instanceof Iq iq) {
                answered.add(Objects.requireNonNull(iq.id()));
                if (lines == OfflineDelivery.PAGE + 7) {
                    behind.add(Objects.requireNonNull(iq.id()));
                }
            }
        }
        assertThat(answered).hasSize(asked).doesNotHaveDuplicates();
        assertThat(behind).hasSize(AccountState.QUESTION_LIMIT).startsWith("q0", "q1");
    }

    private static Element page(String what, String value) {
        return Element.of("set", PageRequest.NAMESPACE)
                .child(Element.text(what, PageRequest.NAMESPACE, value))
                .build();
    }

    @Test
    void many_pages_come_in_order_and_what_is_said_meanwhile_after_them() {
        TestClient pc = online(ROMEO, "pc").forgets();
        List<String> said = new ArrayList<>();
        for (int i = 0; i < OfflineDelivery.PAGE * 2 + 7; i++) {
            pc.sends(chat().to(JULIET.address()).body("line " + i));
            said.add("line " + i);
        }
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        laptop.submits(Presence.of(Presence.Type.AVAILABLE, null, null));
        pc.submits(
                Message.of(
                        Message.Type.CHAT,
                        null,
                        JULIET.address(),
                        Element.text("body", Stanza.CLIENT, "and welcome")));
        said.add("and welcome");
        assertThat(laptop.bodies()).isEqualTo(said);
        pc.sends(chat().to(JULIET.address()).body("now live"));
        assertThat(laptop.bodies()).containsExactly("now live");
    }

    @Test
    void a_restart_forgets_nobody_who_is_away() {
        TestClient pc = online(ROMEO, "pc").forgets();
        pc.sends(chat().to(JULIET.address()).body("before"));
        house.clock.advance(Duration.ofSeconds(1));
        house.start();
        house.open();
        TestClient again = online(ROMEO, "pc").forgets();
        again.sends(chat().to(JULIET.address()).body("after"));
        assertThat(online(JULIET, "laptop").bodies()).containsExactly("before", "after");
    }

    @Spec(xep = 198, section = "5", says = "what was not acknowledged is routed again")
    @Test
    void what_a_lost_connection_took_with_it_comes_to_the_next() {
        TestClient pc = online(ROMEO, "pc").forgets();
        TestClient laptop = online(JULIET, "laptop").forgets().acknowledges();
        pc.sends(chat().to(JULIET.address()).body("heard"));
        laptop.gets(chat().body("heard"));
        laptop.acknowledges();
        house.clock.advance(Duration.ofSeconds(1));
        pc.sends(chat().to(JULIET.address()).body("lost on the way"));
        pc.sends(chat().to(laptop).body("this too"));
        laptop.isLost();
        house.clock.advance(Duration.ofSeconds(1));
        assertThat(online(JULIET, "phone").bodies()).containsExactly("lost on the way", "this too");
    }

    @Test
    void other_devices_that_had_it_do_not_get_it_again_and_newer_ones_do() {
        TestClient pc = online(ROMEO, "pc").forgets();
        TestClient laptop = online(JULIET, "laptop").acknowledges();
        TestClient phone = online(JULIET, "phone").acknowledges();
        house.clock.advance(Duration.ofSeconds(1));
        pc.sends(chat().to(JULIET.address()).body("to both"));
        house.clock.advance(Duration.ofSeconds(1));
        TestClient tablet = online(JULIET, "tablet").acknowledges();
        phone.bodies();
        tablet.bodies();
        laptop.isLost();
        assertThat(phone.bodies()).isEmpty();
        assertThat(tablet.bodies()).containsExactly("to both");
    }

    @Spec(rfc = 6121, section = "8.5.3.2.1", says = "as if it were for the bare address")
    @Test
    void what_was_for_a_device_that_is_gone_comes_to_the_others() {
        TestClient pc = online(ROMEO, "pc").forgets();
        TestClient phone = online(JULIET, "phone").acknowledges();
        TestClient tablet = online(JULIET, "tablet").acknowledges();
        getsCopies(tablet);
        TestClient laptop = online(JULIET, "laptop").acknowledges();
        house.clock.advance(Duration.ofSeconds(1));
        pc.sends(chat().to(laptop).body("to the laptop alone"));
        assertThat(phone.bodies()).isEmpty();
        laptop.isLost();
        assertThat(phone.bodies()).containsExactly("to the laptop alone");
        assertThat(tablet.bodies()).as("had its copy").isEmpty();
    }

    private void getsCopies(TestClient client) {
        CompletionStage<Boolean> done = house.accounts.set(client, Flag.CARBONS, true);
        client.forgets();
        assertThat(done.toCompletableFuture()).isCompletedWithValue(true);
    }

    @Test
    void a_failed_commit_in_the_middle_of_it_loses_nothing() {
        TestClient pc = online(ROMEO, "pc").forgets();
        List<String> said = new ArrayList<>();
        for (int i = 0; i < OfflineDelivery.PAGE + 1; i++) {
            pc.sends(chat().to(JULIET.address()).body("line " + i));
            said.add("line " + i);
        }
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        house.holdReads(true);
        laptop.sendsPresence();
        pc.sends(chat().to(JULIET.address()).body("and this waits its turn"));
        said.add("and this waits its turn");
        house.failCommits(true);
        laptop.sends(chat().to(ROMEO.address()).body("cannot be stored"));
        house.failCommits(false);
        house.holdReads(false);
        assertThat(laptop.bodies()).containsSubsequence(said);
        pc.sends(chat().to(JULIET.address()).body("live"));
        assertThat(laptop.bodies()).containsExactly("live");
    }

    @Test
    void a_sender_is_not_told_before_the_addressee_has_it_or_is_known_to_have_missed_it() {
        TestClient pc = online(ROMEO, "pc").forgets();
        int handled = pc.handled();
        pc.submits(chat().to(JULIET.address()).origin("o1").body("hold on"));
        house.server.settleWithoutCommit();
        house.server.journal().commitWaiting();
        house.failCommits(true);
        house.server.settle();
        assertThat(pc.handled()).as("stored, and Juliet's account is not").isEqualTo(handled);
        house.failCommits(false);
        house.clock.advance(Duration.ofSeconds(1));
        house.server.settle();
        assertThat(pc.handled()).isEqualTo(handled + 1);
        assertThat(online(JULIET, "laptop").bodies()).containsExactly("hold on");
    }

    @Test
    void a_crash_while_commits_fail_loses_nothing_that_is_sent_again() {
        TestClient pc = online(ROMEO, "pc").forgets();
        pc.submits(chat().to(JULIET.address()).origin("o1").body("hold on"));
        house.server.settleWithoutCommit();
        house.server.journal().commitWaiting();
        house.failCommits(true);
        house.server.settle();
        house.failCommits(false);
        house.clock.advance(Duration.ofSeconds(1));
        house.start();
        house.open();
        online(ROMEO, "pc").sends(chat().to(JULIET.address()).origin("o1").body("hold on"));
        assertThat(online(JULIET, "laptop").bodies()).containsExactly("hold on");
    }

    /** The server is killed, and another one starts on what it has stored. */
    private void killed() {
        house.clock.advance(Duration.ofSeconds(1));
        house.start();
        house.open();
    }

    @Test
    void what_was_on_its_way_when_the_server_was_killed_comes_once_more() {
        TestClient pc = online(ROMEO, "pc").forgets();
        TestClient laptop = online(JULIET, "laptop").forgets();
        pc.sends(chat().to(JULIET.address()).body("acknowledged"));
        laptop.acknowledges();
        pc.sends(chat().to(JULIET.address()).body("on its way"));
        pc.sends(chat().to(laptop).body("this too"));
        killed();
        TestClient again = online(JULIET, "laptop");
        Message late = house.skipTo(again, Message.class);
        assertThat(late.body()).isEqualTo("on its way");
        assertThat(late.has("delay", Delay.NAMESPACE)).isTrue();
        assertThat(again.bodies()).containsExactly("this too");
        assertThat(online(JULIET, "phone").bodies()).isEmpty();
    }

    @Test
    void what_is_sent_again_after_a_kill_comes_in_its_place_and_once() {
        TestClient pc = online(ROMEO, "pc").forgets();
        TestClient laptop = online(JULIET, "laptop").forgets().acknowledges();
        pc.sends(chat().to(JULIET.address()).origin("o1").body("one"));
        pc.sends(chat().to(JULIET.address()).origin("o2").body("two"));
        assertThat(laptop.bodies()).containsExactly("one", "two");
        killed();
        TestClient again = online(ROMEO, "pc").forgets();
        again.sends(chat().to(JULIET.address()).origin("o2").body("two"));
        TestClient back = online(JULIET, "laptop");
        again.sends(chat().to(JULIET.address()).origin("o1").body("one"));
        again.sends(chat().to(JULIET.address()).origin("o3").body("three"));
        assertThat(back.bodies()).containsExactly("one", "two", "three");
    }

    @Test
    void after_a_kill_everything_acknowledged_stays_where_it_is() {
        TestClient pc = online(ROMEO, "pc").forgets();
        TestClient laptop = online(JULIET, "laptop").forgets();
        pc.sends(chat().to(JULIET.address()).body("one"));
        laptop.acknowledges();
        killed();
        killed();
        assertThat(online(JULIET, "laptop").bodies()).isEmpty();
    }

    @Test
    void one_device_that_has_it_is_enough() {
        TestClient pc = online(ROMEO, "pc").forgets();
        TestClient laptop = online(JULIET, "laptop").forgets().acknowledges();
        TestClient phone = online(JULIET, "phone").forgets().acknowledges();
        house.clock.advance(Duration.ofSeconds(1));
        pc.sends(chat().to(JULIET.address()).body("to both"));
        phone.acknowledges();
        assertThat(laptop.bodies()).containsExactly("to both");
        killed();
        assertThat(online(JULIET, "laptop").bodies()).isEmpty();
    }

    @Test
    void a_device_that_came_later_does_not_speak_for_the_one_before() {
        TestClient pc = online(ROMEO, "pc").forgets();
        TestClient laptop = online(JULIET, "laptop").forgets().acknowledges();
        pc.sends(chat().to(JULIET.address()).body("to the laptop"));
        house.clock.advance(Duration.ofSeconds(1));
        TestClient phone = online(JULIET, "phone").forgets();
        pc.sends(chat().to(JULIET.address()).body("to both"));
        phone.acknowledges();
        assertThat(laptop.bodies()).containsExactly("to the laptop", "to both");
        killed();
        assertThat(online(JULIET, "phone").bodies()).containsExactly("to the laptop", "to both");
    }

    @Test
    void a_kill_in_the_middle_of_what_was_missed_begins_where_the_client_was() {
        TestClient pc = online(ROMEO, "pc").forgets();
        pc.sends(chat().to(JULIET.address()).body("one"));
        TestClient laptop = online(JULIET, "laptop").acknowledges();
        pc.sends(chat().to(JULIET.address()).body("two"));
        laptop.forgets();
        killed();
        TestClient again = online(JULIET, "laptop");
        assertThat(again.bodies()).containsExactly("two");
        again.acknowledges();
        killed();
        assertThat(online(JULIET, "laptop").bodies()).isEmpty();
    }

    @Test
    void a_late_message_is_not_taken_for_acknowledged_with_those_that_overtook_it() {
        TestClient pc = online(ROMEO, "pc").forgets();
        TestClient laptop = online(JULIET, "laptop").forgets().acknowledges();
        pc.submits(chat().to(JULIET.address()).body("late"));
        house.server.settleWithoutCommit();
        laptop.submits(chat().to(ROMEO.address()).body("takes the account with it"));
        house.server.journal().commitWaiting();
        house.failCommits(true);
        house.server.settle();
        house.failCommits(false);
        assertThat(laptop.bodies()).isEmpty();
        pc.sends(chat().to(JULIET.address()).body("newer"));
        assertThat(laptop.bodies()).containsExactly("newer");
        laptop.acknowledges();
        killed();
        assertThat(online(JULIET, "laptop").bodies()).containsExactly("late", "newer");
    }

    /** The phone has had "two" and is away; what went with the laptop is older than that. */
    private TestClient hasHadTheNewerOne(TestClient pc) {
        TestClient laptop = online(JULIET, "laptop").forgets().acknowledges();
        house.clock.advance(Duration.ofSeconds(1));
        pc.sends(chat().to(JULIET.address()).body("one"));
        house.clock.advance(Duration.ofSeconds(1));
        TestClient phone = online(JULIET, "phone").forgets().acknowledges();
        house.clock.advance(Duration.ofSeconds(1));
        pc.sends(chat().to(JULIET.address()).body("two"));
        assertThat(phone.bodies()).containsExactly("two");
        phone.becomesUnavailable();
        laptop.isLost();
        return phone;
    }

    @Spec(xep = 198, section = "4", says = "an acknowledgement is about what came before it")
    @Test
    void what_was_acknowledged_late_says_nothing_of_older_messages_sent_since() {
        TestClient phone = hasHadTheNewerOne(online(ROMEO, "pc").forgets());
        house.holdReads(true);
        phone.submits(Presence.of(Presence.Type.AVAILABLE, null, null));
        phone.acknowledges(); // "two", which it had before; "one" is still being read
        phone.isLost();
        house.holdReads(false);
        assertThat(online(JULIET, "tablet").bodies()).containsExactly("one", "two");
    }

    @Test
    void nor_does_it_after_a_kill() {
        TestClient pc = online(ROMEO, "pc").forgets();
        TestClient phone = hasHadTheNewerOne(pc);
        house.holdReads(true);
        phone.submits(Presence.of(Presence.Type.AVAILABLE, null, null));
        phone.acknowledges();
        house.holdReads(false);
        assertThat(phone.bodies()).containsExactly("one", "two");
        killed();
        TestClient again = online(JULIET, "phone");
        assertThat(again.bodies()).containsExactly("one", "two");
        again.acknowledges();
        killed();
        assertThat(online(JULIET, "phone").bodies()).isEmpty();
    }

    @Test
    void what_comes_while_one_device_after_the_other_is_lost_reaches_those_that_stay() {
        TestClient pc = online(ROMEO, "pc").forgets();
        pc.sends(chat().to(JULIET.address()).body("missed"));
        house.holdReads(true);
        TestClient laptop = online(JULIET, "laptop").forgets();
        TestClient phone = online(JULIET, "phone").forgets();
        TestClient tablet = online(JULIET, "tablet").forgets();
        pc.sends(chat().to(JULIET.address()).body("meanwhile"));
        laptop.isLost();
        house.holdReads(false);
        assertThat(phone.bodies()).containsExactly("missed", "meanwhile");
        assertThat(tablet.bodies()).containsExactly("meanwhile");
    }

    @Test
    void what_is_asked_of_the_archive_is_answered_to_who_went_away_meanwhile() {
        TestClient pc = online(ROMEO, "pc").forgets();
        pc.sends(chat().to(JULIET.address()).body("missed"));
        house.holdReads(true);
        TestClient laptop = online(JULIET, "laptop").forgets();
        laptop.submits(Iq.of(Iq.Type.SET, null, null, "q1", archive()));
        laptop.submits(Presence.of(Presence.Type.UNAVAILABLE, null, null));
        house.holdReads(false);
        assertThat(house.skipTo(laptop, Iq.class).id()).isEqualTo("q1");
    }

    @Test
    void a_server_that_was_stopped_in_order_repeats_nothing() {
        TestClient pc = online(ROMEO, "pc").forgets();
        TestClient laptop = online(JULIET, "laptop").forgets();
        pc.sends(chat().to(JULIET.address()).body("one"));
        laptop.leaves();
        pc.leaves();
        house.stopInOrder();
        killed();
        assertThat(online(JULIET, "laptop").bodies()).isEmpty();
    }

    @Test
    void a_connection_lost_in_the_middle_of_it_loses_nothing() {
        TestClient pc = online(ROMEO, "pc").forgets();
        pc.sends(chat().to(JULIET.address()).body("one"));
        pc.sends(chat().to(JULIET.address()).body("two"));
        TestClient laptop = online(JULIET, "laptop");
        laptop.isLost();
        assertThat(online(JULIET, "phone").bodies()).containsExactly("one", "two");
    }

    @Spec(rfc = 6121, section = "8.5.3.2.3", says = "a request that cannot be answered is refused")
    @Test
    void a_request_to_a_lost_client_is_answered() {
        TestClient pc = online(ROMEO, "pc").forgets();
        TestClient laptop = online(JULIET, "laptop").forgets().acknowledges();
        pc.sends(
                Iq.of(
                        Iq.Type.GET,
                        null,
                        laptop.address(),
                        "v1",
                        Element.empty("query", "jabber:iq:version")));
        assertThat(laptop.nextIq().from()).isEqualTo(pc.address());
        laptop.isLost();
        pc.forgets();
        pc.sends(
                Iq.of(
                        Iq.Type.GET,
                        null,
                        laptop.address(),
                        "v2",
                        Element.empty("query", "jabber:iq:version")));
        assertThat(pc.getsError(Condition.SERVICE_UNAVAILABLE).id()).isEqualTo("v2");
    }
}
