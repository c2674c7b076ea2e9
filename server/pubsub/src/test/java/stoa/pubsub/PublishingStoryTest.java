package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.pubsub.Reader.TUNE;
import static stoa.pubsub.Reader.items;
import static stoa.pubsub.Reader.options;
import static stoa.pubsub.Reader.payload;
import static stoa.pubsub.Reader.publish;
import static stoa.pubsub.Reader.refused;
import static stoa.pubsub.Reader.result;
import static stoa.pubsub.Reader.retract;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.pubsub.node.Pubsub;
import stoa.testkit.Spec;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

class PublishingStoryTest {
    private final EventingHouse house = EventingHouse.listed();
    private final Reader juliet = house.client(JULIET.on("balcony")).online();
    private final Reader romeo = house.client(ROMEO.on("orchard")).online();

    @Spec(xep = 60, section = "7.1.4", says = "publishing to a node that is not there makes it")
    @Test
    void what_is_published_can_be_read() {
        juliet.publishes(TUNE, "a", "Allegro");
        assertThat(juliet.ids(null, items(TUNE))).containsExactly("a");
        assertThat(romeo.ids(JULIET, items(TUNE))).containsExactly("a");
        Element pubsub = Objects.requireNonNull(result(romeo.gets(JULIET, items(TUNE, "a"))));
        assertThat(pubsub.child("items", Pubsub.NS).child("item", Pubsub.NS).firstChild())
                .isEqualTo(payload(TUNE, "Allegro"));
    }

    @Spec(xep = 60, section = "7.1.2", says = "the id the service has made is told")
    @Test
    void an_item_without_an_id_gets_one() {
        Element singleton =
                Objects.requireNonNull(
                        result(juliet.sets(null, publish(TUNE, null, payload(TUNE, "x")))));
        assertThat(singleton.child("publish", Pubsub.NS).child("item", Pubsub.NS).attribute("id"))
                .isEqualTo("current");
        juliet.publishes("urn:x", null, "one", options("max_items", "max"));
        juliet.publishes("urn:x", null, "two");
        assertThat(juliet.ids(null, items("urn:x"))).hasSize(2).doesNotHaveDuplicates();
    }

    @Spec(xep = 60, section = "7.1.3.6", says = "the type is as a rule the payload's namespace")
    @Test
    void a_type_that_names_a_use_takes_payloads_of_other_namespaces() {
        Element post = Element.text("entry", "http://www.w3.org/2005/Atom", "Anon, good nurse!");
        for (String use : List.of("urn:xmpp:microblog:0", "urn:xmpp:pubsub-social-feed:1")) {
            Iq answer = juliet.sets(null, publish("of " + use, "a", post), options("type", use));
            assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
            assertThat(juliet.ids(null, items("of " + use))).containsExactly("a");
        }
    }

    @Spec(xep = 60, section = "7.1.2", says = "the oldest item makes room")
    @Test
    void a_node_keeps_as_many_as_it_is_configured_to() {
        juliet.publishes("urn:x", "a", "1", options("max_items", "2"));
        juliet.publishes("urn:x", "b", "2")
                .publishes("urn:x", "a", "3")
                .publishes("urn:x", "c", "4");
        assertThat(juliet.ids(null, items("urn:x"))).containsExactly("a", "c");
    }

    @Spec(xep = 60, section = "7.1.5", says = "options that the node does not have")
    @Test
    void options_are_preconditions_once_the_node_is_there() {
        juliet.publishes(
                "urn:x", "a", "1", options("access_model", "whitelist", "max_items", "max"));
        juliet.publishes("urn:x", "b", "2", options("access_model", "whitelist"));
        juliet.publishes("urn:x", "c", "3", options("max_items", "10000"));
        refused(
                juliet.sets(
                        null,
                        publish("urn:x", "d", payload("urn:x", "4")),
                        options("access_model", "open")),
                Condition.CONFLICT,
                "precondition-not-met");
        refused(
                juliet.sets(
                        null,
                        publish("urn:x", "d", payload("urn:x", "4")),
                        options("colour", "blue")),
                Condition.CONFLICT,
                "precondition-not-met");
        refused(
                juliet.sets(
                        null,
                        publish("urn:new", "d", payload("urn:new", "4")),
                        options("access_model", "everybody")),
                Condition.CONFLICT,
                "precondition-not-met");
        assertThat(juliet.ids(null, items("urn:x"))).containsExactly("a", "b", "c");
    }

    @Spec(xep = 60, section = "7.1.3.1", says = "forbidden")
    @Test
    void nobody_publishes_to_somebody_elses_nodes() {
        refused(
                romeo.sets(JULIET, publish("urn:x", "a", payload("urn:x", "1"))),
                Condition.FORBIDDEN,
                null);
        juliet.publishes("urn:x", "a", "1");
        refused(
                romeo.sets(JULIET, publish("urn:x", "a", payload("urn:x", "2"))),
                Condition.FORBIDDEN,
                null);
        refused(romeo.sets(JULIET, retract("urn:x", "a")), Condition.FORBIDDEN, null);
        refused(
                romeo.sets(JULIET, Reader.element("create", "urn:y").build()),
                Condition.FORBIDDEN,
                null);
    }

    @Spec(xep = 60, section = "6.5.9.11")
    @Spec(xep = 60, section = "6.5.9.12", says = "no such item: an empty result")
    @Test
    void a_node_or_an_item_that_is_not_there() {
        refused(juliet.gets(null, items("urn:x")), Condition.ITEM_NOT_FOUND, null);
        refused(romeo.gets(JULIET, items("urn:x")), Condition.ITEM_NOT_FOUND, null);
        juliet.publishes("urn:x", "a", "1");
        assertThat(juliet.ids(null, items("urn:x", "b"))).isEmpty();
        assertThat(juliet.ids(null, items("urn:x", "b", "a"))).containsExactly("a");
        refused(juliet.sets(null, retract("urn:x", "b")), Condition.ITEM_NOT_FOUND, null);
        refused(juliet.sets(null, retract("urn:y", "b")), Condition.ITEM_NOT_FOUND, null);
    }

    @Spec(xep = 60, section = "7.2")
    @Test
    void what_is_retracted_is_gone() {
        juliet.publishes("urn:x", "a", "1", options("max_items", "max"))
                .publishes("urn:x", "b", "2");
        result(juliet.sets(null, retract("urn:x", "a")));
        assertThat(juliet.ids(null, items("urn:x"))).containsExactly("b");
    }

    @Spec(xep = 60, section = "8.5")
    @Spec(xep = 60, section = "8.4")
    @Test
    void a_node_is_purged_and_deleted() {
        juliet.publishes("urn:x", "a", "1");
        refused(
                romeo.ownerSets(JULIET, Reader.owners("purge", "urn:x").build()),
                Condition.FORBIDDEN,
                null);
        refused(
                romeo.ownerSets(JULIET, Reader.owners("delete", "urn:x").build()),
                Condition.FORBIDDEN,
                null);
        result(juliet.ownerSets(null, Reader.owners("purge", "urn:x").build()));
        assertThat(juliet.ids(null, items("urn:x"))).isEmpty();
        result(juliet.ownerSets(null, Reader.owners("delete", "urn:x").build()));
        refused(juliet.gets(null, items("urn:x")), Condition.ITEM_NOT_FOUND, null);
        refused(
                juliet.ownerSets(null, Reader.owners("delete", "urn:x").build()),
                Condition.ITEM_NOT_FOUND,
                null);
        refused(
                juliet.ownerSets(null, Reader.owners("purge", "urn:x").build()),
                Condition.ITEM_NOT_FOUND,
                null);
    }

    @Test
    void a_server_that_starts_again_has_it_all() {
        juliet.publishes("urn:x", "a", "1", options("max_items", "2", "access_model", "open"));
        juliet.publishes("urn:x", "b", "2");
        house.start();
        Reader again = house.client(JULIET.on("balcony")).online();
        assertThat(again.ids(null, items("urn:x"))).containsExactly("a", "b");
        again.publishes("urn:x", "c", "3");
        assertThat(again.ids(null, items("urn:x"))).containsExactly("b", "c");
    }

    @Test
    void nothing_is_answered_or_told_that_is_not_stored() {
        Reader chamber = house.client(JULIET.on("chamber")).wanting("urn:x");
        chamber.toldNothingMore();
        house.failCommits(true);
        Iq answer = juliet.sets(null, publish("urn:x", "a", payload("urn:x", "1")));
        refused(answer, Condition.INTERNAL_SERVER_ERROR, null);
        chamber.toldNothingMore();
        house.failCommits(false);
        refused(juliet.gets(null, items("urn:x")), Condition.ITEM_NOT_FOUND, null);
    }

    @Test
    void an_account_that_is_gone_leaves_nothing_to_the_next_of_its_name() {
        juliet.publishes("urn:x", "a", "1", options("access_model", "open"));
        house.remove(JULIET);
        refused(romeo.gets(JULIET, items("urn:x")), Condition.SERVICE_UNAVAILABLE, null);
    }
}
