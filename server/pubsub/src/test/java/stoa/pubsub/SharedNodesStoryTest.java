package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.pubsub.Reader.element;
import static stoa.pubsub.Reader.items;
import static stoa.pubsub.Reader.owners;
import static stoa.pubsub.Reader.refused;
import static stoa.pubsub.Reader.result;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.NURSE;
import static stoa.testkit.Person.ROMEO;
import static stoa.testkit.Person.TYBALT;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import stoa.pubsub.node.Limits;
import stoa.pubsub.node.Pubsub;
import stoa.testkit.Spec;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/** People of a domain make nodes at the domain's service, and others subscribe to them. */
class SharedNodesStoryTest {
    private final EventingHouse house = EventingHouse.unlisted();
    private final Guest juliet = Guest.of(house.client(JULIET.on("balcony")).online());
    private final Guest romeo = Guest.of(house.client(ROMEO.on("orchard")).online());

    @Spec(
            xep = 60,
            section = "5.1",
            says = "The service says that it is a publish-subscribe service, and what it does.")
    @Test
    void the_service_is_found() {
        Element info = Objects.requireNonNull(result(juliet.discovers(Reader.INFO, null)));
        Element identity = Objects.requireNonNull(info.child("identity", Reader.INFO));
        assertThat(identity.attribute("category")).isEqualTo("pubsub");
        assertThat(identity.attribute("type")).isEqualTo("service");
        assertThat(info.elements().map(one -> one.attribute("var")))
                .contains(
                        Pubsub.NS,
                        Pubsub.NS + "#create-nodes",
                        Pubsub.NS + "#collections",
                        Pubsub.NS + "#multi-subscribe");
        assertThat(juliet.nodes(null)).isEmpty();
    }

    @Spec(xep = 60, section = "7.1", says = "Subscribers are told what is published.")
    @Test
    void who_is_subscribed_is_told_and_nobody_else() {
        Guest nurse = Guest.of(house.client(NURSE.on("hall")).online());
        juliet.creates("news");
        romeo.subscribes("news");
        juliet.publishes("news", "1", "Wherefore art thou");
        Message told = romeo.next();
        assertThat(Guest.event(told, "items").attribute("node")).isEqualTo("news");
        assertThat(Guest.headers(told, "SubID")).isEmpty();
        nurse.toldNothingMore();
        juliet.toldNothingMore();
        assertThat(nurse.nodes(null)).containsExactly("news");
        result(nurse.gets(items("news")));
        refused(nurse.publishing("news", "2", "Anon"), Condition.FORBIDDEN, null);
        refused(nurse.publishing("none", "2", "Anon"), Condition.ITEM_NOT_FOUND, null);
    }

    @Spec(xep = 60, section = "6.1.7", says = "Who subscribes is sent the last item.")
    @Test
    void who_subscribes_is_sent_the_last_item() {
        juliet.creates("news").publishes("news", "1", "old").publishes("news", "2", "new");
        romeo.subscribes("news");
        Message told = romeo.next();
        Element item = Guest.event(told, "items").child("item", Pubsub.EVENT);
        assertThat(Objects.requireNonNull(item).attribute("id")).isEqualTo("2");
        assertThat(told.payload("delay", "urn:xmpp:delay")).isNotNull();
        romeo.toldNothingMore();
    }

    @Spec(xep = 60, section = "8.4", says = "Subscribers are told that a node is deleted.")
    @Test
    void only_owners_configure_purge_and_delete() {
        juliet.creates("news").publishes("news", "1", "one");
        romeo.subscribes("news");
        romeo.next();
        for (String what : List.of("delete", "purge")) {
            refused(romeo.ownerSets(owners(what, "news").build()), Condition.FORBIDDEN, null);
        }
        refused(romeo.configures("news", Guest.field("title", "mine")), Condition.FORBIDDEN, null);
        refused(romeo.ownerGets(owners("configure", "news").build()), Condition.FORBIDDEN, null);
        refused(romeo.ownerGets(owners("affiliations", "news").build()), Condition.FORBIDDEN, null);
        refused(
                romeo.ownerGets(owners("subscriptions", "news").build()),
                Condition.FORBIDDEN,
                null);
        result(juliet.ownerSets(owners("purge", "news").build()));
        romeo.told("purge");
        result(juliet.ownerSets(owners("delete", "news").build()));
        assertThat(romeo.told("delete").attribute("node")).isEqualTo("news");
        refused(juliet.ownerSets(owners("delete", "news").build()), Condition.ITEM_NOT_FOUND, null);
    }

    @Test
    void lists_that_change_nobody_change_nothing() {
        juliet.creates("news");
        romeo.subscribes("news");
        for (String list : List.of("subscriptions", "affiliations")) {
            result(juliet.ownerSets(owners(list, "news").build()));
            refused(romeo.ownerSets(owners(list, "news").build()), Condition.FORBIDDEN, null);
            refused(juliet.ownerSets(owners(list, "none").build()), Condition.ITEM_NOT_FOUND, null);
        }
        romeo.toldNothingMore();
        juliet.publishes("news", "1", "one");
        romeo.told("items");
    }

    @Test
    void elements_of_another_name_are_no_requests() {
        for (String namespace :
                List.of(
                        "http://jabber.org/protocol/disco#info",
                        "http://jabber.org/protocol/disco#items",
                        "http://jabber.org/protocol/commands",
                        "urn:xmpp:ping",
                        Pubsub.NS,
                        Pubsub.OWNER)) {
            refused(juliet.asks(Element.empty("item", namespace)), Condition.BAD_REQUEST, null);
        }
    }

    @Spec(xep = 60, section = "8.9", says = "Owners make others owners; one stays.")
    @Test
    void ownership_is_shared_and_given_away() {
        juliet.creates("news");
        result(juliet.ownerSets(affiliation("news", romeo, "owner")));
        result(romeo.ownerSets(affiliation("news", juliet, "none")));
        refused(
                romeo.ownerSets(affiliation("news", romeo, "member")),
                Condition.NOT_ACCEPTABLE,
                null);
        refused(juliet.ownerSets(owners("delete", "news").build()), Condition.FORBIDDEN, null);
        house.start();
        Guest again = Guest.of(house.client(ROMEO.on("orchard")).online());
        result(again.ownerSets(owners("delete", "news").build()));
    }

    private static Element affiliation(String node, Guest who, String affiliation) {
        return Guest.affiliation(node, who.me(), affiliation);
    }

    @Spec(xep = 60, section = "8.1.3", says = "An access model that there is not is refused.")
    @Test
    void nodes_without_presence_are_not_for_who_sees_it() {
        for (String model : List.of("presence", "roster")) {
            refused(
                    juliet.tries("news", "access_model", model),
                    Condition.NOT_ACCEPTABLE,
                    "unsupported-access-model");
        }
        refused(juliet.tries("news", "access_model", "mine"), Condition.NOT_ACCEPTABLE, null);
        juliet.creates("news", "access_model", "whitelist");
        refused(romeo.subscribing("news"), Condition.NOT_ALLOWED, "closed-node");
        assertThat(romeo.nodes(null)).isEmpty();
        refused(romeo.discovers(Reader.INFO, "news"), Condition.ITEM_NOT_FOUND, null);
        result(juliet.ownerSets(affiliation("news", romeo, "member")));
        romeo.subscribes("news");
    }

    @Spec(xep = 60, section = "6.1.4", says = "A subscription waits for the owner.")
    @Test
    void the_owner_lets_subscribers_in() {
        juliet.creates("news", "access_model", "authorize");
        Element asked = Objects.requireNonNull(result(romeo.subscribing("news")));
        Element pending = Objects.requireNonNull(asked.child("subscription", Pubsub.NS));
        assertThat(pending.attribute("subscription")).isEqualTo("pending");
        refused(romeo.subscribing("news"), Condition.NOT_AUTHORIZED, "pending-subscription");
        juliet.publishes("news", "1", "not yet");
        romeo.toldNothingMore();
        result(
                juliet.ownerSets(
                        owners("subscriptions", "news")
                                .child(
                                        owners("subscription", null)
                                                .attribute("jid", romeo.me().toString())
                                                .attribute("subscription", "subscribed")
                                                .build())
                                .build()));
        assertThat(romeo.told("subscription").attribute("subid"))
                .isEqualTo(pending.attribute("subid"));
        romeo.told("items");
    }

    private static Element itemsOf(String subid) {
        return element("items", "news").attribute("subid", subid).build();
    }

    @Spec(xep = 60, section = "6.5.9.1")
    @Spec(xep = 60, section = "6.5.9.2")
    @Spec(
            xep = 60,
            section = "6.1.6",
            says = "Several subscriptions of one address are told apart by their ids.")
    @Test
    void one_subscribes_several_times() {
        juliet.creates("news");
        String first = romeo.subscribes("news");
        String second = romeo.subscribes("news");
        assertThat(second).isNotEqualTo(first);
        juliet.publishes("news", "1", "once for both");
        assertThat(Guest.headers(romeo.next(), "SubID")).containsExactlyInAnyOrder(first, second);
        romeo.toldNothingMore();
        refused(
                romeo.sets(romeo.unsubscribe("news", null)),
                Condition.BAD_REQUEST,
                "subid-required");
        refused(
                romeo.sets(romeo.unsubscribe("news", "other")),
                Condition.NOT_ACCEPTABLE,
                "invalid-subid");
        refused(romeo.gets(items("news")), Condition.BAD_REQUEST, "subid-required");
        refused(romeo.gets(itemsOf("other")), Condition.NOT_ACCEPTABLE, "invalid-subid");
        result(romeo.gets(itemsOf(second)));
        result(juliet.gets(itemsOf("other"))); // who has none
        house.start();
        Guest again = Guest.of(house.client(ROMEO.on("orchard")).online());
        result(again.sets(again.unsubscribe("news", first)));
        result(again.sets(again.unsubscribe("news", null)));
        refused(
                again.sets(again.unsubscribe("news", null)),
                Condition.UNEXPECTED_REQUEST,
                "not-subscribed");
    }

    @Spec(xep = 60, section = "6.2.3.3", says = "Nobody unsubscribes others.")
    @Test
    void nobody_touches_subscriptions_of_others() {
        juliet.creates("news");
        String id = romeo.subscribes("news");
        Guest nurse = Guest.of(house.client(NURSE.on("hall")).online());
        refused(nurse.sets(romeo.unsubscribe("news", id)), Condition.FORBIDDEN, null);
        refused(nurse.gets(romeo.options("news", id).build()), Condition.FORBIDDEN, null);
        refused(
                nurse.sets(
                        element("subscribe", "news")
                                .attribute("jid", romeo.me().toString())
                                .build()),
                Condition.BAD_REQUEST,
                "invalid-jid");
    }

    @Spec(xep = 60, section = "6.3", says = "Subscribers say what they want to be told.")
    @Test
    void options_are_read_and_changed() {
        juliet.creates("news");
        String id = romeo.subscribes("news", "deliver", "0");
        juliet.publishes("news", "1", "unheard");
        romeo.toldNothingMore();
        result(
                romeo.sets(
                        romeo.options("news", id)
                                .child(Reader.form(Pubsub.SUBSCRIBE_OPTIONS, "deliver", "1"))
                                .build()));
        house.start();
        Guest later = Guest.of(house.client(ROMEO.on("orchard")).online());
        Guest owner = Guest.of(house.client(JULIET.on("balcony")).online());
        owner.publishes("news", "2", "heard");
        later.told("items");
        result(later.gets(later.options("news", null).build()));
        result(later.gets(element("default", null).build()));
        refused(
                later.sets(
                        later.options("news", id)
                                .child(Reader.form(Pubsub.SUBSCRIBE_OPTIONS, "deliver", "maybe"))
                                .build()),
                Condition.BAD_REQUEST,
                "invalid-options");
        refused(
                later.subscribing("news", "subscription_depth", "-1"),
                Condition.BAD_REQUEST,
                "invalid-options");
        refused(later.gets(later.options("none", null).build()), Condition.ITEM_NOT_FOUND, null);
    }

    @Test
    void each_has_a_share_of_the_service() {
        EventingHouse small =
                new EventingHouse(new Limits(3, 2, 10, 3, 100, 60, 40, 10, 2, 3, 150), 0);
        Guest one = Guest.of(small.client(JULIET.on("balcony")).online());
        Guest two = Guest.of(small.client(ROMEO.on("orchard")).online());
        one.creates("a").creates("b");
        refused(one.tries("c"), Condition.POLICY_VIOLATION, "max-nodes-exceeded");
        two.creates("c");
        refused(two.tries("d"), Condition.POLICY_VIOLATION, "max-nodes-exceeded");
        one.publishes("a", "1", "x").publishes("b", "1", "y");
        refused(one.publishing("b", "2", "z"), Condition.RESOURCE_CONSTRAINT, null);
        two.publishes("c", "1", "z");
        two.subscribes("a");
        two.subscribes("a");
        refused(two.subscribing("a"), Condition.POLICY_VIOLATION, "too-many-subscriptions");
    }

    @Test
    void who_gets_an_address_has_nothing_of_who_had_it_before() {
        juliet.creates("alone").creates("together").creates("other");
        result(juliet.ownerSets(affiliation("together", romeo, "owner")));
        Guest nurse = Guest.of(house.client(NURSE.on("hall")).online());
        nurse.creates("third");
        juliet.subscribes("third");
        romeo.subscribes("alone");
        house.remove(JULIET);
        assertThat(romeo.told("delete").attribute("node")).isEqualTo("alone");
        assertThat(romeo.nodes(null)).containsExactly("third", "together");
        assertThat(
                        romeo.ownerGets(owners("affiliations", "together").build())
                                .toElement()
                                .toString())
                .doesNotContain("juliet");
        assertThat(nurse.ownerGets(owners("subscriptions", "third").build()).toElement().toString())
                .doesNotContain("juliet");
    }

    @Test
    void people_of_another_domain_are_out_of_reach() {
        juliet.creates("news");
        Guest tybalt = Guest.of(house.client(TYBALT.on("street")).online());
        refused(tybalt.subscribing("news"), Condition.SERVICE_UNAVAILABLE, null);
    }

    @Test
    void requests_elsewhere_and_of_other_kinds_are_refused() {
        Iq elsewhere =
                juliet.client.asks(
                        Iq.Type.GET,
                        Jid.parse("somebody@pubsub.example.org"),
                        Element.empty("query", Reader.INFO));
        refused(elsewhere, Condition.SERVICE_UNAVAILABLE, null);
        refused(juliet.sets(element("dance", null).build()), Condition.BAD_REQUEST, null);
        refused(
                juliet.gets(
                        items("none"),
                        Element.of("set", "http://jabber.org/protocol/rsm")
                                .child("max", "-1")
                                .build()),
                Condition.BAD_REQUEST,
                null);
        assertThat(
                        Objects.requireNonNull(
                                        juliet.client.asks(
                                                Iq.Type.GET,
                                                Guest.SERVICE,
                                                Element.empty("ping", "urn:xmpp:ping")))
                                .isError())
                .isFalse();
    }
}
