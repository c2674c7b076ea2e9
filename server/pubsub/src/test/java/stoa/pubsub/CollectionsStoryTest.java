package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.pubsub.Reader.items;
import static stoa.pubsub.Reader.owners;
import static stoa.pubsub.Reader.refused;
import static stoa.pubsub.Reader.result;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.pubsub.node.Pubsub;
import stoa.testkit.Spec;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** Nodes in collections, XEP-0248. */
class CollectionsStoryTest {
    private final EventingHouse house = EventingHouse.unlisted();
    private final Guest juliet = Guest.of(house.client(JULIET.on("balcony")).online());
    private final Guest romeo = Guest.of(house.client(ROMEO.on("orchard")).online());

    private void collection(String name, String... more) {
        String[] fields = new String[more.length + 2];
        fields[0] = "node_type";
        fields[1] = "collection";
        System.arraycopy(more, 0, fields, 2, more.length);
        juliet.creates(name, fields);
    }

    @Spec(xep = 248, section = "5.2", says = "The hierarchy is discovered level by level.")
    @Test
    void what_is_in_a_collection_is_found_there() {
        collection("blogs");
        collection("old", "collection", "blogs");
        juliet.creates("musings", "collection", "blogs");
        assertThat(romeo.nodes(null)).containsExactly("blogs");
        assertThat(romeo.nodes("blogs")).containsExactly("musings", "old");
        assertThat(juliet.configured("blogs", "children")).containsExactly("musings", "old");
        assertThat(identity("blogs")).isEqualTo("collection");
        assertThat(identity("old")).isEqualTo("collection");
        assertThat(identity("musings")).isEqualTo("leaf");
        house.start();
        Guest again = Guest.of(house.client(ROMEO.on("orchard")).online());
        assertThat(again.nodes("blogs")).containsExactly("musings", "old");
    }

    private String identity(String node) {
        Element query = Objects.requireNonNull(result(romeo.discovers(Reader.INFO, node)));
        return Objects.requireNonNull(
                Objects.requireNonNull(query.child("identity", Reader.INFO)).attribute("type"));
    }

    @Spec(
            xep = 248,
            section = "5.3.1.1",
            says =
                    "Who is subscribed to the items of a collection is told what is published in it.")
    @Test
    void items_are_told_through_collections_as_deep_as_wanted() {
        collection("top");
        collection("middle", "collection", "top");
        juliet.creates("leaf", "collection", "middle");
        romeo.subscribes("top", "subscription_type", "items", "subscription_depth", "1");
        juliet.publishes("leaf", "1", "too deep");
        romeo.toldNothingMore();
        result(
                romeo.sets(
                        romeo.options("top", null)
                                .child(
                                        Reader.form(
                                                Pubsub.SUBSCRIBE_OPTIONS,
                                                "subscription_depth",
                                                "all"))
                                .build()));
        juliet.publishes("leaf", "2", "heard");
        Message told = romeo.next();
        assertThat(Guest.event(told, "items").attribute("node")).isEqualTo("leaf");
        assertThat(Guest.headers(told, "Collection")).containsExactly("top");
        result(juliet.ownerSets(owners("purge", "leaf").build()));
        romeo.told("purge");
        result(juliet.ownerSets(owners("delete", "leaf").build()));
        romeo.toldNothingMore();
    }

    @Spec(
            xep = 248,
            section = "6.1",
            says = "By default a subscription is to the nodes directly within.")
    @Test
    void nodes_that_come_and_go_are_told() {
        collection("blogs");
        romeo.subscribes("blogs");
        juliet.creates("a", "collection", "blogs");
        assertThat(romeo.told("create").attribute("node")).isEqualTo("a");
        juliet.publishes("a", "1", "no node");
        juliet.creates("b");
        romeo.toldNothingMore();
        result(juliet.configures("blogs", Guest.field("children", "b")));
        assertThat(association(romeo.told("collection"), "dissociate")).isEqualTo("a");
        assertThat(association(romeo.told("collection"), "associate")).isEqualTo("b");
        result(juliet.ownerSets(owners("delete", "b").build()));
        assertThat(romeo.told("delete").attribute("node")).isEqualTo("b");
        refused(romeo.subscribing("blogs", "subscription_type", "all"), Condition.CONFLICT, null);
        romeo.subscribes("blogs", "subscription_type", "items");
    }

    private static String association(Element collection, String what) {
        assertThat(collection.attribute("node")).isEqualTo("blogs");
        return Objects.requireNonNull(
                Objects.requireNonNull(collection.child(what, Pubsub.EVENT), collection::toString)
                        .attribute("node"));
    }

    @Spec(
            xep = 60,
            section = "4.5",
            says = "Who may not read a node is not told of it, through no collection either.")
    @Test
    void a_closed_node_does_not_leak_through_an_open_collection() {
        collection("open");
        juliet.creates("closed", "access_model", "whitelist", "collection", "open");
        romeo.subscribes("open", "subscription_type", "all", "subscription_depth", "all");
        juliet.publishes("closed", "1", "secret");
        romeo.toldNothingMore();
        assertThat(romeo.nodes("open")).isEmpty();
    }

    @Spec(xep = 248, section = "7.2", says = "Nodes are put into collections by who may.")
    @Test
    void only_owners_put_nodes_where_they_may() {
        collection("hers");
        collection("anybodys", "children_association_policy", "all");
        collection(
                "some",
                "children_association_policy",
                "whitelist",
                "children_association_whitelist",
                ROMEO.address().toString());
        refused(romeo.tries("his", "collection", "hers"), Condition.FORBIDDEN, null);
        romeo.creates("his", "collection", "anybodys");
        result(romeo.ownerSets(associate("associate", "some", "his")));
        refused(romeo.ownerSets(associate("associate", "hers", "his")), Condition.FORBIDDEN, null);
        refused(juliet.ownerSets(associate("associate", "hers", "his")), Condition.FORBIDDEN, null);
        refused(
                juliet.configures("hers", Guest.field("children", "his")),
                Condition.FORBIDDEN,
                null);
        result(juliet.ownerSets(associate("dissociate", "some", "his")));
        refused(
                juliet.ownerSets(associate("dissociate", "some", "his")),
                Condition.BAD_REQUEST,
                null);
        assertThat(romeo.configured("his", "collection")).containsExactly("anybodys");
    }

    private static Element associate(String what, String collection, String node) {
        return owners("collection", collection).child(owners(what, node).build()).build();
    }

    @Spec(xep = 248, section = "7.2.3", says = "What cannot be is refused.")
    @Test
    void impossible_hierarchies_are_refused() {
        collection("top");
        collection("low", "collection", "top");
        juliet.creates("leaf", "collection", "low");
        refused(
                juliet.configures("top", Guest.field("collection", "low")),
                Condition.NOT_ALLOWED,
                "invalid-options");
        refused(
                juliet.configures("top", Guest.field("collection", "top")),
                Condition.NOT_ALLOWED,
                "invalid-options");
        refused(
                juliet.configures("low", Guest.field("children", "top")),
                Condition.NOT_ALLOWED,
                "invalid-options");
        refused(
                juliet.configures("leaf", Guest.field("children", "low")),
                Condition.NOT_ALLOWED,
                "invalid-options");
        refused(
                juliet.tries("other", "collection", "leaf"),
                Condition.NOT_ALLOWED,
                "invalid-options");
        refused(
                juliet.configures("low", Guest.field("node_type", "leaf")),
                Condition.NOT_ALLOWED,
                "invalid-options");
        refused(juliet.tries("other", "collection", "none"), Condition.ITEM_NOT_FOUND, null);
        result(juliet.configures("low", Guest.field("children_max", "1")));
        refused(
                juliet.tries("other", "collection", "low"),
                Condition.NOT_ALLOWED,
                "max-nodes-exceeded");
    }

    @Spec(xep = 248, section = "4.1", says = "Collections hold no items.")
    @Test
    void a_collection_holds_no_items() {
        juliet.creates("leaf").publishes("leaf", "1", "gone");
        result(juliet.configures("leaf", Guest.field("node_type", "collection")));
        refused(
                juliet.publishing("leaf", "2", "no"),
                Condition.FEATURE_NOT_IMPLEMENTED,
                "unsupported");
        refused(juliet.gets(items("leaf")), Condition.FEATURE_NOT_IMPLEMENTED, "unsupported");
        assertThat(juliet.nodes("leaf")).isEmpty();
    }

    @Spec(
            xep = 248,
            section = "8.2",
            says = "What is in a collection that is deleted stays, also in other collections.")
    @Test
    void what_was_in_a_deleted_collection_stays() {
        collection("one");
        collection("two");
        juliet.creates("leaf", "collection", "one");
        result(juliet.configures("leaf", Guest.field("collection", "one", "two")));
        result(juliet.ownerSets(owners("delete", "one").build()));
        assertThat(juliet.configured("leaf", "collection")).containsExactly("two");
        result(juliet.ownerSets(owners("delete", "two").build()));
        assertThat(juliet.nodes(null)).containsExactly("leaf");
    }
}
