package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.pubsub.Reader.TUNE;
import static stoa.pubsub.Reader.configure;
import static stoa.pubsub.Reader.options;
import static stoa.pubsub.Reader.result;
import static stoa.pubsub.Reader.retract;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.NURSE;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.core.session.Scope;
import stoa.pubsub.node.Pubsub;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.xml.Element;

class NotificationStoryTest {
    private static final String MOOD = "http://jabber.org/protocol/mood";

    private final EventingHouse house = EventingHouse.listed();

    @Spec(xep = 163, section = "4.3", says = "contacts and own resources that want it are told")
    @Test
    void those_who_want_to_know_are_told_once() {
        Reader balcony = house.client(JULIET.on("balcony")).wanting(TUNE);
        Reader chamber = house.client(JULIET.on("chamber")).wanting(TUNE);
        Reader romeo = house.client(ROMEO.on("orchard")).wanting(TUNE, MOOD);
        Reader mercutio = house.client(MERCUTIO.on("street")).wanting(MOOD);
        Reader nurse = house.client(NURSE.on("house")).online();
        balcony.publishes(TUNE, "a", "Allegro");
        balcony.told(JULIET, TUNE, "a", "Allegro");
        chamber.told(JULIET, TUNE, "a", "Allegro");
        romeo.told(JULIET, TUNE, "a", "Allegro");
        balcony.toldNothingMore();
        chamber.toldNothingMore();
        romeo.toldNothingMore();
        mercutio.toldNothingMore();
        nurse.toldNothingMore();
    }

    @Spec(xep = 163, section = "4.3.4", says = "the last item is sent to who comes")
    @Test
    void who_comes_is_sent_the_last_items_of_those_it_sees() {
        house.clock.advance(Duration.ofNanos(123_456_789)); // as fine as the system's clock
        Reader juliet = house.client(JULIET.on("balcony")).online();
        juliet.publishes(TUNE, "a", "Allegro").publishes(TUNE, "b", "Andante");
        juliet.publishes(MOOD, "m", "happy");
        Reader romeo = house.client(ROMEO.on("orchard")).wanting(TUNE);
        Message last = romeo.told(JULIET, TUNE, "b", "Andante");
        assertThat(
                        Objects.requireNonNull(last.payload("delay", "urn:xmpp:delay"))
                                .attribute("stamp"))
                .endsWith(".123Z");
        romeo.toldNothingMore();
    }

    @Test
    void also_of_those_who_are_not_there_and_after_a_restart() {
        house.client(JULIET.on("balcony")).online().publishes(TUNE, "a", "Allegro");
        house.start();
        Reader romeo = house.client(ROMEO.on("orchard")).wanting(TUNE);
        romeo.told(JULIET, TUNE, "a", "Allegro");
        Reader juliet = house.client(JULIET.on("chamber")).wanting(TUNE);
        juliet.told(JULIET, TUNE, "a", "Allegro");
        juliet.toldNothingMore();
        romeo.toldNothingMore();
    }

    @Test
    void a_long_item_is_read_from_the_store_for_who_comes() {
        String text = "la ".repeat(2_000);
        house.client(JULIET.on("balcony")).online().publishes(TUNE, "a", text);
        Reader romeo = house.client(ROMEO.on("orchard")).wanting(TUNE);
        romeo.told(JULIET, TUNE, "a", text);
        romeo.toldNothingMore();
        house.start();
        Reader mercutio = house.client(MERCUTIO.on("street")).wanting(TUNE);
        mercutio.told(JULIET, TUNE, "a", text);
        mercutio.toldNothingMore();
    }

    @Spec(xep = 163, section = "4.2", says = "what is new among the wishes is sent")
    @Test
    void new_wishes_bring_only_what_is_new() {
        Reader juliet = house.client(JULIET.on("balcony")).online();
        juliet.publishes(TUNE, "a", "Allegro").publishes(MOOD, "m", "happy");
        Reader romeo = house.client(ROMEO.on("orchard")).wanting(TUNE);
        romeo.told(JULIET, TUNE, "a", "Allegro");
        romeo.showsWishes(TUNE, MOOD);
        romeo.told(JULIET, MOOD, "m", "happy");
        romeo.toldNothingMore();
        romeo.showsWishes(TUNE, MOOD);
        romeo.toldNothingMore();
        romeo.showsWishes();
        juliet.publishes(TUNE, "b", "Andante");
        romeo.toldNothingMore();
    }

    @Test
    void who_goes_and_comes_again_is_sent_them_again() {
        Reader juliet = house.client(JULIET.on("balcony")).online();
        juliet.publishes(TUNE, "a", "Allegro");
        Reader romeo = house.client(ROMEO.on("orchard")).wanting(TUNE);
        romeo.told(JULIET, TUNE, "a", "Allegro");
        romeo.client.sends(Presence.of(Presence.Type.UNAVAILABLE, null, null));
        juliet.publishes(TUNE, "b", "Andante");
        romeo.toldNothingMore();
        romeo.showsWishes(TUNE);
        romeo.told(JULIET, TUNE, "b", "Andante");
        romeo.toldNothingMore();
    }

    @Spec(xep = 163, section = "4.1", says = "who does not see the presence is not told")
    @Test
    void a_contact_sees_items_from_the_moment_it_sees_presence() {
        EventingHouse own = EventingHouse.unlisted();
        Reader juliet = own.client(JULIET.on("balcony")).online();
        juliet.publishes(TUNE, "a", "Allegro");
        Reader romeo = own.client(ROMEO.on("orchard")).wanting(TUNE);
        romeo.toldNothingMore();
        juliet.publishes(TUNE, "b", "Andante");
        romeo.toldNothingMore();
        romeo.client.sends(Presence.of(Presence.Type.SUBSCRIBE, null, JULIET.address()));
        juliet.client.sends(Presence.of(Presence.Type.SUBSCRIBED, null, ROMEO.address()));
        romeo.client.forgetsPresence();
        Message last = lastMessage(romeo);
        assertThat(Reader.event(last, "items").child("item", Pubsub.EVENT).attribute("id"))
                .isEqualTo("b");
        juliet.publishes(TUNE, "c", "Presto");
        romeo.told(JULIET, TUNE, "c", "Presto");
        juliet.client.sends(Presence.of(Presence.Type.UNSUBSCRIBED, null, ROMEO.address()));
        romeo.client.forgets();
        juliet.publishes(TUNE, "d", "Largo");
        romeo.toldNothingMore();
    }

    /** The first message among roster pushes. */
    private static Message lastMessage(Reader reader) {
        var next = reader.client.next();
        while (!(next instanceof Message)) {
            next = reader.client.next();
        }
        reader.client.forgets();
        return (Message) next;
    }

    @Spec(xep = 60, section = "7.2.2.1")
    @Spec(xep = 60, section = "8.4.2")
    @Spec(xep = 60, section = "8.5.2")
    @Test
    void what_is_taken_away_is_told_too() {
        Reader juliet = house.client(JULIET.on("balcony")).online();
        Reader romeo = house.client(ROMEO.on("orchard")).wanting(TUNE);
        juliet.publishes(TUNE, "a", "Allegro");
        romeo.told(JULIET, TUNE, "a", "Allegro");
        result(juliet.sets(null, retract(TUNE, "a")));
        Element retracted =
                Objects.requireNonNull(romeo.toldEvent("items").child("retract", Pubsub.EVENT));
        assertThat(retracted.attribute("id")).isEqualTo("a");
        result(juliet.ownerSets(null, Reader.owners("purge", TUNE).build()));
        assertThat(romeo.toldEvent("purge").attribute("node")).isEqualTo(TUNE);
        result(juliet.ownerSets(null, configure(TUNE, "notify_config", "1")));
        assertThat(romeo.toldEvent("configuration").attribute("node")).isEqualTo(TUNE);
        result(juliet.ownerSets(null, Reader.owners("delete", TUNE).build()));
        assertThat(romeo.toldEvent("delete").attribute("node")).isEqualTo(TUNE);
        romeo.toldNothingMore();
    }

    @Test
    void the_last_item_retracted_makes_the_one_before_it_the_last() {
        Reader juliet = house.client(JULIET.on("balcony")).online();
        juliet.publishes(TUNE, "a", "Allegro", options("max_items", "2"));
        juliet.publishes(TUNE, "b", "Andante");
        result(juliet.sets(null, retract(TUNE, "b")));
        Reader romeo = house.client(ROMEO.on("orchard")).wanting(TUNE);
        romeo.told(JULIET, TUNE, "a", "Allegro");
        romeo.toldNothingMore();
    }

    @Test
    void quiet_nodes_tell_nobody_and_nodes_without_payload_tell_the_id() {
        Reader juliet = house.client(JULIET.on("balcony")).online();
        Reader romeo = house.client(ROMEO.on("orchard")).wanting(TUNE, MOOD);
        juliet.publishes(TUNE, "a", "Allegro", options("deliver_notifications", "0"));
        romeo.toldNothingMore();
        juliet.publishes(MOOD, "m", "happy", options("deliver_payloads", "0"));
        Element item = romeo.toldEvent("items").child("item", Pubsub.EVENT);
        assertThat(item.attribute("id")).isEqualTo("m");
        assertThat(item.children()).isEmpty();
    }

    @Test
    void what_is_not_kept_is_told_and_gone() {
        Reader juliet = house.client(JULIET.on("balcony")).online();
        Reader romeo = house.client(ROMEO.on("orchard")).wanting(TUNE);
        juliet.publishes(TUNE, "a", "Allegro", options("persist_items", "0"));
        romeo.told(JULIET, TUNE, "a", "Allegro");
        Reader mercutio = house.client(MERCUTIO.on("street")).wanting(TUNE);
        mercutio.toldNothingMore();
    }

    @Spec(xep = 191, section = "3.3", says = "blocked contacts are told nothing")
    @Test
    void those_who_have_blocked_each_other_are_told_nothing() {
        Reader juliet = house.client(JULIET.on("balcony")).online();
        Reader romeo = house.client(ROMEO.on("orchard")).wanting(TUNE);
        Reader mercutio = house.client(MERCUTIO.on("street")).wanting(TUNE);
        blocks(juliet, ROMEO);
        blocks(mercutio, JULIET);
        romeo.client.forgets();
        mercutio.client.forgets();
        juliet.publishes(TUNE, "a", "Allegro", options("access_model", "open"));
        romeo.toldNothingMore();
        mercutio.toldNothingMore();
        Reader garden = house.client(ROMEO.on("garden")).wanting(TUNE);
        garden.toldNothingMore();
        Reader nurse = house.client(NURSE.on("house")).wanting(TUNE);
        nurse.told(JULIET, TUNE, "a", "Allegro");
    }

    /** Also when its owner has subscribed its very address. */
    @Spec(xep = 493, section = "3.1.1", says = "no communication for account-only access")
    @Test
    void an_application_that_only_reads_the_account_is_told_nothing() {
        TestClient garden =
                house.server.application(JULIET.on("garden"), Scope.ACCOUNT_READ).binds();
        Reader juliet = house.client(JULIET.on("balcony")).online();
        Reader chamber = house.client(JULIET.on("chamber")).online();
        juliet.publishes(TUNE, "a", "Allegro");
        Element.Builder both = Reader.owners("subscriptions", TUNE);
        for (TestClient one : new TestClient[] {garden, chamber.client}) {
            both.child(
                    Element.of("subscription", Pubsub.OWNER)
                            .attribute("jid", one.address().toString())
                            .attribute("subscription", "subscribed")
                            .build());
        }
        result(juliet.ownerSets(null, both.build()));
        assertThat(chamber.client.nextMessage().payloads().toString()).contains("subscribed");
        chamber.told(JULIET, TUNE, "a", "Allegro");
        juliet.publishes(TUNE, "b", "Andante");
        chamber.told(JULIET, TUNE, "b", "Andante");
        garden.getsNothingMore();
    }

    private static void blocks(Reader who, Person whom) {
        Element item =
                Element.of("item", "urn:xmpp:blocking")
                        .attribute("jid", whom.address().toString())
                        .build();
        result(
                who.client.asks(
                        Iq.Type.SET,
                        null,
                        Element.of("block", "urn:xmpp:blocking").child(item).build()));
    }
}
