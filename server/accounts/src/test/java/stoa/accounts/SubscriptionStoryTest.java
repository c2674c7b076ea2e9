package stoa.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;
import static stoa.testkit.Person.TYBALT;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/** Subscriptions between people who are not listed to each other, RFC 6121 section 3. */
class SubscriptionStoryTest {
    private final AccountsHouse house = AccountsHouse.unlisted().open();

    private static Presence to(Person person, Presence.Type type) {
        return Presence.of(type, null, person.address());
    }

    private static void pushed(TestClient client, Person contact, String subscription) {
        pushed(client, contact, subscription, false);
    }

    private static void pushed(
            TestClient client, Person contact, String subscription, boolean asking) {
        Iq push = client.nextIq();
        Element item = Objects.requireNonNull(Objects.requireNonNull(push.payload()).firstChild());
        assertThat(item.attribute("jid")).isEqualTo(contact.address().toString());
        assertThat(item.attribute("subscription")).isEqualTo(subscription);
        assertThat(item.attribute("ask")).isEqualTo(asking ? "subscribe" : null);
    }

    @Spec(rfc = 6121, section = "3.1", says = "asking, being asked, and approving")
    @Test
    void romeo_asks_juliet_and_sees_her() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            pc.sends(to(JULIET, Presence.Type.SUBSCRIBE));
                            pushed(pc, JULIET, "none", true);
                            Presence asked = laptop.gets(Presence.Type.SUBSCRIBE, ROMEO.address());
                            assertThat(asked.to()).isEqualTo(JULIET.address());
                            laptop.getsNothingMore();

                            laptop.sends(to(ROMEO, Presence.Type.SUBSCRIBED));
                            pushed(laptop, ROMEO, "from");
                            pc.gets(Presence.Type.SUBSCRIBED, JULIET.address());
                            pushed(pc, JULIET, "to");
                            pc.gets(Presence.Type.AVAILABLE, laptop.address());
                            pc.getsNothingMore();
                            laptop.getsNothingMore();

                            laptop.sendsPresence(Element.text("show", Stanza.CLIENT, "away"));
                            assertThat(pc.gets(Presence.Type.AVAILABLE, laptop.address()).show())
                                    .isEqualTo("away");
                            pc.sendsPresence().forgets();
                            laptop.gets(Presence.Type.AVAILABLE, laptop.address());
                            laptop.getsNothingMore(); // she does not see him
                        });
    }

    private void areFriends(TestClient laptop, TestClient pc) {
        pc.sends(to(JULIET, Presence.Type.SUBSCRIBE));
        laptop.sends(to(ROMEO, Presence.Type.SUBSCRIBED));
        laptop.sends(to(ROMEO, Presence.Type.SUBSCRIBE));
        pc.sends(to(JULIET, Presence.Type.SUBSCRIBED));
        laptop.forgets();
        pc.forgets();
    }

    @Test
    void friends_see_each_other_come_and_go() {
        TestClient laptop = house.server.client(JULIET.on("laptop")).comesOnline();
        TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline();
        areFriends(laptop, pc);
        pc.leaves();
        laptop.gets(Presence.Type.UNAVAILABLE, pc.address());
        house.start();
        house.open();
        TestClient again = house.server.client(JULIET.on("laptop")).comesOnline().forgets();
        TestClient mobile = house.server.client(ROMEO.on("mobile")).binds().sendsPresence();
        again.gets(Presence.Type.AVAILABLE, mobile.address());
        mobile.gets(Presence.Type.AVAILABLE, mobile.address());
        mobile.gets(Presence.Type.AVAILABLE, again.address());
        mobile.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "3.2", says = "taking an approval back")
    @Test
    void juliet_takes_it_back() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            areFriends(laptop, pc);
                            laptop.sends(to(ROMEO, Presence.Type.UNSUBSCRIBED));
                            pushed(laptop, ROMEO, "to");
                            // One after the other, in whichever order.
                            boolean unavailable = false;
                            boolean cancelled = false;
                            for (int i = 0; i < 2; i++) {
                                Stanza next = pc.next();
                                if (next instanceof Presence p
                                        && p.type() == Presence.Type.UNAVAILABLE) {
                                    unavailable = true;
                                    assertThat(p.from()).isEqualTo(laptop.address());
                                } else if (next instanceof Presence p) {
                                    cancelled = p.type() == Presence.Type.UNSUBSCRIBED;
                                }
                            }
                            assertThat(unavailable && cancelled).isTrue();
                            pushed(pc, JULIET, "from");
                            laptop.sendsPresence().forgets();
                            pc.getsNothingMore();
                        });
    }

    @Spec(rfc = 6121, section = "3.3", says = "unsubscribing")
    @Test
    void romeo_wants_no_more() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            areFriends(laptop, pc);
                            pc.sends(to(JULIET, Presence.Type.UNSUBSCRIBE));
                            pushed(pc, JULIET, "from");
                            pc.gets(Presence.Type.UNAVAILABLE, laptop.address());
                            laptop.gets(Presence.Type.UNSUBSCRIBE, ROMEO.address());
                            pushed(laptop, ROMEO, "to");
                            laptop.getsNothingMore();
                            pc.getsNothingMore();
                        });
    }

    @Spec(rfc = 6121, section = "3.1.3", says = "a request waits until it is answered")
    @Test
    void a_request_waits_for_who_is_away_and_comes_at_every_login() {
        TestClient pc = house.server.client(ROMEO.on("pc")).comesOnline().forgets();
        pc.sends(
                Presence.of(
                        Presence.Type.SUBSCRIBE,
                        null,
                        JULIET.address(),
                        Element.text("status", Stanza.CLIENT, "It is me, Romeo")));
        house.start();
        house.open();
        TestClient laptop = house.server.client(JULIET.on("laptop")).binds();
        assertThat(laptop.asksForRoster().children()).as("a request is no contact").isEmpty();
        laptop.sendsPresence();
        laptop.gets(Presence.Type.AVAILABLE, laptop.address());
        Presence asked = laptop.gets(Presence.Type.SUBSCRIBE, ROMEO.address());
        assertThat(Objects.requireNonNull(asked.payload("status", Stanza.CLIENT)).text())
                .isEqualTo("It is me, Romeo");
        TestClient phone = house.server.client(JULIET.on("phone")).binds().sendsPresence();
        assertThat(house.skipTo(phone, Presence.class).from()).isNotNull();
        laptop.sends(to(ROMEO, Presence.Type.UNSUBSCRIBED));
        laptop.leaves();
        TestClient later = house.server.client(JULIET.on("laptop")).binds().sendsPresence();
        later.gets(Presence.Type.AVAILABLE, later.address());
        later.gets(Presence.Type.AVAILABLE, phone.address());
        later.getsNothingMore();
    }

    @Spec(rfc = 6121, section = "3.4", says = "approving before being asked")
    @Test
    void an_approval_in_advance_answers_by_itself() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            laptop.sends(to(ROMEO, Presence.Type.SUBSCRIBED));
                            Iq push = laptop.nextIq();
                            assertThat(
                                            Objects.requireNonNull(
                                                            Objects.requireNonNull(push.payload())
                                                                    .firstChild())
                                                    .attribute("approved"))
                                    .isEqualTo("true");
                            pc.getsNothingMore();
                            pc.sends(to(JULIET, Presence.Type.SUBSCRIBE));
                            pushed(pc, JULIET, "none", true);
                            pc.gets(Presence.Type.SUBSCRIBED, JULIET.address());
                            pushed(pc, JULIET, "to");
                            pc.gets(Presence.Type.AVAILABLE, laptop.address());
                            pushed(laptop, ROMEO, "from");
                            laptop.getsNothingMore();
                        });
    }

    @Spec(rfc = 6121, section = "2.5", says = "removing a contact ends what was agreed")
    @Test
    void a_removed_contact_is_unsubscribed_both_ways() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            areFriends(laptop, pc);
                            Element removal =
                                    Element.of("query", RosterView.NAMESPACE)
                                            .child(RosterView.removed(ROMEO.address()))
                                            .build();
                            laptop.asks(Iq.Type.SET, null, removal);
                            pushed(laptop, ROMEO, "remove");
                            laptop.gets(Presence.Type.UNAVAILABLE, pc.address());
                            laptop.getsNothingMore();
                            pc.gets(Presence.Type.UNAVAILABLE, laptop.address());
                            pc.gets(Presence.Type.UNSUBSCRIBE, JULIET.address());
                            pushed(pc, JULIET, "to");
                            pc.gets(Presence.Type.UNSUBSCRIBED, JULIET.address());
                            pushed(pc, JULIET, "none");
                            pc.getsNothingMore();
                        });
    }

    @Test
    void nobody_of_another_house_can_be_asked() {
        house.story
                .with(JULIET.on("laptop"), TYBALT.on("pc"))
                .play(
                        (laptop, tybalt) -> {
                            laptop.sends(to(TYBALT, Presence.Type.SUBSCRIBE));
                            pushed(laptop, TYBALT, "none", true);
                            tybalt.getsNothingMore();
                            laptop.getsNothingMore();
                        });
    }

    @Spec(rfc = 6121, section = "3.1.6", says = "an approval nobody asked for changes nothing")
    @Test
    void an_approval_that_was_not_asked_for_is_ignored() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            pc.sends(to(JULIET, Presence.Type.UNSUBSCRIBED));
                            laptop.getsNothingMore();
                            assertThat(laptop.asksForRoster().children()).isEmpty();
                        });
    }

    @Spec(rfc = 6121, section = "8.5.3.2.2", says = "unsubscribed and the like to one that is gone")
    @ParameterizedTest
    @EnumSource(
            value = Presence.Type.class,
            names = {"UNSUBSCRIBE", "UNSUBSCRIBED"})
    void what_is_agreed_with_a_resource_that_has_gone_changes_nothing(Presence.Type type) {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            areFriends(laptop, pc);
                            laptop.sends(Presence.of(type, null, ROMEO.on("gone")));
                            laptop.getsNothingMore();
                            pc.getsNothingMore();

                            assertThat(subscriptions(laptop)).containsExactly("both");
                            assertThat(subscriptions(pc)).containsExactly("both");
                        });
    }

    @Spec(rfc = 6121, section = "8.5.3.2.2", says = "subscribed to one that is gone")
    @Test
    void a_request_is_not_approved_to_a_resource_that_has_gone() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            pc.sends(to(JULIET, Presence.Type.SUBSCRIBE)).forgets();
                            laptop.gets(Presence.Type.SUBSCRIBE, ROMEO.address());
                            laptop.sends(
                                    Presence.of(Presence.Type.SUBSCRIBED, null, ROMEO.on("gone")));
                            laptop.getsNothingMore();
                            pc.getsNothingMore();
                        });
    }

    private static List<String> subscriptions(TestClient client) {
        return client.asksForRoster()
                .elements()
                .map(item -> String.valueOf(item.attribute("subscription")))
                .toList();
    }

    @Spec(rfc = 6121, section = "8.5.3.1", says = "to a resource that is there, as in section 3")
    @Test
    void what_is_agreed_with_a_resource_that_is_there_is_agreed_with_its_account() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            areFriends(laptop, pc);
                            pc.sends(
                                    Presence.of(Presence.Type.UNSUBSCRIBE, null, laptop.address()));
                            pushed(pc, JULIET, "from");
                            pc.gets(Presence.Type.UNAVAILABLE, laptop.address());
                            laptop.gets(Presence.Type.UNSUBSCRIBE, ROMEO.address());
                            pushed(laptop, ROMEO, "to");
                        });
    }

    @Test
    void people_who_are_listed_have_agreed_already() {
        AccountsHouse listed = AccountsHouse.listed().open();
        listed.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            pc.sends(to(JULIET, Presence.Type.SUBSCRIBE));
                            pushed(pc, JULIET, "both");
                            pc.gets(Presence.Type.SUBSCRIBED, JULIET.address());
                            laptop.getsNothingMore();
                            pc.sends(to(JULIET, Presence.Type.UNSUBSCRIBE));
                            pushed(pc, JULIET, "both");
                            laptop.getsNothingMore();
                        });
    }
}
